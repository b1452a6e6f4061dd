/* Documents that take effect by approval: the steps above the form, and its four actions. The server decides. */
import { look_at } from "./signing";
import { esc, freeze, icon, long_time, read, write } from "./util";
import { __ } from "./wording";

// The style sheet ticks what is done.
const SHAPES = { now: "clock", todo: "dash" };

/** Draw steps, log and buttons of ``frm``'s approval. */
export async function show_approval(frm) {
	const head = head_of(frm);
	head.empty();
	if (frm.is_new()) return;
	const target = { doctype: frm.doctype, name: frm.doc.name };
	const panel = await read("overview.api_approval.panel", target);
	if (frm.doc.name !== target.name) return;
	frm.fx_approval = panel; // what was typed may be saved before somebody signs
	head.html(steps(panel) + notes(panel) + refusals(panel) + log(panel.log));
	if (panel.frozen && !frm.is_dirty()) freeze(frm); // nobody but the next signer fills anything in
	buttons(frm, panel, target);
}

function head_of(frm) {
	const layout = $(frm.layout.wrapper);
	const head = layout.children(".fx-approval");
	return head.length ? head : $('<div class="fx-approval"></div>').prependTo(layout);
}

function steps(panel) {
	if (!panel.steps.length) return "";
	const rows = panel.steps.map(
		(row) =>
			`<li class="fx-step fx-${esc(row.state)}"><span>${SHAPES[row.state] ? icon(SHAPES[row.state]) : ""} ${esc(row.role)}</span></li>`
	);
	return `<ol class="fx-path">${rows.join("")}</ol>`;
}

/** Why it came back, which version it replaces, or why it was voided and what comes next; composed by the server. */
function notes(panel) {
	return panel.notes.map((text) => `<div class="fx-banner fx-blue">${text}</div>`).join("");
}

function refusals(panel) {
	if (!panel.why_not.length) return "";
	return `<div class="fx-banner fx-orange">${panel.why_not.map((text) => `<div>${text}</div>`).join("")}</div>`;
}

function log(rows) {
	if (!rows.length) return "";
	const lines = rows.map(
		(row) => `<tr><td>${esc(long_time(row.at))}</td><td>${esc(row.action)}</td><td>${esc(row.role)}</td>
			<td>${esc(row.full_name || row.user)}</td><td>${esc(row.comment || "")}</td></tr>`
	);
	return `<details class="fx-finished"><summary>${esc(__("Approval Log"))} (${rows.length})</summary>
		<table class="fx-next-table">${lines.join("")}</table></details>`;
}

function buttons(frm, panel, target) {
	if (frm.is_dirty()) return;
	const done = () => frm.reload_doc();
	if (panel.may_look)
		frm.add_custom_button(__("Basis for Approval"), () => look_at(target.doctype, target.name));
	if (panel.must_wait || panel.comes_later) {
		// time or an action of the document is missing: the line above the form says which
	} else if (panel.can_request && panel.lacks.length) {
		frm.add_custom_button(__("Request Approval"), () => say_lacks(panel.lacks));
	} else if (panel.can_request) {
		primary(frm, __("Request Approval"), () =>
			ask(__("Request Approval"), "comment", 0, (comment) =>
				write("overview.api_approval.request", { ...target, comment }).then(done)
			)
		);
	}
	if (panel.can_approve) {
		primary(frm, __("Approve"), () =>
			ask(__("Approve"), "comment", 0, (comment) =>
				write("overview.api_approval.approve", {
					...target,
					seen: frm.fx_approval.seen,
					comment,
				}).then(done)
			)
		);
	}
	if (panel.can_send_back) {
		const label = panel.withdraws ? __("Withdraw Request") : __("Send Back");
		frm.add_custom_button(label, () =>
			ask(label, "reason", 1, (reason) =>
				write("overview.api_approval.send_back", { ...target, reason }).then(done)
			)
		);
	}
	if (panel.can_cancel) {
		frm.add_custom_button(__("Cancel Approval"), () =>
			ask(__("Cancel Approval"), "reason", 1, (reason) =>
				write("overview.api_approval.cancel", { ...target, reason }).then(done)
			)
		);
	}
	if (panel.newer)
		frm.add_custom_button(__("Open New Version"), () =>
			frappe.set_route("Form", target.doctype, panel.newer)
		);
	else if (panel.can_amend) primary(frm, __("New Version"), () => amend(target));
}

/** Asked for too early: what is still to be done, instead of a dialog that is refused after its comment is written. */
function say_lacks(lacks) {
	frappe.msgprint({
		title: __("Not Ready for Approval"),
		message: lacks.join("<br>"),
		indicator: "orange",
	});
}

function primary(frm, label, run) {
	frm.add_custom_button(label, run).removeClass("btn-default").addClass("btn-primary");
}

function ask(title, kind, reqd, run) {
	const label = kind === "reason" ? __("Reason") : __("Comment");
	const dialog = new frappe.ui.Dialog({
		title,
		fields: [{ fieldname: "text", fieldtype: "Small Text", label, reqd }],
		primary_action_label: title,
		primary_action(values) {
			dialog.disable_primary_action();
			const again = () => dialog.enable_primary_action();
			run(values.text || "")
				.then(() => dialog.hide())
				.then(again, again);
		},
	});
	dialog.show();
}

/** A cancelled document is not changed: its copy begins the approval anew. */
function amend(target) {
	write("overview.api_approval.amend", target).then((name) =>
		frappe.set_route("Form", target.doctype, name)
	);
}
