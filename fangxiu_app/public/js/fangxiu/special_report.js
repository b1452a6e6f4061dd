/* Special reports (文电阅处单, R60): one main button for each state, opinions, what a decision led to; the button and banner on a ticket. */
import { said_fields } from "./said_fields";
import { menu_action } from "./saved_first";
import { beside } from "./ticket_beside";
import { wrap_rows } from "./record_rows";
import { answer_proposal, banner, filing_label, opinions_html, urgency_days } from "./special_report_words";
import { esc, form_link, long_time, read, write } from "./util";
import { __ } from "./wording";

const KINDS = ["Repair at Company's Cost", "Owner Pays", "Shared Cost", "No Repair"];
const BACK = "Send Back for Facts";

/** Label of the button, and what the dialog asks for. */
const STEPS = {
	file: [filing_label, []],
	opine: [() => __("Give Opinion"), ["row", "opinion", "note"]],
	hand_on: [() => __("Hand On to a Colleague"), ["row", "person", "note"]],
	decide: [() => __("Decide"), ["opinions", "decision", "share?", "note", "by_when?"]],
	return: [() => __("Send Back for Facts"), ["note"]],
	answer: [() => __("Answer the Customer"), ["way", "at", "note", "file"]],
	close: [() => __("Close Special Report"), ["note?"]],
	object: [() => __("Customer Does Not Accept"), ["way", "at", "note"]],
	follow_up: [() => __("Add Follow-up"), ["note"]],
	take_back: [() => __("Take Back the Decision"), ["note"]],
	withdraw: [() => __("Withdraw"), ["note"]],
};
/** What a step's words are called where they have a field of their own. */
const NAMED = {
	"decide.note": () => ({ label: __("What Is Done") }),
	"answer.note": ({ doc }) => ({
		label: __("What the Customer Was Told"),
		default: answer_proposal(doc),
	}),
	"close.note?": (_frm, { carried_out }) =>
		carried_out
			? {}
			: {
					label: __("Why It Is Closed Without Being Carried Out"),
					description: __(
						"Nothing was made from the decision yet: no repair ticket, quotation or compensation."
					),
					reqd: 1,
				},
	"opine.note": () => ({ label: __("Opinion in Words") }),
};
/** State → the step that leads on: the one visible main button. */
const MAIN = {
	Draft: "file",
	"Sent Back": "file",
	"In Circulation": "opine",
	"To Be Decided": "decide",
	Decided: "answer",
	Answered: "close",
};
const IN_MENU = ["take_back", "withdraw", "follow_up"];
const EDITABLE = ["Draft", "Sent Back"];
const ENDED = ["Closed", "Withdrawn"];
const FILED = [
	"subject reason reason_note urgency unit customer_name phone customer_request facts proposal",
	"warranty_item tickets photos routing",
]
	.join(" ")
	.split(" ");

/** Draw everything around the form; what is offered fits state and user, the server checks both again. */
export async function show_special_report(frm) {
	const open = frm.is_new() || EDITABLE.includes(frm.doc.state);
	frm.toggle_enable(FILED, open);
	if (!open) frm.disable_save(); // what comes next is an action
	if (open) urgency_days(frm);
	frm.toggle_display("s_tickets", open || Boolean((frm.doc.tickets || []).length));
	frm.toggle_display("tickets", open); // afterwards below, with how each stands
	frm.toggle_display(["s_opinions", "s_steps"], Boolean(frm.doc.filed_at));
	frm.toggle_display(["s_decision"], Boolean(frm.doc.decided_at));
	frm.toggle_display(["s_answer"], Boolean(frm.doc.answered_at));
	wrap_rows(frm, ["opinions", "steps"]);
	if (frm.is_new()) {
		frm.set_intro("");
		return frm.set_intro(
			esc(
				__(
					"Filing needs a repair ticket or a warranty item, and at least one department to be asked."
				)
			),
			"blue"
		);
	}
	if (ENDED.includes(frm.doc.state)) frm.disable_save();
	const name = frm.doc.name;
	const panel = await read("special_reports.api_special_reports.panel", { special_report: name });
	if (frm.doc.name !== name) return;
	intro(frm, panel);
	made(frm, panel);
	told(frm, panel);
	if (frm.is_dirty()) return;
	panel.steps.forEach((step) => button(frm, panel, step));
	if (panel.may_make) made_buttons(frm, panel);
}

function intro(frm, panel) {
	const { text, red } = banner(frm.doc, panel);
	frm.set_intro("");
	frm.set_intro(text ? esc(text) : "", red ? "red" : "blue");
}

function button(frm, panel, step) {
	const [label, asked] = STEPS[step];
	const open = () => (asked.length ? ask(frm, panel, step, label(frm.doc), asked) : act(frm, step, {}));
	if (IN_MENU.includes(step)) return menu_action(frm, label(frm.doc), open);
	const added = frm.add_custom_button(label(frm.doc), open);
	if (MAIN[frm.doc.state] === step) added.removeClass("btn-default").addClass("btn-primary");
}

const translated = (values) => values.map((value) => ({ value, label: __(value, null, "Special Report") }));

function field(kind, panel, doc) {
	const optional = kind.endsWith("?");
	const name = kind.replace("?", "");
	return {
		row: {
			fieldname: "row",
			fieldtype: "Select",
			label: __("Asked Department"),
			options: panel.mine.map((row) => ({ value: row.name, label: __(row.department) })),
			default: panel.mine[0]?.name,
			hidden: panel.mine.length < 2,
		},
		opinion: {
			fieldname: "opinion",
			fieldtype: "Select",
			label: __("Opinion"),
			options: translated([...KINDS, BACK]),
			reqd: 1,
		},
		opinions: { fieldname: "opinions", fieldtype: "HTML", options: opinions_html(doc, panel.people) },
		share: {
			fieldname: "share",
			fieldtype: "Data",
			label: __("Customer's Share"),
			description: __("An amount, a percentage or words, e.g. 40 %, 800 yuan, the material"),
			depends_on: "eval:doc.decision=='Shared Cost'",
			mandatory_depends_on: "eval:doc.decision=='Shared Cost'",
		},
		decision: {
			fieldname: "decision",
			fieldtype: "Select",
			label: __("Who Pays"),
			options: translated(KINDS),
			reqd: 1,
		},
		person: {
			fieldname: "person",
			fieldtype: "Select",
			label: __("Asked Person"),
			options: panel.mine.length ? colleagues(panel.mine[0]) : [],
			reqd: 1,
		},
		note: {
			fieldname: "note",
			fieldtype: "Small Text",
			label: __("In Words"),
			reqd: optional ? 0 : 1,
		},
		by_when: {
			fieldname: "by_when",
			fieldtype: "Date",
			label: __("Done By"),
			description: __("Empty only where nothing is repaired"),
		},
		...said_fields(),
	}[name];
}

const colleagues = (row) => row.people.map(({ name, full_name }) => ({ value: name, label: full_name }));

function ask(frm, panel, step, title, asked) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields: asked.map((kind) => ({
			...field(kind, panel, frm.doc),
			...(NAMED[`${step}.${kind}`]?.(frm, panel) || {}),
		})),
		primary_action_label: title,
		primary_action: (values) =>
			act(frm, step, values, dialog.get_primary_btn()).then(() => dialog.hide()),
	});
	const { row, person } = dialog.fields_dict;
	// who answers instead belongs to the department that is answered for
	const chosen = () => panel.mine.find(({ name }) => name === dialog.get_value("row"));
	if (row && person)
		row.df.onchange = () => dialog.set_df_property("person", "options", colleagues(chosen()));
	dialog.show();
}

const act = (frm, step, values, pressed) =>
	write(
		"special_reports.api_special_reports.act",
		{ special_report: frm.doc.name, step, values },
		pressed
	).then(() => frm.reload_doc());

/** What a decision leads to: the repair by one click, quotation and compensation on its ticket. */
function made_buttons(frm, panel) {
	const { doc } = frm;
	const [first] = [...doc.tickets].sort((a, b) => (b.made || 0) - (a.made || 0));
	const group = __("Carry Out");
	if (frappe.model.can_create("Repair Request"))
		frm.add_custom_button(__("Make Repair Ticket"), () => make_ticket(frm, panel.tickets), group);
	if (!first) return;
	const start = (doctype) =>
		frappe.new_doc(doctype, { ticket: first.ticket, project: doc.project, unit: doc.unit });
	if (doc.decision !== "Repair at Company's Cost" && frappe.model.can_create("Paid Repair Quote"))
		frm.add_custom_button(__("Paid Repair Quote"), () => start("Paid Repair Quote"), group);
	if (doc.decision !== "Owner Pays" && frappe.model.can_create("Compensation"))
		frm.add_custom_button(__("Compensation"), () => start("Compensation"), group);
}

function make_ticket(frm, [first]) {
	const link = (fieldname, label, options, more) => ({
		fieldname,
		fieldtype: "Link",
		label,
		options,
		reqd: 1,
		...more,
	});
	const dialog = new frappe.ui.Dialog({
		title: __("Make Repair Ticket"),
		fields: [
			link("location", __("Location"), "Repair Location", { default: first?.location }),
			link("defect_type", __("Defect Type"), "Defect Type", { default: first?.defect_type }),
		],
		primary_action_label: __("Make Repair Ticket"),
		primary_action: (values) =>
			write(
				"special_reports.api_special_reports.make_ticket",
				{ special_report: frm.doc.name, ...values },
				dialog.get_primary_btn()
			).then(() => {
				dialog.hide();
				frm.reload_doc();
			}),
	});
	dialog.show();
}

const rows_html = (rows) => `<table class="fx-next-table fx-records"><tbody>${rows.join("")}</tbody></table>`;
const cells = (values) => `<tr>${values.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;

function made(frm, panel) {
	const carried_out = new Set((frm.doc.tickets || []).filter((row) => row.made).map((row) => row.ticket));
	const filed = EDITABLE.includes(frm.doc.state) ? [] : panel.tickets;
	const repairs = filed.map((row) =>
		cells([
			form_link("Repair Ticket", row.name),
			esc(`${row.unit_code} ${row.location} ${row.defect_type}`),
			esc(carried_out.has(row.name) ? __("Made From the Decision") : ""),
			esc(__(row.status)),
		])
	);
	const others = panel.made.map((row) =>
		cells([
			form_link(row.doctype, row.name),
			`${esc(row.who)} ${format_currency(row.amount)}`,
			"",
			esc(__(row.state)),
		])
	);
	const all = [...repairs, ...others];
	frm.get_field("made_html").$wrapper.html(all.length ? rows_html(all) : "");
}

function told(frm, panel) {
	const line = (row) => {
		const who = row.recipient_kind === "Role" ? __(row.recipient) : row.recipient_name || row.recipient;
		return cells([row.subject, who, __(row.channel), __(row.state), long_time(row.sent_at)].map(esc));
	};
	frm.get_field("notified_html").$wrapper.html(rows_html(panel.told.map(line)));
}

/** Special reports about the ticket above its form; out of warranty and not paid for by the customer, the button that begins one. */
export async function show_special_reports(frm) {
	if (frm.is_new() || !frappe.model.can_read("Special Report")) return;
	const { name } = frm.doc;
	if (may_be_reported(frm.doc) && frappe.model.can_create("Special Report"))
		frm.add_custom_button(__("File a Special Report"), () => begin(frm.doc));
	const found = (await beside(name)).special_reports;
	if (frm.doc.name !== name) return;
	const lines = found.map(
		(row) =>
			`<div class="fx-banner fx-orange">${form_link("Special Report", row.name)} ${esc(row.subject)} · ${esc(__(row.state, null, "Special Report"))}</div>`
	);
	const layout = $(frm.layout.wrapper);
	layout.children(".fx-special-reports").remove();
	if (lines.length) layout.prepend(`<div class="fx-special-reports">${lines.join("")}</div>`);
}

const out_of_warranty = (doc) =>
	doc.responsibility === "Expired" || (doc.owner_until && doc.owner_until < frappe.datetime.get_today());
const may_be_reported = (doc) => out_of_warranty(doc) && doc.transfer_outcome !== "Customer Pays";

async function begin(ticket) {
	await frappe.model.with_doctype("Special Report");
	const doc = frappe.model.get_new_doc("Special Report");
	Object.assign(doc, {
		project: ticket.project,
		unit: ticket.unit,
		subject: [ticket.location, ticket.defect_type].filter(Boolean).join(" "),
		customer_name: ticket.caller_name,
		phone: ticket.caller_phone,
		customer_request: ticket.description,
		facts: ticket.root_cause,
		reason: ticket.owner_answer === "Refuses" ? "Owner Refuses to Pay" : "",
		tickets: [],
	});
	const row = frappe.model.add_child(doc, "Special Report Ticket", "tickets");
	Object.assign(row, { ticket: ticket.name });
	frappe.set_route("Form", "Special Report", doc.name);
}
