frappe.ui.form.on("Expiry Briefing", {
	refresh(frm) {
		fangxiu.show_briefing(frm);
	},
});
