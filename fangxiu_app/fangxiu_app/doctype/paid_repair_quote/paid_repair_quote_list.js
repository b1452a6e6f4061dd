frappe.listview_settings["Paid Repair Quote"] = {
	add_fields: ["state", "total"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			Issued: "orange",
			Agreed: "green",
			Refused: "red",
			Superseded: "gray",
			Withdrawn: "gray",
			Waived: "blue",
		};
		return [__(doc.state, null, "Paid Repair Quote"), colours[doc.state], `state,=,${doc.state}`];
	},
};
