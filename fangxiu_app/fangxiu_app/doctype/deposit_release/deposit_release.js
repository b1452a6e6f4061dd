frappe.ui.form.on("Deposit Release", {
	refresh(frm) {
		fangxiu.show_approval(frm);
		fangxiu.release_head(frm);
	},
});
