/* Payment reviews (保修款支付审核) and compensations (赔付). */
import { write } from "./util";

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
