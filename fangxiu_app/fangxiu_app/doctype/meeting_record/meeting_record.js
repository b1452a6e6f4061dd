frappe.ui.form.on("Meeting Record", {
	refresh(frm) {
		if (frm.is_new()) return;
		// printed before the meeting to sign on, scanned and attached afterwards
		frm.add_custom_button(__("Print Minutes and Attendance"), () => frm.print_doc());
	},
});
