frappe.ui.form.on("Briefing", {
	refresh(frm) {
		fangxiu.show_sides(frm);
	},
});
