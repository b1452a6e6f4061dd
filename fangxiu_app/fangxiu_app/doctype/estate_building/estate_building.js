frappe.ui.form.on("Estate Building", {
	setup(frm) {
		const query = "fangxiu_app.staff.api_people.engineers_query";
		frm.set_query("lot_engineer", () => ({ query, filters: { project: frm.doc.project } }));
	},

	refresh(frm) {
		fangxiu.generate_units(frm);
	},
});
