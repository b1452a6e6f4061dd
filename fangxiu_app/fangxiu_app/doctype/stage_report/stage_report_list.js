frappe.listview_settings["Stage Report"] = {
	add_fields: ["state", "kind", "version"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const colours = { Draft: "orange", Issued: "green", Superseded: "gray" };
		return [__(doc.state, null, "Stage Report"), colours[doc.state], `state,=,${doc.state}`];
	},
};
