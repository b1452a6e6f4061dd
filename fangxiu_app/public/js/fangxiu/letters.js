/* Letters (知会、工作联系函): text from a template, issued, served with proof, answered, closed. */
import { draft_dialog } from "./drafts";
import { esc, long_time, read, write } from "./util";
import { __ } from "./wording";

const WAYS = ["Hand Delivery", "Registered Mail", "Fax", "Phone", "E-mail"];
const WITH_FILE = ["Hand Delivery", "Registered Mail", "Fax", "E-mail"];
const ENDS = ["Disputed", "No Action Needed"];
/** Kinds that ask for a defect to be put right; the others ask for something else, or tell. */
const CURING = ["Notice", "Second Notice", "Rectification Notice", "Re-inspection Notice"];
const outcomes = (kind) => [...(CURING.includes(kind) ? ["Cured", "Not Cured"] : ["Settled"]), ...ENDS];

/** Subject and text of the chosen template, over what stands in the form. */
export async function compose_letter(frm) {
	const { template, project, ticket, contractor, cure_days, to_name, to_party, earlier } = frm.doc;
	if (!template) return;
	if (!project) {
		frappe.show_alert({ message: __("Choose the project or the ticket first."), indicator: "orange" });
		return;
	}
	const args = {
		template,
		project,
		ticket,
		contractor,
		cure_days: cure_days || 0,
		receiver: to_name || "",
		earlier: earlier || "",
		to_contractor: !to_party || to_party === "Contractor" ? 1 : 0,
	};
	const about = basis(frm.doc);
	const { message } = await frappe.call({
		method: "fangxiu_app.correspondence.api_letters.compose",
		args,
		type: "GET",
	});
	if (basis(frm.doc) !== about) return compose_letter(frm); // another one was chosen meanwhile
	const { kind, subject, body } = message;
	if (kind && kind !== frm.doc.kind) {
		// a template never changes the kind that was chosen
		frappe.show_alert({
			message: __("{0} is a template for: {1}. Choose one for: {2}.", [
				template,
				__(kind),
				__(frm.doc.kind),
			]),
			indicator: "orange",
		});
		await frm.set_value({ template: null });
		return;
	}
	frm.doc.__fx_composed = { subject, body, about, receiver: to_name || "" };
	frm.set_df_property("body", "description", "");
	await frm.set_value({ subject, body });
}

/** What a composed text is about: another one of these needs another text. */
export const basis = (doc) =>
	["template", "contractor", "ticket", "agreement", "earlier"].map((field) => doc[field] || "").join("|");

/** Another cause has another text, as long as nobody has written into it. */
export async function letter_of_cause(frm) {
	const { kind, notice_cause: cause, subject, body, __fx_composed: composed } = frm.doc;
	const untouched =
		(!subject && !body) || (composed && composed.subject === subject && composed.body === body);
	if (!frm.is_new() || !cause || !untouched || !["Notice", "Second Notice"].includes(kind)) return;
	const template = await read("correspondence.api_prefill.template", { kind, cause });
	if (frm.doc.notice_cause === cause && template && template !== frm.doc.template)
		await frm.set_value("template", template);
}

export function letter_buttons(frm) {
	lock(frm);
	if (frm.is_new() || frm.is_dirty()) return;
	const { state } = frm.doc;
	const run = (action, args) =>
		write(`correspondence.api_letters.${action}`, { letter: frm.doc.name, ...args }).then(() =>
			frm.reload_doc()
		);
	if (to_confirm(frm.doc)) primary(frm, __("Confirm That We Have It"), () => run("acknowledge"));
	const buttons = {};
	about_letter(frm, buttons);
	if (!frappe.model.can_write("Correspondence") || told_only(frm.doc)) return;
	if (state === "Draft") {
		// black once nothing stands against it: see about_letter
		buttons.issue = frm.add_custom_button(__("Issue Letter"), async () => {
			const { hindered } = await read("correspondence.api_letters.step", { letter: frm.doc.name });
			if (hindered.length) {
				frappe.hide_msgprint(true); // saving has said the same, where it was saved just now
				const message = hindered.join("<br>");
				frappe.msgprint({ title: __("Not Yet Ready To Issue"), message, indicator: "orange" });
				return;
			}
			frappe.confirm(__("Issue the letter? Its text is not changed any more after that."), () =>
				run("issue")
			);
		});
	}
	if (["Issued", "Served", "Answered"].includes(state)) {
		const serve = () => ask_service(frm.doc.name, run);
		state === "Issued"
			? primary(frm, __("Record Service"), serve)
			: frm.add_custom_button(__("Record Service"), serve);
		// answered and settled is what was received: before that its receipt is the next step
		if (state !== "Issued") {
			// black where the line above the form asks for it: see about_letter
			buttons.reply = frm.add_custom_button(__("Record Reply"), () => ask_reply(frm.doc, run));
			const outcome = () => ask_outcome(frm.doc, run);
			state === "Answered"
				? primary(frm, __("Record Outcome"), outcome)
				: frm.add_custom_button(__("Record Outcome"), outcome);
		}
	}
	if (["Draft", "Issued"].includes(state))
		buttons.withdraw = frm.add_custom_button(__("Withdraw Letter"), () => ask_reason(frm.doc.name, run));
}

/** The way to the ticket, and what comes next for this letter: of a draft the button that is black. */
async function about_letter(frm, buttons) {
	const { name, ticket, modified } = frm.doc;
	if (ticket)
		frm.add_custom_button(__("Open Ticket"), () => frappe.set_route("Form", "Repair Ticket", ticket));
	const next = await read("correspondence.api_letters.step", { letter: name });
	if (frm.doc.name !== name || frm.doc.modified !== modified) return; // another letter, or its next state, is shown by now
	frm.set_intro("");
	const hindered = Boolean(next.hindered?.length);
	frm.set_intro(next.text, next.step === "third_party" ? "red" : hindered ? "orange" : "blue");
	if (frm.doc.state !== "Draft") {
		if (next.step === "letter_step_outcome" && buttons.reply) blacken(buttons.reply);
		return;
	}
	const button = next.step === "letter_step_withdraw" ? buttons.withdraw : !hindered && buttons.issue;
	if (button) blacken(button);
}

const SENDERS = [
	...["Repair Manager", "Repair Supervisor", "Repair Engineer", "Repair Clerk"],
	...["Fangxiu Cost Department", "Fangxiu Administrator"],
];

/** A letter of others that the project department confirms and no more. */
const told_only = ({ owner, issued_by }) =>
	!frappe.user.has_role(SENDERS) && ![owner, issued_by].includes(frappe.session.user);

/** Whether the user's department still has to confirm that the notice reached it (R107). */
function to_confirm({ to_project, state, project_received_at, issued_by }) {
	return (
		to_project &&
		["Issued", "Served", "Answered", "Closed"].includes(state) &&
		!project_received_at &&
		issued_by !== frappe.session.user &&
		frappe.user.has_role("Fangxiu Project Department")
	);
}

function lock(frm) {
	const open = frm.is_new() || frm.doc.state === "Draft";
	const fields = [
		"kind",
		"notice_cause",
		"notice_reason",
		"ticket",
		"contractor",
		"agreement",
		"earlier",
		"to_party",
		"to_name",
		"attention",
		"cc",
		"from_name",
	];
	frm.toggle_enable([...fields, "template", "subject", "body", "tickets", "cure_days", "reply_due"], open);
}

const blacken = (button) => button.removeClass("btn-default").addClass("btn-primary");

function primary(frm, label, run) {
	blacken(frm.add_custom_button(label, run));
}

function show(name, title, fields, run) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: title,
		primary_action(values) {
			dialog.disable_primary_action();
			const again = () => dialog.enable_primary_action();
			run(values)
				.then(() => draft.done() || dialog.hide())
				.then(again, again);
		},
	});
	const draft = draft_dialog(dialog, `letter:${title}`, name);
	dialog.show();
}

const choices = (words) => words.map((value) => ({ value, label: __(value, null, "Correspondence") }));
const only = (ways) => `eval:${JSON.stringify(ways)}.includes(doc.method)`;
const needed = (...ways) => ({ mandatory_depends_on: only(ways) });

function ask_service(name, run) {
	const fields = [
		{
			fieldname: "method",
			fieldtype: "Select",
			label: __("Method of Service"),
			options: choices(WAYS),
			default: WAYS[0],
			reqd: 1,
		},
		{
			fieldname: "at",
			fieldtype: "Datetime",
			label: __("Receipt Time"),
			default: frappe.datetime.system_datetime(),
			reqd: 1,
		},
		{
			fieldname: "receiver_name",
			fieldtype: "Data",
			label: __("Receiver"),
			...needed("Hand Delivery", "Phone"),
		},
		{
			fieldname: "receiver_address",
			fieldtype: "Data",
			label: __("Number or Address"),
			...needed("Fax", "Phone", "E-mail"),
		},
		{
			fieldname: "tracking_no",
			fieldtype: "Data",
			label: __("Tracking No."),
			depends_on: only(["Registered Mail"]),
			...needed("Registered Mail"),
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: "words_said",
			fieldtype: "Small Text",
			label: __("Statement Made"),
			depends_on: only(["Phone"]),
			...needed("Phone"),
		},
		{
			fieldname: "answer_given",
			fieldtype: "Small Text",
			label: __("Answer Given"),
			depends_on: only(["Phone"]),
			...needed("Phone"),
		},
		{
			fieldname: "file",
			fieldtype: "Attach",
			label: __("Receipt, photo or recording"),
			depends_on: only(WITH_FILE),
			...needed(...WITH_FILE),
		},
		{
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Reason For Back-entry"),
			description: __("Only if it was received more than a few minutes ago"),
		},
	];
	show(name, __("Record Service"), fields, ({ reason, ...proof }) =>
		run("record_service", { proof, reason })
	);
}

function ask_reply({ name, reply_text, replied_at }, run) {
	const before = reply_text
		? [
				{
					fieldtype: "HTML",
					options: `<p class="text-muted">${esc(
						__(
							"A reply of {0} is recorded already and stays: {1}. What you write here is added below it.",
							[long_time(replied_at), reply_text]
						)
					)}</p>`,
				},
			]
		: [];
	const fields = [
		...before,
		{ fieldname: "text", fieldtype: "Small Text", label: __("Reply"), reqd: 1 },
		{
			fieldname: "at",
			fieldtype: "Datetime",
			label: __("Replied At"),
			default: frappe.datetime.system_datetime(),
		},
		{ fieldname: "file", fieldtype: "Attach", label: __("Reply Document"), reqd: 1 },
		{
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Reason For Back-entry"),
			description: __("Only if it was received on an earlier day"),
		},
	];
	show(name, __("Record Reply"), fields, (values) => run("record_reply", values));
}

function ask_outcome({ name, kind }, run) {
	const fields = [
		{
			fieldname: "outcome",
			fieldtype: "Select",
			label: __("Outcome"),
			options: choices(outcomes(kind)),
			reqd: 1,
		},
		{ fieldname: "note", fieldtype: "Small Text", label: __("Outcome Note") },
	];
	show(name, __("Record Outcome"), fields, (values) => run("close", values));
}

function ask_reason(name, run) {
	const fields = [{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }];
	show(name, __("Withdraw Letter"), fields, (values) => run("withdraw", values));
}
