frappe.listview_settings["Correspondence"] = {
	add_fields: ["state", "kind", "cure_until"],
	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			Issued: "orange",
			Served: "blue",
			Answered: "purple",
			Closed: "green",
			Withdrawn: "gray",
		};
		return [__(doc.state, null, "Correspondence"), colours[doc.state], `state,=,${doc.state}`];
	},
};
