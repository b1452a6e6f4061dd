frappe.ui.form.on("Ticket Part", {
	refresh(frm) {
		fangxiu.part_buttons(frm);
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},
});
