frappe.listview_settings["Complaint Answer"] = {
	add_fields: ["approval_state", "given_at"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		if (doc.given_at) return [__("Given"), "green", "given_at,is,set"];
		const colours = { Draft: "gray", "In Approval": "orange", Approved: "blue", Cancelled: "red" };
		return [
			__(doc.approval_state, null, "Complaint Answer"),
			colours[doc.approval_state],
			`approval_state,=,${doc.approval_state}`,
		];
	},
};
