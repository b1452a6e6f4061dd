frappe.ui.form.on("Repair Payment Review", {
	setup(frm) {
		frm.set_query("purchase_invoice", () => ({
			query: "fangxiu_app.money.payments.api_payments.bills_query",
			filters: frm.doc.project ? { project: frm.doc.project } : {},
		}));
	},

	refresh(frm) {
		if (frm.is_new() && !frm.doc.purchase_invoice) {
			// the lines come with the bill: no empty one waits to be filled in
			frm.clear_table("items");
			frm.refresh_field("items");
		}
		fangxiu.show_approval(frm);
		fangxiu.mark_differences(frm);
		fangxiu.discard_review(frm);
		if (!frm.is_new() && frm.doc.docstatus < 2) fangxiu.bill_tax_button(frm);
	},

	/** A new review takes the lines of the order or the bill: nothing is typed twice, and nothing saved before its writer does. */
	purchase_invoice(frm) {
		return fangxiu.begin_review(frm);
	},
});
