frappe.ui.form.on("Site Visit", {
	refresh(frm) {
		fangxiu.ticket_child(frm, ["arrived_at", "result"]);
		fangxiu.notice_button(frm);
		if (frm.is_new()) {
			if (!frm.doc.arrived_at) frm.set_value("arrived_at", frappe.datetime.system_datetime());
			frm.set_value("visitor", frappe.session.user);
		}
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},
});
