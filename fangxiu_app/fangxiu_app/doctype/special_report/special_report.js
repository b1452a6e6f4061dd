frappe.ui.form.on("Special Report", {
	setup(frm) {
		const here = () => ({ filters: { project: frm.doc.project } });
		frm.set_query("unit", () => (frm.doc.project ? here() : {}));
		const of_unit = () => (frm.doc.unit ? { filters: { unit: frm.doc.unit } } : here());
		frm.set_query("ticket", "tickets", of_unit);
		frm.set_query("person", "routing", (_doc, cdt, cdn) => {
			const { project } = frm.doc;
			// people belong to projects: an empty list alone does not say so
			if (!project)
				frappe.show_alert({
					message: __("Choose the project first: who can be asked depends on it."),
					indicator: "orange",
				});
			return {
				query: "fangxiu_app.special_reports.api_special_reports.people_query",
				filters: { project, department: locals[cdt][cdn].department },
			};
		});
	},

	refresh(frm) {
		fangxiu.show_special_report(frm);
	},

	unit(frm) {
		return fangxiu.special_report_unit(frm);
	},
});

frappe.ui.form.on("Special Report Route", {
	// who answers for one department does not answer for another
	department(frm, cdt, cdn) {
		fangxiu.forget_choices(frm, "routing", cdn, "person");
		if (locals[cdt][cdn].person) return frappe.model.set_value(cdt, cdn, "person", "");
	},
});
