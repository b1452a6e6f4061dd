frappe.ui.form.on("Risk Warning", {
	setup(frm) {
		["building", "inspection", "visit", "ticket"].forEach((name) =>
			frm.set_query(name, () => ({ filters: { project: frm.doc.project } }))
		);
		frm.set_query("unit", "units", () => ({ filters: { project: frm.doc.project } }));
	},

	refresh(frm) {
		fangxiu.show_warning(frm);
		const { doc } = frm;
		fangxiu.feedback_button(frm, () => ({
			warning: doc.name,
			tickets: doc.ticket ? [doc.ticket] : [],
			building: doc.building,
			location: doc.location,
			defect_type: doc.defect_type,
			contractor: doc.contractor,
			subject: doc.subject,
			finding: doc.danger,
		}));
	},
});
