frappe.ui.form.on("Defect Feedback", {
	setup(frm) {
		["building", "warning"].forEach((name) =>
			frm.set_query(name, () => ({ filters: { project: frm.doc.project } }))
		);
		frm.set_query("ticket", "tickets", () => ({ filters: { project: frm.doc.project } }));
	},

	refresh(frm) {
		fangxiu.show_feedback(frm);
	},
});
