frappe.ui.form.on("Complaint Answer", {
	refresh(frm) {
		fangxiu.show_approval(frm);
		fangxiu.show_answer(frm);
	},
});
