frappe.listview_settings["Unit Transfer"] = {
	add_fields: ["state"],
	get_indicator(doc) {
		return [
			__(doc.state, null, "Unit Transfer"),
			{ Draft: "grey", "Awaiting Other Side": "orange" }[doc.state] || "green",
			`state,=,${doc.state}`,
		];
	},
};
