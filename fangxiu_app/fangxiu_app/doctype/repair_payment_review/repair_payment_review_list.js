frappe.listview_settings["Repair Payment Review"] = {
	add_fields: ["approval_state", "approval_role"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const colours = { Draft: "gray", "In Approval": "orange", Approved: "green", Cancelled: "red" };
		return [
			__(doc.approval_state),
			colours[doc.approval_state],
			`approval_state,=,${doc.approval_state}`,
		];
	},
};
