frappe.ui.form.on("Store Check", {
	setup(frm) {
		frm.set_query("warehouse", () => ({
			filters: {
				fx_store_kind: ["is", "set"],
				...(frm.doc.project ? { fx_project: frm.doc.project } : {}),
			},
		}));
	},

	async warehouse(frm) {
		if (!frm.doc.warehouse || frm.doc.project) return;
		const { message } = await frappe.db.get_value("Warehouse", frm.doc.warehouse, "fx_project");
		frm.set_value("project", message.fx_project);
	},
});
