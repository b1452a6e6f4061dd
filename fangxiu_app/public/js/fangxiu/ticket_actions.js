/* The dialog of one action of the ticket table: its inputs come from the table, their shape from the DocType. */
import { draft_dialog } from "./drafts";
import { AT, event_time, event_time_fields } from "./event_time";
import { esc, read, write } from "./util";
import { proposed_visit } from "./visit_time";
import { __ } from "./wording";

const JUDGED = ["Warranty", "Owner Caused", "Expired"];
const SIGNED = ["Pass", "Pass With Remark"];
const SUBSTITUTE = ["Refused", "Unreachable"];

/** Proofs are private files. */
const PRIVATE = { options: { make_attachments_public: false } };

/** What a field looks like inside a certain action; the server decides all the same. */
const SHAPES = {
	// the telephone fills it in; at the desk nobody has a position to type
	"arrive.arrival_place": () => ({ hidden: 1 }),
	"survey.temporary_measure": (doc) => ({ hidden: doc.emergency ? 0 : 1 }),
	"survey.expected_days": (doc) => ({ default: doc.expected_days || 1, precision: 1 }),
	"survey.responsibility": (doc) => ({
		options: ["Warranty", "Owner Caused", "Expired"].join("\n"),
		default: JUDGED.includes(doc.joint_judgement)
			? doc.joint_judgement
			: is_expired(doc)
				? "Expired"
				: "Warranty",
	}),
	"survey.reason": (doc) => {
		const expired = is_expired(doc);
		const judged = JUDGED.includes(doc.joint_judgement);
		return {
			label: judged ? __("Reason For The Judgement") : __("Reason For Repair Under Warranty"),
			depends_on: judged ? undefined : "eval:doc.responsibility=='Warranty'",
			hidden: expired || judged ? 0 : 1,
		};
	},
	"start.agreed_completion": (doc) => ({ reqd: 1, default: expected_end(doc) }),
	"owner_accept.acceptance_result": () => ({ options: ["", ...SIGNED, ...SUBSTITUTE].join("\n") }),
	"owner_accept.accepted_by_name": (doc) => ({ ...needed_for(SIGNED), default: doc.caller_name }),
	"owner_accept.owner_signature": () => needed_for(SIGNED),
	"owner_accept.acceptance_remark": () => ({
		...only_for(["Pass With Remark", ...SUBSTITUTE]),
		mandatory_depends_on: "eval:doc.acceptance_result=='Pass With Remark'",
	}),
	...Object.fromEntries(
		["property", "project", "side", "side_name", "sheet"].map((part) => [
			`owner_accept.substitute_${part}`,
			() => ({
				...needed_for(SUBSTITUTE),
				...(part === "sheet" ? PRIVATE : {}),
			}),
		])
	),
	"order_cleaning.cleaning_due": () => ({
		default: moment(frappe.datetime.now_date()).format("YYYY-MM-DD 23:59:00"),
	}),
	"clean.cleaned_by": (doc) => ({ default: doc.cleaning_by }),
	"appoint.appointment_at": (doc) => ({ default: proposed_visit(doc) }),
	"ask_joint_visit.reason": () => ({ label: __("Why The Responsibility Is Unclear") }),
	"joint_visit.joint_judgement": () => ({
		options: ["", "Warranty", "Owner Caused", "Expired", "To Be Judged"].join("\n"),
	}),
	"joint_visit.reason": () => ({ label: __("Findings") }),
	"manager_visit.reason": () => ({ label: __("Findings") }),
	"explain.owner_answer": () => ({
		options: ["", "Understands", "Agrees To Pay", "Refuses", "Wants To Think"].join("\n"),
	}),
	"explain.explained_with": (doc) => ({ reqd: doc.responsibility === "Expired" ? 1 : 0 }),
	"transfer.transferred_to": () => ({ default: __("Property Company") }),
	"acknowledge_transfer.transfer_acknowledged_by": () => ({
		default: frappe.user.has_role("Fangxiu Property Desk") ? frappe.session.user_fullname : "",
	}),
	"settle_transfer.transfer_outcome": (doc, panel) => ({
		options: ["", ...panel.transfer.outcomes].join("\n"),
		default: doc.transfer_outcome,
	}),
	"settle_transfer.transfer_outcome_on": () => ({ default: frappe.datetime.get_today() }),
	"merge.merged_into": (doc) => ({
		get_query: () => open_siblings(doc),
		filter_description: __("Open tickets of the same unit; another problem needs its reason"),
	}),
	"merge.reason": () => ({
		description: __("Needed where place or problem differ: why it is one problem"),
	}),
	"confirm_repeat.repeat_of": (doc) => ({
		default: doc.repeat_of,
		filter_description: __("Repairs of the same unit that were done"),
		get_query: () => ({
			filters: {
				unit: doc.unit,
				name: ["!=", doc.name],
				pre_acceptance_count: [">", 0],
				status: ["not in", ["Merged", "Cancelled"]],
			},
		}),
	}),
	"record_coordination.coordination_result": () => ({ options: "Succeeded\nFailed" }),
};

const is_expired = (doc) => Boolean(doc.owner_until && doc.owner_until < frappe.datetime.now_date());

/** What the survey expects, as an offer: the time is agreed with the customer (R92). */
function expected_end(doc) {
	const end = moment(frappe.datetime.system_datetime()).add((doc.expected_days || 1) * 24, "hours");
	return end.format(frappe.defaultDatetimeFormat);
}

/** The inputs to ask for: a completion that is agreed already, with the plan, is not agreed again. */
const asked = (doc, action) =>
	action.inputs.filter(
		({ fieldname }) => !(action.action === "start" && fieldname === "agreed_completion" && doc[fieldname])
	);

function only_for(results) {
	return { depends_on: `eval:${JSON.stringify(results)}.includes(doc.acceptance_result)` };
}

/** Shown for these results, and with its red star: the server refuses them without it. */
function needed_for(results) {
	const { depends_on } = only_for(results);
	return { depends_on, mandatory_depends_on: depends_on };
}

function open_siblings(doc) {
	return {
		filters: {
			unit: doc.unit,
			name: ["!=", doc.name],
			status: ["not in", ["Closed", "Merged", "Cancelled"]],
		},
	};
}

function input_field(doc, action, input, panel) {
	const source = frappe.meta.get_docfield("Repair Ticket", input.fieldname);
	const shape = SHAPES[`${action}.${input.fieldname}`];
	return {
		fieldname: source.fieldname,
		fieldtype: source.fieldtype,
		label: __(source.label),
		options: source.options,
		context: source.parent, // the words the form has for the choices
		description: source.description ? __(source.description) : undefined,
		reqd: input.reqd ? 1 : 0,
		non_negative: source.non_negative,
		...(shape ? shape(doc, panel) : {}),
	};
}

/** Under a chosen appointment: the engineer's other ones that fall together with it. Nothing is forbidden. */
function warn_of_conflicts(dialog, ticket) {
	const field = dialog.get_field("appointment_at");
	if (!field) return;
	let asked = "";
	const check = async () => {
		const at = field.get_value();
		if (at === asked) return;
		asked = at;
		const found = at ? await read("tickets.site_work.api_appointments.conflicts", { ticket, at }) : [];
		if (at !== field.get_value()) return;
		const numbers = found.map((row) => esc(row.text)).join("、");
		const text = found.length ? __("The engineer has another appointment then: {0}", [numbers]) : "";
		field.set_description(text ? `<span class="text-warning fx-conflict">${text}</span>` : "");
	};
	field.df.onchange = frappe.utils.debounce(check, 200);
	dialog.$wrapper.one("shown.bs.modal", check);
}

/** Ask for the inputs of ``action`` and perform it; ``done`` runs after the server has accepted. */
export function perform(frm, panel, action, done) {
	if (frm.is_dirty()) {
		frappe.msgprint(__("Save or discard your changes on the form first, then choose the action again."));
		return;
	}
	const opened_at = frappe.datetime.system_datetime();
	const inputs_asked = asked(frm.doc, action);
	const dialog = new frappe.ui.Dialog({
		title: action.label,
		fields: [
			...inputs_asked.map((input) => input_field(frm.doc, action.action, input, panel)),
			...event_time_fields(panel.entry_tolerance_minutes),
		],
		primary_action_label: action.label,
		primary_action(values) {
			const { at, reason } = event_time(dialog, values);
			const inputs = Object.fromEntries(
				inputs_asked
					.map(({ fieldname }) => [fieldname, values[fieldname]])
					.filter(([, value]) => value != null)
			);
			write(
				"tickets.life.api_ticket.act",
				{ ticket: frm.doc.name, action: action.action, values: inputs, at, reason },
				dialog.get_primary_btn()
			).then((answer) => {
				draft.done();
				dialog.hide();
				frappe.show_alert({ message: frappe.utils.escape_html(answer.message), indicator: "green" });
				done();
			});
		},
	});
	warn_of_conflicts(dialog, frm.doc.name);
	dialog.set_value(AT, opened_at);
	dialog.opened_at = opened_at;
	const draft = draft_dialog(dialog, `ticket:${action.action}`, frm.doc.name);
	dialog.show();
}
