frappe.ui.form.on("Customer Complaint", {
	setup(frm) {
		const here = () => ({ filters: { project: frm.doc.project } });
		frm.set_query("unit", () => (frm.doc.project ? here() : {}));
		frm.set_query("unit", "units", here);
		frm.set_query("ticket", "tickets", here);
	},

	async unit(frm) {
		if (!frm.doc.unit) return;
		const { message } = await frappe.db.get_value("Unit Archive", frm.doc.unit, "project");
		if (frm.is_new() && message?.project) frm.set_value("project", message.project);
	},

	refresh(frm) {
		fangxiu.show_complaint(frm);
	},
});
