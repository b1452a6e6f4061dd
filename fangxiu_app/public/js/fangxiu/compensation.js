/* Compensation of an owner (赔付): differences, photos, recourse, the signed settlement, what is given in kind. */
import { keep_days } from "../my_day/days";
import { charge_button } from "./money";
import { mark } from "./payments";
import { menu_action, saved_first } from "./saved_first";
import { comma, esc, form_link, write } from "./util";
import { __ } from "./wording";

/** Who settles with the owner; the server checks it again. */
const SETTLERS = ["Repair Manager", "Repair Customer Service", "Fangxiu Customer Service Head"];
const SIGNED = ["Signed", "Settled", "Partly Recovered", "Recovered"];

/** On a ticket: a compensation of its owner, filled in with what the ticket knows. */
export function ticket_compensation(frm) {
	if (
		frm.is_new() ||
		["Merged", "Cancelled"].includes(frm.doc.status) ||
		!frappe.model.can_create("Compensation")
	)
		return;
	frm.add_custom_button(__("Compensate Owner"), () =>
		frappe.new_doc("Compensation", { ticket: frm.doc.name, project: frm.doc.project })
	);
}

export function compensation_form(frm) {
	frm.set_query("ticket_part", "benefits", () => ({
		filters: { ticket: frm.doc.ticket, state: "Reserved" },
	}));
	mark_losses(frm);
	show_recourse(frm);
	if (frm.is_new()) return;
	show_others(frm, frm.doc.docstatus < 2 ? frm.doc.__onload?.others : []);
	if (frm.is_dirty()) return;
	if (drafted(frm) || adds_later(frm)) frm.add_custom_button(__("Add Photos"), () => add_photos(frm));
	const { name, project, agreement, status, recovery_amount } = frm.doc;
	if (!SIGNED.includes(status)) return settle_button(frm);
	if (frm.doc.cash_total && frappe.model.can_read("Purchase Invoice")) bill_button(frm);
	const pending = (frm.doc.benefits || []).filter((row) => !row.confirmed_on);
	if (recovery_amount && agreement && !pending.length)
		charge_button(frm, { kind: "Compensation", name, project, agreement });
	if (settles()) in_kind_buttons(frm, pending);
}

const settles = () => SETTLERS.some((role) => frappe.user.has_role(role));
const drafted = (frm) => frm.doc.docstatus === 0 && frm.doc.approval_state === "Draft" && frm.perm[0]?.write;
/** After the approval evidence is added beside what was signed, until the owner has everything. */
const adds_later = (frm) =>
	frm.doc.docstatus === 1 && ["Approved", "Signed"].includes(frm.doc.status) && settles();
const act = (frm, step, values) =>
	write(`money.payments.api_compensations.${step}`, { compensation: frm.doc.name, ...values });

const named = ({ idx, description }) => [idx, description].join(" ");

/** Amounts that differ from what was claimed, or are above the assessment, are marked; not by colour alone. */
function mark_losses(frm) {
	(frm.fields_dict.items?.grid?.grid_rows || []).forEach((row) => {
		const { claimed, assessed, agreed } = row.doc;
		mark(row, "assessed", claimed !== assessed);
		mark(row, "agreed", agreed !== assessed);
	});
}

function ask(title, fields, run) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: title,
		primary_action: (values) => run(values).then(() => dialog.hide()),
	});
	dialog.show();
	return dialog;
}

function primary(button) {
	button.removeClass("btn-default").addClass("btn-primary");
}

/** Pictures and papers that show one loss, kept as evidence. */
function add_photos(frm) {
	const losses = frm.doc.items.map((row) => ({
		value: String(row.loss_no),
		label: named(row),
	}));
	const upload = (loss_no) => {
		new frappe.ui.FileUploader({
			dialog_title: __("Add Photos"),
			doctype: frm.doctype,
			docname: frm.doc.name,
			folder: "Home/Attachments",
			make_attachments_public: false,
			restrictions: { allowed_file_types: ["image/*", "application/pdf"] },
			on_success(file) {
				act(frm, "add_photos", { loss_no, files: [file.file_url] }).then(() => frm.reload_doc());
			},
		});
	};
	if (losses.length === 1) return upload(losses[0].value);
	ask(
		__("Add Photos"),
		[{ fieldname: "loss_no", fieldtype: "Select", label: __("Loss"), options: losses, reqd: 1 }],
		async ({ loss_no }) => upload(loss_no)
	);
}

/** Whom the warranty answer names, with share and reason: accepted, or turned down with a reason. */
function show_recourse(frm) {
	const field = frm.fields_dict.recourse_html;
	const found = (drafted(frm) && frm.doc.__onload?.proposals) || [];
	const looks = frm.doc.recourse_decision ? "btn-default" : "btn-primary";
	const rows = found.map(
		(one, index) =>
			`<div class="fx-banner fx-blue"><div><b>${esc(one.contractor_name)}</b> ${form_link("Warranty Agreement", one.agreement)}
			${esc(__("share {0} %, {1}", [one.share, format_currency(one.amount)]))}</div>
			<div>${esc(one.reason).replace(/\n/g, "<br>")}</div>
			<div class="mt-2"><button class="btn ${looks} btn-sm" data-accept="${index}">${esc(__("Accept Proposal"))}</button>
			<button class="btn btn-default btn-sm" data-decline="${index}">${esc(__("Turn Down"))}</button></div></div>`
	);
	field.$wrapper.html(rows.join(""));
	keep_days(field.$wrapper.get(0));
	frm.toggle_display("s_recourse", Boolean(rows.length || frm.doc.recourse_decision || frm.doc.recovered));
	frm.toggle_enable(["contractor", "agreement", "recovery_amount"], !frm.doc.recourse_decision);
	field.$wrapper
		.find("[data-accept]")
		.on("click", (event) => saved_first(frm, accept)(frm, found[event.target.dataset.accept]));
	field.$wrapper.find("[data-decline]").on("click", () => saved_first(frm, turn_down)(frm));
}

function accept(frm, one) {
	ask(
		__("Accept Proposal"),
		[
			{
				fieldname: "share",
				fieldtype: "Percent",
				label: __("Share of the Contractor (%)"),
				default: one.share,
				reqd: 1,
			},
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason"),
				description: __("Needed where the share differs from the proposal"),
			},
		],
		(values) =>
			act(frm, "accept_recourse", { agreement: one.agreement, ...values }).then(() => frm.reload_doc())
	);
}

function turn_down(frm) {
	ask(
		__("Turn Down"),
		[
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason for Claiming Nothing Back"),
				reqd: 1,
			},
		],
		(values) => act(frm, "turn_down_recourse", values).then(() => frm.reload_doc())
	);
}

/** The one step after the approval: the owner has signed. */
function settle_button(frm) {
	if (frm.doc.docstatus !== 1 || frm.doc.status !== "Approved" || !settles()) return;
	primary(frm.add_custom_button(__("Record Settlement"), () => settle(frm)));
}

function settle(frm) {
	const { payee_name, representative } = frm.doc;
	const known = [payee_name, representative].filter(Boolean).map((name) => name.trim());
	ask(
		__("Record Settlement"),
		[
			{
				fieldname: "signed_by",
				fieldtype: "Data",
				label: __("Signed By"),
				reqd: 1,
				default: representative || payee_name,
			},
			{
				fieldname: "signed_on",
				fieldtype: "Date",
				label: __("Signed On"),
				reqd: 1,
				default: frappe.datetime.now_date(),
			},
			{ fieldname: "file", fieldtype: "Attach", label: __("Signed Agreement"), reqd: 1 },
			{
				fieldname: "authorisation",
				fieldtype: "Attach",
				label: __("Authorisation of the Signer"),
				depends_on: (values) => values.signed_by && !known.includes(values.signed_by.trim()),
			},
			{ fieldtype: "Section Break", label: __("Witness, where there was one") },
			{ fieldname: "witness_name", fieldtype: "Data", label: __("Witness") },
			{ fieldtype: "Column Break" },
			{ fieldname: "witness_phone", fieldtype: "Data", label: __("Phone of the Witness") },
		],
		(values) => act(frm, "sign", values).then(() => frm.reload_doc())
	);
}

/** What is given instead of money: confirmed with its proof, the next one as the main button. */
function in_kind_buttons(frm, pending) {
	if (pending.length) primary(frm.add_custom_button(__("Confirm In Kind"), () => confirm(frm, pending)));
	const given = (frm.doc.benefits || []).filter((row) => row.confirmed_on);
	if (given.length && !frm.doc.__onload?.deduction)
		menu_action(frm, __("Take Back Confirmation"), () => take_back(frm, given));
}

const choice = (rows) => ({
	fieldname: "row",
	fieldtype: "Select",
	label: __("In Kind"),
	options: rows.map((row) => ({ value: row.name, label: named(row) })),
	default: rows[0].name,
	reqd: 1,
});

function confirm(frm, pending) {
	const property = pending[0].kind === "Fee Waiver";
	ask(
		__("Confirm In Kind"),
		[
			choice(pending),
			{
				fieldname: "confirmed_on",
				fieldtype: "Date",
				label: __("Confirmed On"),
				reqd: 1,
				default: frappe.datetime.now_date(),
			},
			{
				fieldname: "confirmed_by",
				fieldtype: "Data",
				label: __("Confirmed or Received By"),
				reqd: 1,
				default: property ? "" : frm.doc.payee_name,
				description: __("Who confirmed the waiver at the property company, or received the goods"),
			},
			{ fieldname: "file", fieldtype: "Attach", label: __("Proof"), reqd: 1 },
		],
		(values) => act(frm, "confirm_benefit", values).then(() => frm.reload_doc())
	);
}

function take_back(frm, given) {
	ask(
		__("Take Back Confirmation"),
		[choice(given), { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }],
		(values) => act(frm, "take_back_benefit", values).then(() => frm.reload_doc())
	);
}

/** Other compensations of the same ticket, above the form: whoever writes or signs one sees what was promised before. */
export function show_others(frm, others = []) {
	const said = others.map(
		(one) =>
			`${form_link("Compensation", one.name)} ${esc(one.payee_name)} ${format_currency(one.agreed_total)} ${esc(__(one.status))}`
	);
	frm.set_intro(
		said.length ? __("This ticket already has a compensation: {0}", [said.join(comma())]) : "",
		"orange"
	);
}

/** The bill by which the owner is paid: finance pays it from there. */
async function bill_button(frm) {
	const of_case = { fx_compensation: frm.doc.name, docstatus: 1, is_return: 0 };
	const { message } = await frappe.db.get_value("Purchase Invoice", of_case, "name");
	if (message?.name)
		frm.add_custom_button(__("Purchase Invoice"), () =>
			frappe.set_route("Form", "Purchase Invoice", message.name)
		);
}
