frappe.ui.form.on("Stage Report", {
	setup(frm) {
		fangxiu.stage_report.photo_query(frm);
	},

	refresh(frm) {
		fangxiu.stage_report.show_data(frm);
		fangxiu.stage_report.report_buttons(frm);
		fangxiu.stage_report.show_sent(frm);
	},

	kind(frm) {
		fangxiu.stage_report.report_buttons(frm);
	},
});
