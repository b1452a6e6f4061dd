frappe.ui.form.on("Building", {
	refresh(frm) {
		fangxiu.generate_units(frm);
	},
});
