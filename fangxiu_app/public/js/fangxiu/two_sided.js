/* Documents that two departments sign, each from its own login: who has signed, who is next, signing, sending back (docs/adr/0090). */
import { esc, freeze, icon, long_time, read, write } from "./util";
import { __ } from "./wording";

const DONE = ["Handed Over", "Signed"];

/** Draw both sides above the form's fields and offer what this login may do. */
export async function show_sides(frm) {
	const layout = $(frm.layout.wrapper);
	let head = layout.children(".fx-sides");
	if (!head.length) head = $('<div class="fx-sides"></div>').prependTo(layout);
	head.empty();
	frm.page.wrapper.addClass("fx-phone-actions");
	if (frm.is_new() || frm.doc.docstatus === 2) return;
	// signed by one side it stays until it is sent back, by both for good
	if (frm.doc.state !== "Draft" && frm.doc.docstatus === 0) freeze(frm);
	const panel = await read_sides(frm);
	head.html(`${came_back(panel)}<div class="fx-banner fx-${DONE.includes(panel.state) ? "green" : panel.state === "Draft" ? "grey" : "orange"}">
		${panel.sides.map((one) => side(one, DONE.includes(panel.state))).join("")}${hint(panel)}</div>`);
	if (frm.doc.docstatus === 0) colour(frm, panel.state);
	if (DONE.includes(panel.state)) return;
	buttons(frm, panel);
}

/** What is shown and signed, as of the form's last save. */
async function read_sides(frm) {
	const { name, modified } = frm.doc;
	const panel = await read("delivery.api_two_sided.panel", { doctype: frm.doctype, name });
	frm.fx_sides = { ...panel, modified };
	return panel;
}

function colour(frm, state) {
	frm.page.set_indicator(
		__(state, null, frm.doctype),
		DONE.includes(state) ? "green" : state === "Draft" ? "grey" : "orange"
	);
}

/** A finished paper is signed by both, also one from before the time of each signature was kept. */
function side({ name, by, at }, done) {
	const words =
		at || (done && by)
			? `${icon("check")} ${esc(__(name))} <b>${esc(by)}</b> ${esc(at ? long_time(at) : "")}`
			: `${icon("clock")} ${esc(__(name))} ${esc(__("not signed yet"))}`;
	return `<span class="fx-side">${words}</span>`;
}

/** Who sent the paper back and why stands first: that is what has to be put right. */
function came_back({ sent_back: back }) {
	if (!back) return "";
	const words = __("Sent back by {0}: {1}", [back.by, back.reason]);
	return `<div class="fx-banner fx-orange">${icon("alert")} ${esc(words)}</div>`;
}

function hint(panel) {
	if (DONE.includes(panel.state)) return "";
	// what is missing comes from the server, already escaped
	if (panel.lacks.length)
		return `<div>${esc(__("Before it can be signed for {0}:", [__(panel.sign_for)]))}<br>${panel.lacks.join("<br>")}</div>`;
	const text = panel.sign_for
		? __("Check it, then sign for {0}. The other side signs from its own login.", [__(panel.sign_for)])
		: panel.why_not.join(" ");
	// reasons come from the server, already escaped
	return `<div>${panel.sign_for ? esc(text) : text}</div>`;
}

function buttons(frm, panel) {
	const done = () => frm.reload_doc();
	const target = { doctype: frm.doctype, name: frm.doc.name };
	if (panel.state === "Awaiting Other Side" && panel.may_send_back) {
		frm.add_custom_button(__("Send Back"), () =>
			ask(
				__("Send Back"),
				[{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }],
				(values, button) =>
					write("delivery.api_two_sided.send_back", { ...target, ...values }, button).then(done)
			)
		);
	}
	if (!panel.sign_for) return;
	const sign = async () => {
		// what was typed may have been saved this moment: nobody draws a signature that is then refused
		if (frm.fx_sides.modified !== frm.doc.modified) await read_sides(frm);
		if (frm.fx_sides.lacks.length) {
			const message = frm.fx_sides.lacks.join("<br>");
			frappe.msgprint({ title: __("Not Yet Ready To Sign"), message, indicator: "orange" });
			return;
		}
		const fields = [
			{
				fieldname: "signed_by",
				fieldtype: "Data",
				label: __("Name"),
				default: frappe.session.user_fullname,
				reqd: 1,
			},
			{ fieldname: "signature", fieldtype: "Signature", label: __("Signature"), reqd: 1 },
		];
		ask(__("Sign for {0}", [__(panel.sign_for)]), fields, (values, button) =>
			write(
				"delivery.api_two_sided.sign",
				{ ...target, ...values, seen: frm.fx_sides.seen },
				button
			).then(done)
		);
	};
	frm.add_custom_button(__("Sign for {0}", [__(panel.sign_for)]), sign).addClass("btn-primary");
}

function ask(title, fields, run) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: title,
		primary_action: (values) => run(values, dialog.get_primary_btn()).then(() => dialog.hide()),
	});
	dialog.show();
}
