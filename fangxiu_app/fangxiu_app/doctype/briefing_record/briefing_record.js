frappe.ui.form.on("Briefing Record", {
	refresh(frm) {
		fangxiu.show_sides(frm);
	},
});
