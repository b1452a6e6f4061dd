frappe.listview_settings["Risk Warning"] = {
	add_fields: ["state", "due_on", "level"],
	has_indicator_for_draft: true,
	onload(listview) {
		fangxiu.check_rules(listview);
	},
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.state === "Raised" && doc.due_on < today)
			return [__("Overdue", null, "Fangxiu"), "red", `due_on,<,${today}|state,=,Raised`];
		const colours = {
			"To Be Confirmed": "yellow",
			Raised: "orange",
			Rectified: "blue",
			Closed: "green",
			Withdrawn: "gray",
		};
		return [__(doc.state, null, "Risk Warning"), colours[doc.state], `state,=,${doc.state}`];
	},
};
