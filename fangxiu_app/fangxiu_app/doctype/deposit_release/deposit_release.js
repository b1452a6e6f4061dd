frappe.ui.form.on("Deposit Release", {
	setup(frm) {
		// begun from a contractor's page: an agreement of theirs
		const contractor = frm.is_new() && !frm.doc.agreement && frm.doc.contractor;
		frm.set_query("agreement", () => (contractor ? { filters: { contractor } } : {}));
	},

	async agreement(frm) {
		if (!frm.doc.agreement) return;
		const fields = ["project", "contractor", "contractor_name"];
		const { message } = await frappe.db.get_value("Warranty Agreement", frm.doc.agreement, fields);
		await frm.set_value(message);
	},

	refresh(frm) {
		for (const property of ["cannot_add_rows", "cannot_delete_rows"])
			frm.set_df_property("checks", property, true);
		fangxiu.show_approval(frm);
		fangxiu.release_head(frm);
	},
});
