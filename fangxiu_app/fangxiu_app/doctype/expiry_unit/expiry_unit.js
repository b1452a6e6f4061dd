frappe.ui.form.on("Expiry Unit", {
	refresh(frm) {
		fangxiu.show_expiry_unit(frm);
	},
});
