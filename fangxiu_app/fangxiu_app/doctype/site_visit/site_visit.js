frappe.ui.form.on("Site Visit", {
	refresh(frm) {
		fangxiu.ticket_child(frm, ["arrived_at", "result"]);
		fangxiu.notice_button(frm);
		fangxiu.warning_button(frm, () => ({
			visit: frm.doc.name,
			ticket: frm.doc.ticket,
			unit: frm.doc.unit,
			danger: frm.doc.findings,
		}));
		if (
			!frm.is_new() &&
			["Survey", "Emergency"].includes(frm.doc.kind) &&
			frappe.model.can_write("Site Visit")
		) {
			frm.add_custom_button(__("Free Check"), () =>
				fangxiu.record_free_check(frm.doc.name, () => frm.reload_doc())
			);
		}
		if (frm.is_new()) {
			if (!frm.doc.arrived_at) frm.set_value("arrived_at", frappe.datetime.system_datetime());
			frm.set_value("visitor", frappe.session.user);
		}
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},
});
