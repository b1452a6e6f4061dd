frappe.listview_settings["Store Check"] = {
	add_fields: ["result"],
	get_indicator(doc) {
		return [
			__(doc.result, null, "Store Check"),
			doc.result === "Pass" ? "green" : "red",
			`result,=,${doc.result}`,
		];
	},
};
