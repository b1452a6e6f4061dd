frappe.ui.form.on("Repair Payment Review", {
	setup(frm) {
		frm.set_query("purchase_invoice", () => ({
			filters: {
				docstatus: 1,
				is_return: 0,
				fx_compensation: ["is", "not set"],
				...(frm.doc.project ? { project: frm.doc.project } : {}),
			},
		}));
	},

	refresh(frm) {
		fangxiu.show_approval(frm);
		fangxiu.mark_differences(frm);
		fangxiu.discard_review(frm);
		if (!frm.is_new() && frm.doc.docstatus < 2) fangxiu.bill_tax_button(frm);
	},

	/** A new review is made from its bill, with the lines of the order or the bill: nothing is typed twice. */
	purchase_invoice(frm) {
		if (frm.is_new() && frm.doc.purchase_invoice) fangxiu.start_review(frm.doc.purchase_invoice);
	},
});
