frappe.ui.form.on("Delivery Milestone", {
	refresh(frm) {
		frm.toggle_enable(["manual_on", "manual_note", "manual_file"], !frm.doc.evidence);
		frm.add_custom_button(__("Delivery Board"), () =>
			frappe.set_route("delivery-board", { batch: frm.doc.batch })
		);
		if (frappe.model.can_read("Defect Feedback"))
			frm.add_custom_button(__("Lessons Library"), () =>
				frappe.set_route("query-report", "Lessons Library")
			);
	},
});
