frappe.listview_settings["Expiry Briefing"] = {
	add_fields: ["state"],
	get_indicator(doc) {
		const colours = { Draft: "gray", "Awaiting Other Side": "orange", Signed: "green" };
		return [__(doc.state, null, "Expiry Briefing"), colours[doc.state], `state,=,${doc.state}`];
	},
};
