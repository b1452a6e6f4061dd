frappe.ui.form.on("Repair Payment Review", {
	refresh(frm) {
		fangxiu.show_approval(frm);
		fangxiu.mark_differences(frm);
	},
});
