frappe.listview_settings["Unit Import"] = {
	add_fields: ["state"],
	get_indicator(doc) {
		const colours = { Running: "blue", Done: "green", "With Errors": "orange", Failed: "red" };
		return [__(doc.state, null, "Unit Import"), colours[doc.state], `state,=,${doc.state}`];
	},
};
