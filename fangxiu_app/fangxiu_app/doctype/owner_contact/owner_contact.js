frappe.ui.form.on("Owner Contact", {
	refresh(frm) {
		fangxiu.ticket_child(frm, ["contacted_at", "outcome", "purpose"]);
		if (frm.is_new()) {
			if (!frm.doc.contacted_at) frm.set_value("contacted_at", frappe.datetime.system_datetime());
		}
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},
});
