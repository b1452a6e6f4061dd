/* Defect feedback (缺陷反馈, R113): raised from a ticket or a warning, classified, answered, its effect checked, learnt from. */
import { wrap_rows } from "./record_rows";
import { menu_action } from "./saved_first";
import { esc, form_url, write } from "./util";
import { __ } from "./wording";

const HEADS = ["Repair Supervisor", "Repair Manager"];
const PEOPLE = {
	"Design Department": ["Fangxiu Project Department"],
	"Engineering Department": ["Fangxiu Project Department"],
	"Procurement Department": ["Spare Parts Buyer"],
	"Cost Department": ["Fangxiu Cost Department"],
};
/** Fields that are fixed once the department has answered. */
const ABOUT = [
	...["subject", "building", "location", "defect_type", "material", "contractor", "warning", "tickets"],
	"finding",
];
const OPEN = [
	...["To Be Classified", "To Be Answered", "Measures Under Way", "Effect To Be Checked"],
	"Effect Proved",
];
const has = (roles) => frappe.user.has_role(roles);

/** A new feedback about what ``values`` name; ``tickets`` are their names. In the menu where buttons are many. */
export function feedback_button(frm, values, in_menu) {
	if (frm.is_new() || !frappe.model.can_create("Defect Feedback")) return;
	const label = __("Give Defect Feedback");
	const open = () => raise(frm, values());
	if (in_menu) menu_action(frm, label, open);
	else frm.add_custom_button(label, open);
}

/** Feedback that was given already about the same warning, or about one of the tickets. */
function given(warning, tickets) {
	const about = warning
		? ["Defect Feedback", "warning", "=", warning]
		: ["Feedback Ticket", "ticket", "in", tickets];
	if (!warning && !tickets.length) return Promise.resolve([]);
	return frappe.db.get_list("Defect Feedback", {
		fields: ["name", "subject", "state"],
		filters: [about, ["Defect Feedback", "state", "!=", "Withdrawn"]],
		limit: 20,
	});
}

/** What was given already is shown; whether another one is wanted is asked. */
function wanted_again(rows) {
	const line = ({ name, subject, state }) =>
		`<li><a href="${form_url("Defect Feedback", name)}">${esc(name)}</a> ${esc(subject)} · ${esc(
			__(state, null, "Defect Feedback")
		)}</li>`;
	return new Promise((resolve) => {
		const text = __("Feedback about this was given already:");
		const ask = __("Give another one?");
		frappe.confirm(
			`<p>${esc(text)}</p><ul>${rows.map(line).join("")}</ul><p>${esc(ask)}</p>`,
			() => resolve(true),
			() => resolve(false)
		);
	});
}

export async function raise(frm, { tickets = [], ...values }) {
	const rows = await given(values.warning, tickets);
	if (rows.length && !(await wanted_again(rows))) return;
	await frappe.model.with_doctype("Defect Feedback");
	const doc = frappe.model.get_new_doc("Defect Feedback");
	Object.assign(doc, { project: frm.doc.project, ...values });
	doc.tickets = [];
	for (const ticket of tickets)
		Object.assign(frappe.model.add_child(doc, "Feedback Ticket", "tickets"), { ticket });
	frappe.set_route("Form", "Defect Feedback", doc.name);
}

/** The steps that fit state and role; the server checks both again. */
export function show_feedback(frm) {
	wrap_rows(frm, ["steps"]);
	const { doc } = frm;
	frm.toggle_enable(
		ABOUT,
		frm.is_new() || (has(HEADS) && ["To Be Classified", "To Be Answered"].includes(doc.state))
	);
	if (frm.is_new()) return;
	frm.add_custom_button(__("Lessons Library"), () =>
		frappe.set_route("query-report", "Lessons Library", { location: doc.location || "" })
	);
	const mine = has(PEOPLE[doc.department] || []);
	say_who(frm);
	if (doc.state === "To Be Classified" && has(HEADS)) add(frm, __("Classify"), "classify", CLASSIFY, true);
	if (doc.state === "To Be Answered" && mine) {
		add(frm, __("Answer with Measures"), "answer", ANSWER, true);
		add(frm, __("Return to Repair Centre"), "return", [], false, 1);
	}
	if (doc.state === "Measures Under Way" && mine) {
		add(frm, __("Measures Carried Out"), "done", PROOF, true, 1);
		add(frm, __("Change Measures"), "answer", ANSWER);
	}
	if (doc.state === "Effect To Be Checked" && has(HEADS))
		add(frm, __("Record Effect"), "check", EFFECT, true);
	if (doc.state === "Effect Proved" && has(HEADS))
		add(frm, __("Close with Lesson"), "close", ["lesson"], true);
	if (OPEN.includes(doc.state) && (mine || has(HEADS))) add(frm, __("Add Follow-up"), "note", [], false, 1);
	if (OPEN.includes(doc.state) && has(HEADS)) add(frm, __("Withdraw"), "withdraw", [], false, 1);
}

const CLASSIFY = ["classification", "department", "cause", "answer_due"];
const ANSWER = ["measure_here", "here_due", "here_by", "measure_later", "later_due", "later_by"];
const PROOF = ["done_file", "done_without"];
const EFFECT = ["result", "checked_on", "effect", "answer_due"];

/** Above the form: who has to act, and by when. */
function say_who(frm) {
	const { doc } = frm;
	const until = [doc.here_due, doc.later_due].filter(Boolean).sort()[0];
	const due = { "To Be Answered": doc.answer_due, "Measures Under Way": until }[doc.state];
	if (!due) return;
	const late = moment(frappe.datetime.get_today()).diff(moment(due), "days");
	const who = esc(__(doc.department));
	if (late > 0) frm.set_intro(__("Overdue by {0} days: {1} has to act.", [late, who]), "red");
	else frm.set_intro(__("{0} has to act by {1}.", [who, frappe.datetime.str_to_user(due)]), "blue");
}

/** A field of the form as one of a dialog: filled with what stands there, or with what is usual. */
function field(frm, name) {
	const df = frm.get_docfield(name);
	const usual = {
		checked_on: frappe.datetime.get_today(),
		answer_due: frm.doc.__onload?.answer_due,
	}[name];
	const again = name === "answer_due" && frm.doc.state === "Effect To Be Checked";
	const proof = PROOF.includes(name);
	const without = "eval:!doc.done_file";
	return {
		fieldname: name,
		fieldtype: df.fieldtype,
		label: again ? __("New Answer Due") : __(df.label, null, "Defect Feedback"),
		options: df.options,
		description: df.description && __(df.description),
		default: again || proof ? undefined : frm.doc[name] || usual,
		reqd: again || proof ? 0 : 1,
		...(name === "done_without" && { depends_on: without, mandatory_depends_on: without }),
		...(again && {
			depends_on: "eval:doc.result=='Not Effective'",
			mandatory_depends_on: "eval:doc.result=='Not Effective'",
		}),
	};
}

function add(frm, label, step, names, primary, reqd) {
	const button = frm.add_custom_button(label, () => {
		const note = { fieldname: "note", fieldtype: "Small Text", label: __("What Happened"), reqd };
		const dialog = new frappe.ui.Dialog({
			title: label,
			fields: [...names.map((name) => field(frm, name)), ...(reqd ? [note] : [])],
			primary_action_label: label,
			primary_action({ note: text, ...values }) {
				write(
					"quality.api_feedback.act",
					{ feedback: frm.doc.name, step, values, note: text },
					dialog.get_primary_btn()
				).then(() => {
					dialog.hide();
					frm.reload_doc();
				});
			},
		});
		dialog.show();
	});
	if (primary) button.removeClass("btn-default").addClass("btn-primary");
}
