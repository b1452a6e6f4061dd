frappe.ui.form.on("Special Report", {
	setup(frm) {
		const here = () => ({ filters: { project: frm.doc.project } });
		frm.set_query("unit", () => (frm.doc.project ? here() : {}));
		frm.set_query("ticket", "tickets", here);
		frm.set_query("person", "routing", (_doc, cdt, cdn) => ({
			query: "fangxiu_app.special_reports.api_special_reports.people_query",
			filters: { project: frm.doc.project, department: locals[cdt][cdn].department },
		}));
	},

	refresh(frm) {
		fangxiu.show_special_report(frm);
	},
});
