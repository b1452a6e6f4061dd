frappe.ui.form.on("Contractor Evaluation", {
	refresh(frm) {
		fangxiu.evaluation_form(frm);
	},
});
