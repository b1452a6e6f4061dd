frappe.listview_settings["Repair Plan"] = {
	add_fields: ["state", "completion_at"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			"Awaiting Review": "orange",
			Reviewed: "blue",
			Issued: "orange",
			Signed: "green",
			"Refused to Sign": "red",
			Superseded: "gray",
		};
		return [__(doc.state, null, "Repair Plan"), colours[doc.state], `state,=,${doc.state}`];
	},
};
