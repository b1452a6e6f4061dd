frappe.listview_settings["Unit Transfer"] = {
	add_fields: ["state"],
	get_indicator(doc) {
		return [__(doc.state), doc.state === "Draft" ? "orange" : "green", `state,=,${doc.state}`];
	},
};
