frappe.listview_settings["Outbox Message"] = {
	add_fields: ["state"],
	get_indicator(doc) {
		const colours = { Queued: "orange", Sent: "green", Failed: "red", Cancelled: "gray" };
		return [__(doc.state, null, "Outbox Message"), colours[doc.state], `state,=,${doc.state}`];
	},
};
