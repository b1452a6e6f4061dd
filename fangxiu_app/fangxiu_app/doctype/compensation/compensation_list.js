frappe.listview_settings["Compensation"] = {
	add_fields: ["status", "agreed_total"],
	get_indicator(doc) {
		const colours = { Draft: "gray", "In Approval": "orange", Approved: "blue", Signed: "green", Cancelled: "red" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
