frappe.ui.form.on("Letter Template", {
	refresh(frm) {
		fangxiu.preview_template(frm);
	},
});
