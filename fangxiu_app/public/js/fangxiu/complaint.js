/* Customer complaints (客户投诉, R15, R75, R110): steps, answers, repairs and who was notified; the banner on a ticket. */
import { one_line } from "./expiry_steps";
import { open_intake } from "./intake";
import { wrap_rows } from "./record_rows";
import { said_fields } from "./said_fields";
import { menu_action } from "./saved_first";
import { beside } from "./ticket_beside";
import { esc, form_link, long_time, read, write } from "./util";
import { __ } from "./wording";

/** Label of the button, and what the dialog asks for; the first that is possible is the primary one. */
const STEPS = {
	contact: [() => __("Record First Contact"), ["way", "at", "note"]],
	investigate: [() => __("Begin Investigation"), ["note"]],
	give: [() => __("Give Answer"), ["answer", "way", "at", "said?"]],
	confirm: [() => __("Customer Confirms"), ["way", "at", "said", "file"]],
	close: [() => __("Close Complaint"), ["reason", "lessons", "note?"]],
	reopen: [() => __("Reopen"), ["why"]],
	reject: [() => __("Customer Does Not Accept"), ["way", "at", "said"]],
	speak: [() => __("Record Contact"), ["way", "at", "note", "file"]],
	follow_up: [() => __("Add Follow-up"), ["note", "file"]],
	hand_over: [() => __("Hand Over"), ["new_owner", "why"]],
	set_level: [() => __("Change Level"), ["new_level", "why"]],
	close_unconfirmed: [() => __("Close Without Confirmation"), ["reason", "lessons", "why"]],
	withdraw: [() => __("Withdraw"), ["why"]],
};
const MAIN = ["contact", "investigate", "give", "confirm", "close"];
const IN_MENU = ["hand_over", "set_level", "close_unconfirmed", "withdraw"];
const OWNERS = ["investigate", "give", "confirm", "close"];
const HEADS = ["set_level", "close_unconfirmed", "withdraw"];
const ENDED = ["Closed", "Withdrawn"];
const REASONS = [
	...["Workmanship", "Material", "Design", "Repair Not in Time", "Repair Failed", "Service Attitude"],
	...["Promise Not Kept", "Property Management", "Not Justified", "Other"],
];
const DESKS = {
	"Customer Service": ["Repair Customer Service", "Fangxiu Customer Service Head"],
	"Call Centre": ["Fangxiu Group Call Centre"],
	"Property Desk": ["Fangxiu Property Desk"],
	"Repair Centre": ["Repair Clerk", "Repair Engineer", "Repair Supervisor", "Repair Manager"],
};
const FINAL = ["Closed", "Merged", "Cancelled"];
const LEVELS = ["Ordinary", "Serious", "Major"];
const LEVEL_COLOURS = { Ordinary: "blue", Serious: "orange", Major: "red" };

/** Draw everything around the form; what is offered fits state and role, the server checks both again. */
export async function show_complaint(frm) {
	frm.toggle_enable(["level", "case_owner", "complaint_text"], frm.is_new());
	// the form is one for all complaints: what stood here belongs to the one before
	wrap_rows(frm, ["steps"]);
	for (const name of ["answers_html", "notified_html"]) frm.get_field(name).$wrapper.empty();
	if (frm.is_new()) return heard(frm);
	if (ENDED.includes(frm.doc.state)) {
		frm.set_read_only();
		frm.refresh_fields();
		frm.disable_save();
	}
	const name = frm.doc.name;
	const panel = await read("complaints.api_complaints.panel", { complaint: name });
	if (frm.doc.name !== name) return;
	titled(frm, panel);
	intro(frm, panel);
	answers(frm, panel);
	told(frm, panel);
	if (frm.is_dirty()) return;
	panel.steps.filter((step) => may(step, panel)).forEach((step) => button(frm, panel, step));
	if (frm.doc.state === "Investigating" && frappe.model.can_create("Complaint Answer"))
		frm.add_custom_button(__("Draft Answer"), () => draft(frm))
			.removeClass("btn-default")
			.addClass("btn-primary");
	if (!ENDED.includes(frm.doc.state) && frappe.model.can_create("Repair Request"))
		menu_action(frm, __("Log a Defect"), () => log_defect(frm));
	if (frappe.model.can_create("Compensation") && (frm.doc.tickets.length || !ENDED.includes(frm.doc.state)))
		menu_action(frm, __("Compensate Owner"), () => compensate(frm));
}

/** A compensation rests on a repair ticket: where the complaint has none, the report of the defect comes first, linked with it. */
function compensate(frm) {
	const { name, project, tickets } = frm.doc;
	if (tickets.length)
		return frappe.new_doc("Compensation", { ticket: tickets[0].ticket, project, complaint: name });
	const may_log = frappe.model.can_create("Repair Request");
	const dialog = new frappe.ui.Dialog({
		title: __("Compensate Owner"),
		fields: [{ fieldtype: "HTML", options: `<p>${esc(may_log ? log_first() : have_logged())}</p>` }],
		primary_action_label: may_log ? __("Log a Defect") : __("Close"),
		primary_action: () => {
			dialog.hide();
			if (may_log) log_defect(frm);
		},
	});
	return dialog.show();
}

const log_first = () =>
	__(
		"A compensation rests on a repair ticket, and this complaint names none yet. Where the defect has its ticket already, add it under Repairs Concerned and save. Otherwise log the defect: unit, customer and words are taken over, and the ticket is linked with the complaint. Then press Compensate Owner again."
	);
const have_logged = () =>
	__(
		"A compensation rests on a repair ticket, and this complaint has none yet. Ask customer service or the repair centre to log the defect from this complaint."
	);

function log_defect(frm) {
	if (frm.is_dirty()) return frappe.msgprint(__("Save your changes on the form first."));
	const { name, project, unit, unit_code, complainant, phone, complaint_text } = frm.doc;
	return open_intake({
		unit: unit && { name: unit, title: unit_code, unit_code, project },
		description: one_line(complaint_text),
		caller: { caller_name: complainant || "", caller_phone: phone || "" },
		done: ({ tickets }) =>
			write("complaints.api_complaints.add_tickets", {
				complaint: name,
				tickets: tickets.map((row) => row.name),
			}).then(() => frm.doc.name === name && frm.reload_doc()),
	});
}

function may(step, panel) {
	if (HEADS.includes(step)) return panel.is_head;
	if (step === "give" && !panel.to_give) return false;
	if (OWNERS.includes(step)) return panel.is_owner || panel.is_head;
	return panel.is_handler;
}

function intro(frm, panel) {
	const { doc } = frm;
	const ended = ENDED.includes(doc.state);
	const late = !ended && doc.next_due_at && doc.next_due_at < frappe.datetime.system_datetime();
	const who = __("{0} answers for this case.", [panel.owner_name]);
	const limit = [panel.next_clock_title, long_time(doc.next_due_at)].filter(Boolean).join(" ");
	const due = doc.next_due_at ? __("Next limit: {0}", [limit]) : "";
	const awaits = (panel.awaits || []).join(" → ");
	const asked = awaits ? __("Its answer waits for the signatures of: {0}.", [awaits]) : "";
	const text = [late ? __("Overdue.") : "", who, asked, ended ? "" : due]
		.filter(Boolean)
		.join(" ")
		.replace(/。 /g, "。");
	frm.set_intro(esc(text), late ? "red" : "blue");
}

function button(frm, panel, step) {
	const [label, asked] = STEPS[step];
	const open = () => (step === "close" && unfinished(panel)) || ask(frm, panel, step, label(), asked);
	if (IN_MENU.includes(step)) return menu_action(frm, label(), open);
	const added = frm.add_custom_button(label(), open);
	if (MAIN.includes(step)) added.removeClass("btn-default").addClass("btn-primary");
}

/** What a case cannot be closed with is said before anything is typed; the server checks it again. */
function unfinished(panel) {
	const open = panel.tickets.filter((row) => !FINAL.includes(row.status)).map((row) => row.name);
	if (!open.length) return false;
	frappe.msgprint(
		esc(
			__(
				"These repairs are not finished: {0}. Finish them first, or take them off the complaint and say why in a follow-up entry.",
				[open.join("、")]
			)
		)
	);
	return true;
}

/** Whoever registers hears of it at his own desk. */
function heard(frm) {
	const channel = Object.keys(DESKS).find((one) => frappe.user.has_role(DESKS[one]));
	if (channel && !frm.doc.channel) frm.set_value("channel", channel);
}

/** The limit by its title also right after the first save, when Frappe has only its code. */
function titled(frm, panel) {
	if (!frm.doc.next_clock) return;
	frappe.utils.add_link_title("Time Limit", frm.doc.next_clock, panel.next_clock_title);
	frm.refresh_field("next_clock");
}

const words = (fieldname, label, reqd = 1, value = "") => ({
	...{ fieldname, fieldtype: "Small Text", label, reqd },
	default: value,
});

function field(kind, panel, doc) {
	const optional = kind.endsWith("?");
	const name = kind.replace("?", "");
	return {
		note: words("note", __("What Happened"), optional ? 0 : 1),
		why: words("note", __("Reason")),
		said: words("note", __("What the Customer Said"), optional ? 0 : 1),
		lessons: words("lessons", __("Lessons"), 1, doc.lessons),
		reason: {
			fieldname: "reason",
			fieldtype: "Select",
			label: __("Reason of the Complaint"),
			options: REASONS.map((value) => ({ value, label: __(value) })),
			default: doc.reason,
			reqd: 1,
		},
		answer: {
			fieldtype: "HTML",
			options: `<p class="text-muted">${esc(__("Answer to the Customer"))}</p><p>${esc(approved(panel)).replace(/\n/g, "<br>")}</p>`,
		},
		...said_fields(),
		new_owner: {
			fieldname: "new_owner",
			fieldtype: "Select",
			label: __("New Case Owner"),
			options: panel.handlers.map((row) => ({ value: row.name, label: row.full_name })),
			reqd: 1,
		},
		new_level: {
			fieldname: "new_level",
			fieldtype: "Select",
			label: __("New Level"),
			options: LEVELS.map((value) => ({ value, label: __(value, null, "Customer Complaint") })),
			reqd: 1,
		},
	}[name];
}

function ask(frm, panel, step, title, asked) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields: asked.map((kind) => field(kind, panel, frm.doc)),
		primary_action_label: title,
		async primary_action({ reason, lessons, ...values }) {
			if (reason) await frm.set_value({ reason, lessons });
			if (frm.is_dirty()) await frm.save();
			const args = { complaint: frm.doc.name, step, values };
			write("complaints.api_complaints.act", args, dialog.get_primary_btn()).then(() => {
				dialog.hide();
				frm.reload_doc();
			});
		},
	});
	dialog.show();
}

/** What the customer is told: the approved answer that was not given yet. */
function approved(panel) {
	const row = panel.answers.find((one) => one.name === panel.to_give?.name);
	return [row?.content, row?.promises].filter(Boolean).join("\n");
}

function draft(frm) {
	const { name, project, facts, first_replied_at, level } = frm.doc;
	frappe.new_doc("Complaint Answer", {
		complaint: name,
		project,
		level,
		facts,
		kind: first_replied_at ? "Solution" : "First Reply",
	});
}

const pill = (text, colour) => `<span class="indicator-pill ${colour}">${esc(text)}</span>`;
const rows_html = (rows) => `<table class="fx-next-table fx-records"><tbody>${rows.join("")}</tbody></table>`;

function answers(frm, panel) {
	const line = (row) => {
		const signed = row.signatures
			.filter((one) => one.kind === "Approved")
			.reverse()
			.map((one) => `${esc(one.role)} ${esc(one.full_name || one.user)} ${esc(long_time(one.at))}`)
			.join("<br>");
		const given = row.given_at
			? `${esc(__(row.given_way))} ${esc(long_time(row.given_at))}`
			: esc(__("Not given to the customer yet"));
		return `<tr><td>${form_link("Complaint Answer", row.name)}</td><td>${esc(__(row.kind))}</td>
			<td>${pill(__(row.approval_state), row.docstatus === 1 ? "green" : "orange")}</td>
			<td>${esc(row.content)}</td><td>${signed}</td><td>${given}</td></tr>`;
	};
	const drawn = panel.answers.length
		? rows_html(panel.answers.map(line))
		: `<p class="text-muted">${esc(__("No answer has been drafted yet. Begin the investigation, then press Draft Answer."))}</p>`;
	const repairs = panel.tickets.map(
		(row) =>
			`<tr><td>${form_link("Repair Ticket", row.name)}</td><td>${esc(row.unit_code)} ${esc(row.location)} ${esc(row.defect_type)}</td><td>${esc(__(row.status))}</td></tr>`
	);
	const paid = panel.compensations.map(
		(row) =>
			`<tr><td>${form_link("Compensation", row.name)}</td><td>${esc(row.payee_name)} ${format_currency(row.agreed_total)}</td><td>${esc(__(row.status))}</td></tr>`
	);
	const more = [...repairs, ...paid];
	frm.get_field("answers_html").$wrapper.html(drawn + (more.length ? rows_html(more) : ""));
}

function told(frm, panel) {
	const line = (row) => {
		const who = row.recipient_kind === "Role" ? __(row.recipient) : row.recipient_name || row.recipient;
		const cells = [row.subject, who, __(row.channel), __(row.state), long_time(row.sent_at)];
		return `<tr>${cells.map((cell) => `<td>${esc(cell)}</td>`).join("")}</tr>`;
	};
	frm.get_field("notified_html").$wrapper.html(rows_html(panel.told.map(line)));
}

/** What an answer answers stands above it; an approved one leads to where it is given. */
export async function show_answer(frm) {
	const { complaint, docstatus, given_at } = frm.doc;
	if (!complaint) return;
	const give = docstatus === 1 && !given_at;
	const added = frm.add_custom_button(give ? __("Give Answer") : __("Customer Complaint"), () =>
		frappe.set_route("Form", "Customer Complaint", complaint)
	);
	if (give) added.removeClass("btn-default").addClass("btn-primary");
	const fields = ["complainant", "unit_code", "complaint_text", "demands"];
	const { message } = await frappe.db.get_value("Customer Complaint", complaint, fields);
	if (frm.doc.complaint !== complaint || !message) return;
	const layout = $(frm.layout.wrapper);
	layout.children(".fx-complaints").remove();
	const line = (label, text) => (text ? `<div><b>${esc(label)}</b> ${esc(text)}</div>` : "");
	layout.prepend(`<div class="fx-complaints"><div class="fx-banner fx-blue">
		<div>${esc(message.unit_code || "")} ${esc(message.complainant || "")}</div>
		${line(__("What the Customer Complains About"), message.complaint_text)}
		${line(__("Demands"), message.demands)}</div></div>`);
}

/** Complaints about the ticket above its form, and in its menu a new one. */
export async function show_complaints(frm) {
	if (frm.is_new() || !frappe.model.can_read("Customer Complaint")) return;
	const { name, project, unit, caller_name, caller_phone, description } = frm.doc;
	if (frappe.model.can_create("Customer Complaint"))
		menu_action(frm, __("Register Complaint"), () =>
			register({
				project,
				unit,
				ticket: name,
				complainant: caller_name,
				phone: caller_phone,
				description,
			})
		);
	const found = (await beside(name)).complaints;
	if (frm.doc.name !== name) return;
	const lines = found.map(
		(row) =>
			`<div class="fx-banner fx-${LEVEL_COLOURS[row.level] === "red" ? "red" : "orange"}">${form_link("Customer Complaint", row.name)} ${esc(row.subject)} · ${esc(__(row.level, null, "Customer Complaint"))} · ${esc(__(row.state, null, "Customer Complaint"))}</div>`
	);
	const layout = $(frm.layout.wrapper);
	layout.children(".fx-complaints").remove();
	if (lines.length) layout.prepend(`<div class="fx-complaints">${lines.join("")}</div>`);
}

async function register({ ticket, description, ...values }) {
	await frappe.model.with_doctype("Customer Complaint");
	const doc = frappe.model.get_new_doc("Customer Complaint");
	Object.assign(doc, { ...values, complaint_text: description, tickets: [] });
	Object.assign(frappe.model.add_child(doc, "Complaint Ticket", "tickets"), { ticket });
	frappe.set_route("Form", "Customer Complaint", doc.name);
}
