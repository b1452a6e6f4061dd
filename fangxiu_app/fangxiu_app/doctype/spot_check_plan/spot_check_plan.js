frappe.ui.form.on("Spot Check Plan", {
	setup(frm) {
		const query = "fangxiu_app.staff.api_people.engineers_query";
		frm.set_query("inspector", () => ({ query, filters: { project: frm.doc.project } }));
		frm.set_query("ticket", "items", () => ({
			filters: { project: frm.doc.project, status: ["in", ["In Repair", "Third Party"]] },
		}));
	},

	onload(frm) {
		if (!frm.is_new()) return;
		if (!frm.doc.month) frm.set_value("month", frappe.datetime.month_start());
		if (!frm.doc.inspector) frm.set_value("inspector", frappe.session.user);
	},

	refresh(frm) {
		if (!frm.is_new() && frappe.model.can_write("Spot Check Plan")) fangxiu.propose_button(frm);
	},
});
