frappe.ui.form.on("Expiry Campaign", {
	refresh(frm) {
		fangxiu.show_campaign(frm);
	},
});
