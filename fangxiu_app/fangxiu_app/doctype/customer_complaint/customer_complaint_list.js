frappe.listview_settings["Customer Complaint"] = {
	add_fields: ["state", "next_due_at", "level"],
	has_indicator_for_draft: true,
	formatters: {
		level(value) {
			const colour = { Serious: "orange", Major: "red" }[value] || "blue";
			return `<span class="indicator-pill ${colour} ellipsis">${__(value, null, "Customer Complaint")}</span>`;
		},
	},
	get_indicator(doc) {
		const now = frappe.datetime.system_datetime();
		const ended = ["Closed", "Withdrawn"].includes(doc.state);
		if (!ended && doc.next_due_at && doc.next_due_at < now)
			return [
				`${__(doc.state, null, "Customer Complaint")} · ${__("Overdue", null, "Fangxiu")}`,
				"red",
				`next_due_at,<,${now}|state,not in,Closed,Withdrawn`,
			];
		const colours = {
			Registered: "orange",
			Contacted: "orange",
			Investigating: "blue",
			"Answer in Approval": "purple",
			"Answer Approved": "purple",
			Answered: "yellow",
			Confirmed: "green",
			Closed: "green",
			Withdrawn: "gray",
		};
		return [__(doc.state, null, "Customer Complaint"), colours[doc.state], `state,=,${doc.state}`];
	},
};
