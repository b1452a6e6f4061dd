/* Payment reviews (保修款支付审核) and compensations (赔付). */
import { deduct_source } from "./money";
import { read, write } from "./util";

/** On a bill, or its settled third-party order: start its payment review (R16, R18), or go to the one that is there. */
export async function review_button(frm, args) {
	if (frm.is_dirty() || !frappe.model.can_read("Repair Payment Review")) return;
	const { bill, review, can_start } = await read("payments.standing", args);
	const open = (doctype, name) => frappe.set_route("Form", doctype, name);
	if (bill && args.order && frappe.model.can_read("Purchase Invoice")) frm.add_custom_button(__("Purchase Invoice"), () => open("Purchase Invoice", bill));
	if (review) frm.add_custom_button(__("Payment Review"), () => open("Repair Payment Review", review));
	if (!can_start) return;
	frm
		.add_custom_button(__("Start Payment Review"), () => start_review(bill))
		.removeClass("btn-default")
		.addClass("btn-primary");
}

/** The bill's review, drafted with its workload lines if there is none yet. */
export const start_review = (purchase_invoice) =>
	write("payments.review", { purchase_invoice }).then((name) => frappe.set_route("Form", "Repair Payment Review", name));

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

export function compensation_buttons(frm) {
	const { name, project, agreement, status, recovery_amount } = frm.doc;
	if (status === "Signed" && recovery_amount && agreement && frappe.model.can_create("Contractor Deduction")) {
		frm.add_custom_button(__("Deduct"), () => deduct_source({ kind: "Compensation", name, project, agreement }));
	}
	if (frm.doc.docstatus !== 1 || frm.doc.status !== "Approved" || frm.is_dirty()) return;
	frm.add_custom_button(__("Record Settlement"), () => {
		const dialog = new frappe.ui.Dialog({
			title: __("Record Settlement"),
			fields: [
				{ fieldname: "signed_by", fieldtype: "Data", label: __("Signed By"), reqd: 1, default: frm.doc.payee_name },
				{ fieldname: "signed_on", fieldtype: "Date", label: __("Signed On"), reqd: 1, default: frappe.datetime.now_date() },
				{ fieldname: "file", fieldtype: "Attach", label: __("Signed Agreement"), reqd: 1 },
			],
			primary_action_label: __("Record Settlement"),
			primary_action(values) {
				write("payments.sign_compensation", { compensation: frm.doc.name, ...values }).then(() => {
					dialog.hide();
					frm.reload_doc();
				});
			},
		});
		dialog.show();
	}).removeClass("btn-default").addClass("btn-primary");
}
