frappe.ui.form.on("Handover Inspection", {
	refresh(frm) {
		fangxiu.show_inspection(frm);
	},

	async unit(frm) {
		if (!frm.doc.unit) return;
		const { message } = await frappe.db.get_value("Unit Archive", frm.doc.unit, "project");
		await frm.set_value("project", message.project);
	},
});
