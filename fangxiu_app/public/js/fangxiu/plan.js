/* Plan cards (方案告知卡): made from a ticket, reviewed, issued, signed by the owner. */
import { AT, event_time, event_time_fields } from "./event_time";
import { esc, form_link, icon, long_time, read, write } from "./util";
import { __ } from "./wording";

/** Minutes until a time needs a reason, where no panel has told (the server decides). */
const TOLERANCE = 10;
const UNREVIEWED = ["Draft", "Awaiting Review"];
const OPEN = [...UNREVIEWED, "Reviewed", "Issued", "Refused to Sign", "Signed"];
const HANDED_OUT = ["Reviewed", "Issued", "Refused to Sign", "Signed"];

/** The newest plan of a ticket that is not superseded, or null. */
export async function latest_plan(ticket) {
	const rows = await frappe.db.get_list("Repair Plan", {
		filters: { ticket, state: ["in", OPEN] },
		fields: ["name", "state", "version", "important", "completion_at", "ticket"],
		order_by: "version desc",
		limit: 1,
	});
	return rows[0] || null;
}

export function plan_card(plan) {
	if (!plan) return "";
	return `<div class="fx-plan">${icon("plan")} ${form_link("Repair Plan", plan.name, __("Plan {0}, version {1}", [plan.name, plan.version]))}
		<span class="indicator-pill ${state_colour(plan.state)}">${esc(__(plan.state))}</span>
		${esc(__("Agreed Completion"))} ${esc(long_time(plan.completion_at))}</div>`;
}

export function state_colour(state) {
	return (
		{ Draft: "gray", Reviewed: "blue", Issued: "orange", Signed: "green", "Refused to Sign": "red" }[
			state
		] || "gray"
	);
}

/** A new plan with what the survey has found. */
export function make_plan(frm) {
	const { doc } = frm;
	const start = moment(frappe.datetime.system_datetime()).add(1, "day").startOf("day").add(9, "hours");
	const days = doc.expected_days || 1;
	frappe.new_doc("Repair Plan", {
		ticket: doc.name,
		project: doc.project,
		unit: doc.unit,
		engineer: doc.engineer || frappe.session.user,
		plan_class: doc.complex ? "Complex" : "Routine",
		days,
		start_at: start.format(frappe.defaultDatetimeFormat),
		completion_at: start.clone().add(days, "days").format(frappe.defaultDatetimeFormat),
		problem: [doc.location, doc.defect_type].filter(Boolean).join(" "),
		cause: doc.root_cause,
		temporary_measures: doc.temporary_measure,
	});
}

function issue_plan(frm) {
	const opened_at = frappe.datetime.system_datetime();
	const dialog = new frappe.ui.Dialog({
		title: __("Issue Plan"),
		fields: [
			{
				fieldtype: "HTML",
				options: esc(__("Hand the card to the owner. From now on the plan is not changed any more.")),
			},
			...event_time_fields(TOLERANCE),
		],
		primary_action_label: __("Issue Plan"),
		primary_action(values) {
			write(
				"tickets.site_work.api_plan.issue",
				{ plan: frm.doc.name, ...event_time(dialog, values) },
				dialog.get_primary_btn()
			).then(() => {
				dialog.hide();
				frm.reload_doc();
			});
		},
	});
	open(dialog, opened_at);
}

const READ_OUT = [
	...["problem", "cause", "method", "steps", "material", "start_at", "completion_at", "working_hours"],
	...["protection", "effect_on_living", "temporary_measures"],
];

/** The card as the owner reads it before signing. */
async function what_is_signed(name) {
	await new Promise((done) => frappe.model.with_doctype("Repair Plan", done));
	const doc = await frappe.db.get_doc("Repair Plan", name);
	const said = (field) => (field.endsWith("_at") ? long_time(doc[field]) : doc[field]);
	const row = (field) =>
		`<dt>${esc(__(frappe.meta.get_label("Repair Plan", field)))}</dt><dd>${esc(said(field)).replace(/\n/g, "<br>")}</dd>`;
	const shown = READ_OUT.filter((field) => doc[field]).map(row);
	return `<dl class="fx-read-out">${shown.join("")}</dl>`;
}

/** The owner's name and signature on an issued plan. */
export async function sign_plan(plan, tolerance, done) {
	const opened_at = frappe.datetime.system_datetime();
	const shown = await what_is_signed(plan.name);
	const dialog = new frappe.ui.Dialog({
		title: __("Owner Signs Plan"),
		fields: [
			{ fieldtype: "HTML", options: shown },
			{ fieldtype: "Section Break" },
			{ fieldname: "signed_by", fieldtype: "Data", label: __("Signed By"), reqd: 1 },
			{ fieldname: "owner_opinion", fieldtype: "Small Text", label: __("Owner's Opinion") },
			{ fieldtype: "Column Break" },
			{ fieldname: "signature", fieldtype: "Signature", label: __("Signature"), reqd: 1 },
			...event_time_fields(tolerance),
		],
		primary_action_label: __("Owner Signs Plan"),
		primary_action(values) {
			const { signed_by, signature, owner_opinion } = values;
			write(
				"tickets.site_work.api_plan.sign",
				{ plan: plan.name, signed_by, signature, owner_opinion, ...event_time(dialog, values) },
				dialog.get_primary_btn()
			).then(() => {
				dialog.hide();
				done();
			});
		},
	});
	frappe.db.get_value("Repair Ticket", plan.ticket, "caller_name").then((r) => {
		if (!dialog.get_value("signed_by")) dialog.set_value("signed_by", r.message?.caller_name);
	});
	open(dialog, opened_at);
}

/** The owner does not sign: who, and why; the manager is told. */
function refuse_plan(plan, tolerance, done) {
	const opened_at = frappe.datetime.system_datetime();
	const dialog = new frappe.ui.Dialog({
		title: __("Owner Refuses to Sign"),
		fields: [
			{ fieldname: "refused_by", fieldtype: "Data", label: __("Refused By"), reqd: 1 },
			{ fieldname: "refusal", fieldtype: "Small Text", label: __("Reason For Refusal"), reqd: 1 },
			...event_time_fields(tolerance),
		],
		primary_action_label: __("Owner Refuses to Sign"),
		primary_action(values) {
			const { refused_by, refusal } = values;
			write(
				"tickets.site_work.api_plan.refuse_to_sign",
				{ plan: plan.name, refused_by, refusal, ...event_time(dialog, values) },
				dialog.get_primary_btn()
			).then(() => {
				dialog.hide();
				done();
			});
		},
	});
	open(dialog, opened_at);
}

/** A draft with the same content: what was handed out is not changed. */
export function revise_plan(plan) {
	const ask = __(
		"Make a new version of plan {0}? It begins as a draft with the same content. What was handed out counts until the new version is issued; the owner then signs that one.",
		[esc(plan.name)]
	);
	frappe.confirm(ask, () =>
		write("tickets.site_work.api_plan.revise", { plan: plan.name }).then((name) =>
			frappe.set_route("Form", "Repair Plan", name)
		)
	);
}

/** Whether a plan was handed out, so that a change is a new version. */
export const is_handed_out = (plan) => HANDED_OUT.includes(plan.state);

export function print_plan(name) {
	const query = new URLSearchParams({
		doctype: "Repair Plan",
		name,
		format: "Repair Plan Card",
		no_letterhead: 1,
	});
	window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`, "_blank", "noopener");
}

function open(dialog, opened_at) {
	dialog.set_value(AT, opened_at);
	dialog.opened_at = opened_at;
	dialog.show();
}

/** What was reviewed, issued or signed is not changed any more; a change is a new version. */
const CONTENT = [
	"plan_class",
	"important",
	"engineer",
	"days",
	"start_at",
	"completion_at",
	"problem",
	"cause",
	"method",
	"steps",
	"material",
	"working_hours",
	"protection",
	"effect_on_living",
	"temporary_measures",
];

export function lock_plan(frm) {
	frm.toggle_enable(CONTENT, frm.is_new() || UNREVIEWED.includes(frm.doc.state));
}

/** The buttons of the Repair Plan form, by its state. */
export function plan_buttons(frm) {
	if (frm.is_new() || frm.is_dirty()) return;
	const { state, important } = frm.doc;
	const reload = () => frm.reload_doc();
	frm.add_custom_button(__("Open Ticket"), () => frappe.set_route("Form", "Repair Ticket", frm.doc.ticket));
	frm.add_custom_button(__("Print Plan Card"), () => print_plan(frm.doc.name));
	show_proof(frm);
	const review_first = state === "Awaiting Review";
	if (review_first && frappe.user.has_role("Repair Manager")) {
		primary(frm, __("Review Plan"), () =>
			write("tickets.site_work.api_plan.review", {
				plan: frm.doc.name,
				seen: frm.doc.__onload?.seen,
			}).then(reload)
		);
		frm.add_custom_button(__("Send Back"), () =>
			frappe.prompt(
				{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
				({ reason }) =>
					write("tickets.site_work.api_plan.send_back", { plan: frm.doc.name, reason }).then(
						reload
					),
				__("Send Back"),
				__("Send Back")
			)
		);
	}
	if (!frappe.model.can_write("Repair Plan")) return;
	if ((state === "Draft" && !important) || state === "Reviewed")
		primary(frm, __("Issue Plan"), () => issue_plan(frm));
	if (["Issued", "Refused to Sign"].includes(state)) {
		primary(frm, __("Owner Signs Plan"), () => sign_plan(frm.doc, TOLERANCE, reload));
	}
	if (state === "Issued") {
		frm.add_custom_button(__("Owner Refuses to Sign"), () => refuse_plan(frm.doc, TOLERANCE, reload));
	}
	if (is_handed_out(frm.doc)) frm.add_custom_button(__("New Version of Plan"), () => revise_plan(frm.doc));
	if (state === "Draft" && frm.doc.returned_reason) {
		frm.set_intro(
			__(
				"Sent back by the manager: {0}. Change the plan and save it: that asks for the review again.",
				[frappe.utils.escape_html(frm.doc.returned_reason)]
			),
			"orange"
		);
	}
	if (review_first)
		frm.set_intro(
			__("Important plan: the repair manager reviews it before it is issued (R96)."),
			"orange"
		);
}

/** Says when what is stored is no longer what was issued or signed; nothing in the app can do that. */
async function show_proof(frm) {
	if (!frm.doc.content_hash || (await read("tickets.site_work.api_plan.proof", { plan: frm.doc.name })))
		return;
	frm.set_intro(
		__("The stored content differs from what was issued: its hash does not fit any more."),
		"red"
	);
}

function primary(frm, label, run) {
	frm.add_custom_button(label, run).removeClass("btn-default").addClass("btn-primary");
}
