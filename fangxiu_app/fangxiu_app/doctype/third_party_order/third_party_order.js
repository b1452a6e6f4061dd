frappe.ui.form.on("Third Party Order", {
	refresh(frm) {
		fangxiu.show_approval(frm);
		fangxiu.order_buttons(frm);
		// the verified quantities are written into its rows after the approval; rows are not added or taken away then
		for (const way of ["cannot_add_rows", "cannot_delete_rows"])
			frm.set_df_property("items", way, frm.doc.docstatus ? 1 : 0);
		fangxiu.suspension_reason(frm);
		fangxiu.fill_from_ticket(frm, "order");
		if (!frm.doc.docstatus && frappe.model.can_create("Contractor Request")) {
			frm.add_custom_button(__("Request New Contractor"), () =>
				fangxiu.request_contractor({ project: frm.doc.project, kind: "Third Party" })
			);
		}
	},

	third_party: (frm) => fangxiu.suspension_reason(frm),

	ticket(frm) {
		fangxiu.take_project(frm);
		fangxiu.fill_from_ticket(frm, "order");
	},
});
