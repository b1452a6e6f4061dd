frappe.listview_settings["Ticket Part"] = {
	add_fields: ["state"],
	get_indicator(doc) {
		const colours = { Reserved: "orange", Issued: "green", Returned: "gray", Freed: "gray" };
		return [__(doc.state, null, "Ticket Part"), colours[doc.state], `state,=,${doc.state}`];
	},
};
