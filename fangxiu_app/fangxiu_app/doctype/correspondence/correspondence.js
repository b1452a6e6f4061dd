frappe.ui.form.on("Correspondence", {
	setup(frm) {
		fangxiu.letter_queries(frm);
	},

	refresh(frm) {
		fangxiu.letter_opened(frm);
		fangxiu.letter_buttons(frm);
		fangxiu.fill_from_ticket(frm, "letter");
	},

	validate(frm) {
		fangxiu.letter_needs_ticket(frm);
	},

	async ticket(frm) {
		fangxiu.take_project(frm);
		await fangxiu.fill_from_ticket(frm, "letter");
		await fangxiu.letter_contractor(frm);
	},

	project(frm) {
		// a ticket brings its project along and is dealt with by its own handler
		if (!frm.doc.ticket) return fangxiu.letter_contractor(frm);
	},

	contractor(frm) {
		return fangxiu.letter_contractor(frm);
	},

	kind(frm) {
		return fangxiu.letter_kind(frm);
	},

	to_party(frm) {
		return fangxiu.letter_contractor(frm);
	},

	to_name(frm) {
		return fangxiu.letter_text(frm);
	},

	agreement(frm) {
		return fangxiu.letter_text(frm);
	},

	earlier(frm) {
		return fangxiu.letter_earlier(frm);
	},

	notice_cause(frm) {
		fangxiu.letter_of_cause(frm);
	},

	template(frm) {
		fangxiu.compose_letter(frm);
	},
});
