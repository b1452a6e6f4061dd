frappe.listview_settings["Correction Notice"] = {
	add_fields: ["state", "due_at"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const open = ["Issued", "Served"].includes(doc.state);
		if (open && doc.due_at < frappe.datetime.system_datetime()) {
			return [
				__("Overdue", null, "Fangxiu"),
				"red",
				`due_at,<,${frappe.datetime.system_datetime()}|state,in,Issued,Served`,
			];
		}
		const colours = { Issued: "orange", Served: "blue", Closed: "green", Withdrawn: "gray" };
		return [__(doc.state, null, "Correction Notice"), colours[doc.state], `state,=,${doc.state}`];
	},
};
