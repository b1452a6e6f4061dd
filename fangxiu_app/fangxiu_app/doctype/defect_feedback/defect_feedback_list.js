frappe.listview_settings["Defect Feedback"] = {
	add_fields: ["state"],
	get_indicator(doc) {
		const colours = {
			"To Be Classified": "yellow",
			"To Be Answered": "orange",
			"Measures Under Way": "blue",
			"Effect To Be Checked": "purple",
			"Effect Proved": "cyan",
			Closed: "green",
			Withdrawn: "gray",
		};
		return [__(doc.state, null, "Defect Feedback"), colours[doc.state], `state,=,${doc.state}`];
	},
};
