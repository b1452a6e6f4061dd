/* Payment reviews (保修款支付审核) and compensations (赔付). */
import { charge_button } from "./money";
import { comma, esc, form_link, read, write } from "./util";

/** On a bill, or its settled third-party order: start its payment review (R16, R18), or go to the one that is there. */
export async function review_button(frm, args) {
	if (frm.is_dirty() || !frappe.model.can_read("Repair Payment Review")) return;
	const { bill, review, can_start, tax } = await read("money.payments.api_payments.standing", args);
	const open = (doctype, name) => frappe.set_route("Form", doctype, name);
	if (bill && args.order && frappe.model.can_read("Purchase Invoice"))
		frm.add_custom_button(__("Purchase Invoice"), () => open("Purchase Invoice", bill));
	if (review) frm.add_custom_button(__("Payment Review"), () => open("Repair Payment Review", review));
	if (tax) tax_button(frm, bill, tax);
	if (!can_start) return;
	frm.add_custom_button(__("Start Payment Review"), () => start_review(bill))
		.removeClass("btn-default")
		.addClass("btn-primary");
}

/** The same on the review, for those who complete it: finance signs only then. */
export async function bill_tax_button(frm) {
	if (
		frm.is_dirty() ||
		!["Accounts Manager", "Accounts User", "Fangxiu Cost Department"].some((role) =>
			frappe.user.has_role(role)
		)
	)
		return;
	const { bill, tax } = await read("money.payments.api_payments.standing", {
		purchase_invoice: frm.doc.purchase_invoice,
	});
	if (tax) tax_button(frm, bill, tax);
}

/** Kind and rate of the tax on a bill, where they were not known when it was booked; wrong ones are corrected the same way. */
function tax_button(frm, purchase_invoice, tax) {
	const button = frm.add_custom_button(tax.tax_kind ? __("Correct Tax") : __("Complete Tax"), () => {
		const dialog = new frappe.ui.Dialog({
			title: __("Tax of the Bill"),
			fields: tax_fields(tax, 1),
			primary_action_label: __("Save"),
			primary_action(values) {
				write("money.payments.api_payments.complete_tax", { purchase_invoice, ...values }).then(
					() => {
						dialog.hide();
						frm.reload_doc();
					}
				);
			},
		});
		dialog.show();
	});
	if (!tax.tax_kind) button.removeClass("btn-default").addClass("btn-primary");
}

/** Also asked when an order is settled, where it may be left to finance. */
export const tax_fields = (tax = {}, reqd = 0) => [
	{
		fieldname: "tax_kind",
		fieldtype: "Select",
		label: __("Kind of Tax Invoice"),
		options: [
			{ value: "", label: "" },
			...["Special VAT Invoice", "Ordinary VAT Invoice"].map((value) => ({ value, label: __(value) })),
		],
		default: tax.tax_kind,
		reqd,
		description: reqd ? "" : __("Leave it empty if you do not know it: finance completes it."),
	},
	{
		fieldname: "tax_rate",
		fieldtype: "Percent",
		label: __("Tax Rate of the Invoice (%)"),
		default: tax.tax_rate,
		depends_on: "tax_kind",
		description: __("In percent as the invoice shows it, for example 9 or 6."),
	},
];

/** The bill's review, drafted with its workload lines if there is none yet. */
export const start_review = (purchase_invoice) =>
	write("money.payments.api_payments.review", { purchase_invoice }).then((name) =>
		frappe.set_route("Form", "Repair Payment Review", name)
	);

/** Cells that differ from the claim, or from what was verified, are marked; not by colour alone. */
export function mark_differences(frm) {
	const grid = frm.fields_dict.items?.grid;
	if (!grid) return;
	grid.grid_rows.forEach((row) => {
		const { claimed_qty, verified_qty, verified_amount, approved_amount } = row.doc;
		mark(row, "verified_qty", claimed_qty !== verified_qty);
		mark(row, "approved_amount", verified_amount !== approved_amount);
	});
}

function mark(row, field, differs) {
	const cell = $(row.wrapper).find(`[data-fieldname="${field}"] .static-area`);
	cell.toggleClass("fx-changed", differs);
	cell.attr("title", differs ? __("Differs") : null);
}

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

/** Who records the signed settlement; the server checks it again. */
const SETTLERS = ["Repair Manager", "Repair Customer Service", "Fangxiu Customer Service Head"];

export function compensation_buttons(frm) {
	if (!frm.is_new()) show_others(frm, frm.doc.docstatus < 2 ? frm.doc.__onload?.others : []);
	const { name, project, agreement, status, recovery_amount } = frm.doc;
	const billed = ["Signed", "Paid"].includes(status);
	if (billed && frappe.model.can_read("Purchase Invoice")) bill_button(frm);
	if (billed && recovery_amount && agreement)
		charge_button(frm, { kind: "Compensation", name, project, agreement });
	if (frm.doc.docstatus !== 1 || frm.doc.status !== "Approved" || frm.is_dirty()) return;
	if (!SETTLERS.some((role) => frappe.user.has_role(role))) return;
	frm.add_custom_button(__("Record Settlement"), () => {
		const dialog = new frappe.ui.Dialog({
			title: __("Record Settlement"),
			fields: [
				{
					fieldname: "signed_by",
					fieldtype: "Data",
					label: __("Signed By"),
					reqd: 1,
					default: frm.doc.payee_name,
				},
				{
					fieldname: "signed_on",
					fieldtype: "Date",
					label: __("Signed On"),
					reqd: 1,
					default: frappe.datetime.now_date(),
				},
				{ fieldname: "file", fieldtype: "Attach", label: __("Signed Agreement"), reqd: 1 },
			],
			primary_action_label: __("Record Settlement"),
			primary_action(values) {
				write("money.payments.api_payments.sign_compensation", {
					compensation: frm.doc.name,
					...values,
				}).then(() => {
					dialog.hide();
					frm.reload_doc();
				});
			},
		});
		dialog.show();
	})
		.removeClass("btn-default")
		.addClass("btn-primary");
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
