frappe.listview_settings["Deposit Release"] = {
	add_fields: ["state"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const colours = { Applied: "orange", Checked: "blue", Approved: "blue", Paid: "green" };
		return [__(doc.state, null, "Deposit Release"), colours[doc.state] || "gray", `state,=,${doc.state}`];
	},
};
