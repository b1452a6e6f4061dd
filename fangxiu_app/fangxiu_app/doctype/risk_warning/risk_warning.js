frappe.ui.form.on("Risk Warning", {
	setup(frm) {
		["building", "inspection", "visit", "ticket"].forEach((name) =>
			frm.set_query(name, () => ({ filters: { project: frm.doc.project } }))
		);
		frm.set_query("unit", "units", () => ({ filters: { project: frm.doc.project } }));
	},

	refresh(frm) {
		fangxiu.show_warning(frm);
	},
});
