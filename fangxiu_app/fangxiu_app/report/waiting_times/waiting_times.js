frappe.query_reports["Waiting Times"] = {
	filters: [
		{
			fieldname: "group_by",
			label: __("Group By"),
			fieldtype: "Select",
			default: "Ticket",
			options: [
				{ value: "Ticket", label: __("Ticket") },
				{ value: "Contractor", label: __("Contractor") },
				{ value: "Engineer", label: __("Engineer", null, "Fangxiu") },
				{ value: "Project", label: __("Project") },
			],
		},
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{ fieldname: "from_date", label: __("From Date"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To Date"), fieldtype: "Date" },
		{
			fieldname: "contractor",
			label: __("Contractor"),
			fieldtype: "Link",
			options: "Supplier",
			get_query: () => ({ filters: fangxiu.suppliers.firm }),
		},
		{ fieldname: "open_only", label: __("Open Only"), fieldtype: "Check" },
	],
};
