frappe.listview_settings["Contractor Request"] = {
	add_fields: ["state"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const colours = { Requested: "orange", Accepted: "green", Declined: "red" };
		return [__(doc.state, null, "Contractor Request"), colours[doc.state], `state,=,${doc.state}`];
	},
};
