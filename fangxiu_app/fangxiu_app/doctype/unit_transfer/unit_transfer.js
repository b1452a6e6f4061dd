frappe.ui.form.on("Unit Transfer", {
	setup(frm) {
		frm.set_query("unit", () => ({ filters: { kind: "Private" } }));
	},

	refresh(frm) {
		fangxiu.show_transfer(frm);
		fangxiu.transfer_kinds(frm);
		frm.set_query("inspection", () => ({ filters: { unit: frm.doc.unit } }));
	},

	async unit(frm) {
		if (!frm.doc.unit) return;
		const { message } = await frappe.db.get_value("Unit Archive", frm.doc.unit, "project");
		await frm.set_value("project", message.project);
		return fangxiu.transfer_kinds(frm);
	},
});
