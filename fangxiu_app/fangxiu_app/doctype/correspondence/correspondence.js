frappe.ui.form.on("Correspondence", {
	refresh(frm) {
		fangxiu.letter_buttons(frm);
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},

	template(frm) {
		fangxiu.compose_letter(frm);
	},
});
