/* Payment reviews (保修款支付审核). */
import { saved_first } from "./saved_first";
import { esc, form_link, read, write } from "./util";
import { __ } from "./wording";

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
	frm.add_custom_button(
		__("Start Payment Review"),
		saved_first(frm, () => start_review(bill))
	)
		.removeClass("btn-default")
		.addClass("btn-primary");
}

/** A draft made of the wrong bill goes, until somebody was asked to sign it. */
export function discard_review(frm) {
	const draft = !frm.is_new() && frm.doc.docstatus === 0 && frm.doc.approval_state === "Draft";
	if (!draft || frm.doc.requested_by || !frm.perm[0].write) return;
	frm.add_custom_button(__("Throw Draft Away"), () =>
		frappe.confirm(__("Throw this draft away? The bill keeps waiting for its review."), () =>
			write("money.payments.api_payments.discard", { review: frm.doc.name }).then(() => {
				frappe.model.clear_doc(frm.doctype, frm.doc.name);
				frappe.set_route("List", frm.doctype);
			})
		)
	);
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

/** A new form is filled from the chosen bill and stays unsaved; a bill that has its review leads to it instead. */
export async function begin_review(frm) {
	const { purchase_invoice } = frm.doc;
	if (!frm.is_new()) return;
	if (!purchase_invoice) return forget_bill(frm);
	const { review, values, items } = await read("money.payments.api_payments.begin", { purchase_invoice });
	if (frm.doc.purchase_invoice !== purchase_invoice) return;
	if (review) {
		await frm.set_value("purchase_invoice", "");
		frappe.msgprint({
			title: __("Reviewed Already"),
			message: __("{0} has the payment review {1} already. Open that one, or choose another bill.", [
				esc(purchase_invoice),
				form_link("Repair Payment Review", review),
			]),
			indicator: "orange",
		});
		return;
	}
	frm.clear_table("items");
	items.forEach((row) => frm.add_child("items", row));
	await frm.set_value(values);
	frm.refresh_field("items");
}

/** Nothing of a bill stays on a new form whose bill was taken out. */
function forget_bill(frm) {
	frm.clear_table("items");
	for (const name of ["supplier", "supplier_name", "bill_no", "invoice_amount", "third_party_order"])
		frm.doc[name] = null;
	for (const part of ["claimed", "verified", "approved"]) frm.doc[`${part}_total`] = 0;
	frm.refresh_fields();
}

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

export function mark(row, field, differs) {
	const cell = $(row.wrapper).find(`[data-fieldname="${field}"] .static-area`);
	cell.toggleClass("fx-changed", differs);
	cell.attr("title", differs ? __("Differs") : null);
}
