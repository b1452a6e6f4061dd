frappe.listview_settings["Third Party Order"] = {
	add_fields: ["status", "approval_role"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			"In Approval": "orange",
			Ordered: "blue",
			Verified: "purple",
			Settled: "green",
			Cancelled: "red",
		};
		return [__(doc.status, null, "Third Party Order"), colours[doc.status], `status,=,${doc.status}`];
	},
};
