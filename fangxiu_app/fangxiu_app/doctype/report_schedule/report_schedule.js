frappe.ui.form.on("Report Schedule", {
	refresh(frm) {
		const told = frm.doc.__onload?.last_report;
		frm.set_intro("");
		if (told && !frm.is_new()) frm.set_intro(frappe.utils.escape_html(told), "blue");
	},
});
