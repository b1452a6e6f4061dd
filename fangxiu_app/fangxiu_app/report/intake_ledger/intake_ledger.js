frappe.query_reports["Intake Ledger"] = {
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{
			fieldname: "from_date",
			label: __("From Date"),
			fieldtype: "Date",
			default: frappe.datetime.add_days(frappe.datetime.get_today(), -6),
		},
		{
			fieldname: "to_date",
			label: __("To Date"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
		},
		{
			fieldname: "channel",
			label: __("Channel", null, "Fangxiu"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Repair Centre", label: __("Repair Centre", null, "Fangxiu") },
				{ value: "Property Desk", label: __("Property Desk", null, "Fangxiu") },
				{ value: "Customer Service", label: __("Customer Service", null, "Fangxiu") },
				{ value: "Call Centre", label: __("Call Centre", null, "Fangxiu") },
				{ value: "Walk-in", label: __("Walk-in") },
				{ value: "Owner Link", label: __("Owner Link") },
				{ value: "Media", label: __("Media") },
			],
		},
	],
};
