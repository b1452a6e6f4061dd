frappe.listview_settings["Outbox Message"] = {
	add_fields: ["state", "recipient_kind"],
	formatters: {
		recipient: (value, df, doc) =>
			frappe.utils.escape_html(doc.recipient_kind === "Role" ? __(value) : value || ""),
	},
	get_indicator(doc) {
		const colours = { Queued: "orange", Sent: "green", Failed: "red", Cancelled: "gray" };
		return [__(doc.state, null, "Outbox Message"), colours[doc.state], `state,=,${doc.state}`];
	},
};
