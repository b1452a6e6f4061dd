frappe.ui.form.on("Third Party Order", {
	refresh(frm) {
		fangxiu.show_approval(frm);
		fangxiu.order_buttons(frm);
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},
});
