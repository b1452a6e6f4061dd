frappe.ui.form.on("Ticket Hold", {
	refresh(frm) {
		fangxiu.ticket_child(frm);
		if (frm.is_new()) {
			if (!frm.doc.starts_at) frm.set_value("starts_at", frappe.datetime.system_datetime());
		}
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},
});
