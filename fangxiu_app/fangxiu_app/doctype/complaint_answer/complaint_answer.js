frappe.ui.form.on("Complaint Answer", {
	refresh(frm) {
		fangxiu.show_approval(frm);
		if (frm.doc.complaint)
			frm.add_custom_button(__("Customer Complaint"), () =>
				frappe.set_route("Form", "Customer Complaint", frm.doc.complaint)
			);
	},
});
