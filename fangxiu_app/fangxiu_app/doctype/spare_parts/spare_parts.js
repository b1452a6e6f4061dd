frappe.ui.form.on("Spare Parts", {
	refresh(frm) {
		fangxiu.show_spare_parts(frm);
	},
});
