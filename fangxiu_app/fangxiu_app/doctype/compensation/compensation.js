frappe.ui.form.on("Compensation", {
	refresh(frm) {
		fangxiu.show_approval(frm);
		fangxiu.compensation_buttons(frm);
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},
});
