frappe.ui.form.on("Compensation", {
	refresh(frm) {
		fangxiu.show_approval(frm);
		fangxiu.compensation_form(frm);
		fangxiu.show_proofs(frm);
		fangxiu.fill_from_ticket(frm, "compensation");
	},

	ticket(frm) {
		fangxiu.take_project(frm);
		fangxiu.fill_from_ticket(frm, "compensation");
	},
});
