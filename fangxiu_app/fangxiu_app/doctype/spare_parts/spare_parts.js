frappe.ui.form.on("Spare Parts", {
	refresh(frm) {
		fangxiu.show_spare_parts(frm);
		frm.set_query("batch", () => ({ filters: frm.doc.project ? { project: frm.doc.project } : {} }));
		frm.toggle_enable("delivery_date", !frm.doc.batch);
	},

	/** D is the batch's: shown at once, not first after a save that asks for it. */
	async batch(frm) {
		frm.toggle_enable("delivery_date", !frm.doc.batch);
		if (!frm.doc.batch) return;
		const { message } = await frappe.db.get_value("Delivery Batch", frm.doc.batch, [
			"project",
			"delivery_date",
		]);
		await frm.set_value(message);
	},
});
