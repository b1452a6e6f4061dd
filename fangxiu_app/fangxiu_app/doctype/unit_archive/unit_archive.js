frappe.ui.form.on("Unit Archive", {
	refresh(frm) {
		fangxiu.show_unit(frm);
	},
});
