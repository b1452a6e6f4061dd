frappe.listview_settings["Briefing Record"] = {
	add_fields: ["state"],
	get_indicator(doc) {
		const colour = { Draft: "grey", "Awaiting Other Side": "orange" }[doc.state] || "green";
		return [__(doc.state, null, "Briefing Record"), colour, `state,=,${doc.state}`];
	},
};
