frappe.listview_settings["Special Report"] = {
	add_fields: ["state", "next_due_on"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		const ended = ["Closed", "Withdrawn"].includes(doc.state);
		if (!ended && doc.next_due_on && doc.next_due_on < today)
			return [
				__("Overdue", null, "Fangxiu"),
				"red",
				`next_due_on,<,${today}|state,not in,Closed,Withdrawn`,
			];
		const colours = {
			Draft: "gray",
			"In Circulation": "blue",
			"Sent Back": "orange",
			"To Be Decided": "purple",
			Decided: "yellow",
			Answered: "green",
			Closed: "green",
			Withdrawn: "gray",
		};
		return [__(doc.state, null, "Special Report"), colours[doc.state], `state,=,${doc.state}`];
	},
};
