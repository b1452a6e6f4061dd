frappe.ui.form.on("Contractor Request", {
	refresh(frm) {
		fangxiu.contractor_request(frm);
	},
});
