frappe.ui.form.on("Contractor Register", {
	refresh(frm) {
		fangxiu.register_buttons(frm);
	},
});
