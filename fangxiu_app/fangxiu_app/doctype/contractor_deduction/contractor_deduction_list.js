frappe.listview_settings["Contractor Deduction"] = {
	add_fields: ["state"],
	onload(list) {
		fangxiu.deduction_list(list);
	},
	has_indicator_for_draft: true,
	has_indicator_for_cancelled: false,
	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			Notified: "blue",
			Objected: "red",
			Answered: "orange",
			Posted: "green",
		};
		return [
			__(doc.state, null, "Contractor Deduction"),
			colours[doc.state] || "gray",
			`state,=,${doc.state}`,
		];
	},
};
