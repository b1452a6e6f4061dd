frappe.listview_settings["Outbox Message"] = {
	add_fields: ["state", "recipient_kind", "recipient_name", "next_try_at"],
	formatters: {
		recipient: (_value, _df, doc) => frappe.utils.escape_html(fangxiu.recipient(doc)),
		sent_at: (_value, _df, doc) => frappe.utils.escape_html(fangxiu.sent_or_waits(doc)),
	},
	refresh(listview) {
		fangxiu.show_message_list(listview);
	},
	get_indicator(doc) {
		const colours = { Queued: "orange", Sent: "green", Failed: "red", Cancelled: "gray" };
		return [__(doc.state, null, "Outbox Message"), colours[doc.state], `state,=,${doc.state}`];
	},
};
