frappe.query_reports["Incomplete Documents"] = {
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{
			fieldname: "from_date",
			label: __("From Date"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -3),
		},
		{ fieldname: "to_date", label: __("To Date"), fieldtype: "Date" },
		{
			fieldname: "lacking",
			label: __("Missing Items", null, "Fangxiu"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Photo Before", label: __("No photo before the work") },
				{ value: "Plan Unsigned", label: __("Plan not signed") },
				{ value: "Patrols", label: __("Patrol days missing") },
				{ value: "Notice Unserved", label: __("Correction notice not served") },
				{ value: "Long Notice", label: __("Long repair: owner not notified") },
				{ value: "Proof", label: __("No proof of the written notice") },
				{ value: "Photo After", label: __("No photo after the work") },
				{ value: "Cleaning Photo", label: __("No photo of the cleaning") },
				{ value: "Follow-up", label: __("Follow-up overdue") },
			],
		},
		{ fieldname: "engineer", label: __("Engineer", null, "Fangxiu"), fieldtype: "Link", options: "User" },
		{
			fieldname: "contractor",
			label: __("Contractor"),
			fieldtype: "Link",
			options: "Supplier",
			get_query: () => ({ filters: fangxiu.suppliers.firm }),
		},
	],
};
