frappe.query_reports["Evidence Completeness"] = {
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{
			fieldname: "kind",
			label: __("Kind of Case"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Repair Ticket", label: __("Passed on as caused by the owner") },
				{ value: "Contractor Deduction", label: __("Contractor Deduction") },
				{ value: "Compensation", label: __("Compensation") },
			],
		},
		{
			fieldname: "from_date",
			label: __("From Date"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -12),
		},
		{ fieldname: "to_date", label: __("To Date"), fieldtype: "Date" },
		{ fieldname: "only_incomplete", label: __("Only Incomplete"), fieldtype: "Check", default: 1 },
	],
};
