/* ERPNext's bill, where it pays repair work or a deposit is held from it: review, project and agreement. */
frappe.ui.form.on("Purchase Invoice", {
	setup(frm) {
		fangxiu.bill_agreements(frm);
	},

	refresh(frm) {
		fangxiu.follow_agreement(frm);
		const { docstatus, project, is_return, name } = frm.doc;
		if (docstatus === 1 && project && !is_return) fangxiu.review_button(frm, { purchase_invoice: name });
	},

	supplier: (frm) => fangxiu.propose_agreement(frm),
	project: (frm) => fangxiu.propose_agreement(frm),
	warranty_agreement: (frm) => fangxiu.follow_agreement(frm),
});
