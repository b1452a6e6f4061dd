frappe.listview_settings["Outbox Message"] = {
	add_fields: ["state"],
	get_indicator(doc) {
		const colours = { Queued: "orange", Sent: "green", Failed: "red", Cancelled: "gray" };
		return [__(doc.state), colours[doc.state], `state,=,${doc.state}`];
	},
};
