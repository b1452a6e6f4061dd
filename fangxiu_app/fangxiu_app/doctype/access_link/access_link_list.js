frappe.listview_settings["Access Link"] = {
	add_fields: ["state"],
	get_indicator(doc) {
		const colours = { "In Force": "orange", Used: "green", Revoked: "gray" };
		return [__(doc.state, null, "Access Link"), colours[doc.state], `state,=,${doc.state}`];
	},
};
