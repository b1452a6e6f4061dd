frappe.ui.form.on("Evidence Item", {
	refresh(frm) {
		fangxiu.ticket_child(frm);
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},
});
