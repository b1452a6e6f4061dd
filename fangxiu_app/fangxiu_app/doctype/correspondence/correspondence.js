frappe.ui.form.on("Correspondence", {
	refresh(frm) {
		fangxiu.letter_buttons(frm);
		fangxiu.fill_from_ticket(frm, "letter");
	},

	ticket(frm) {
		fangxiu.take_project(frm);
		fangxiu.fill_from_ticket(frm, "letter");
	},

	notice_cause(frm) {
		fangxiu.letter_of_cause(frm);
	},

	template(frm) {
		fangxiu.compose_letter(frm);
	},
});
