frappe.listview_settings["Meter Charge"] = {
	add_fields: ["state"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const colours = { Draft: "orange", Confirmed: "blue", Cancelled: "gray" };
		return [__(doc.state, null, "Meter Charge"), colours[doc.state], `state,=,${doc.state}`];
	},
};
