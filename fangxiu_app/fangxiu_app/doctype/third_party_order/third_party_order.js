frappe.ui.form.on("Third Party Order", {
	refresh(frm) {
		fangxiu.show_approval(frm);
		fangxiu.order_buttons(frm);
		fangxiu.fill_from_ticket(frm, "order");
		if (!frm.doc.docstatus && frappe.model.can_create("Contractor Request")) {
			frm.add_custom_button(__("Request New Contractor"), () =>
				fangxiu.request_contractor({ project: frm.doc.project, kind: "Third Party" })
			);
		}
	},

	ticket(frm) {
		fangxiu.take_project(frm);
		fangxiu.fill_from_ticket(frm, "order");
	},
});
