frappe.listview_settings["Compensation"] = {
	add_fields: ["status", "agreed_total"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			"In Approval": "orange",
			Approved: "blue",
			Signed: "purple",
			Settled: "green",
			"Partly Recovered": "yellow",
			Recovered: "green",
			Cancelled: "red",
		};
		return [__(doc.status, null, "Compensation"), colours[doc.status], `status,=,${doc.status}`];
	},
};
