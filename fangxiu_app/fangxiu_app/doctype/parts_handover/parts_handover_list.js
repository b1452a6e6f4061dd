frappe.listview_settings["Parts Handover"] = {
	add_fields: ["state"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const colour = { Draft: "grey", "Awaiting Other Side": "orange" }[doc.state] || "green";
		return [__(doc.state, null, "Parts Handover"), colour, `state,=,${doc.state}`];
	},
};
