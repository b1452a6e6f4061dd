frappe.query_reports["Overdue Clocks"] = {
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{ fieldname: "engineer", label: __("Engineer", null, "Fangxiu"), fieldtype: "Link", options: "User" },
		{
			fieldname: "contractor",
			label: __("Contractor"),
			fieldtype: "Link",
			options: "Supplier",
			get_query: () => ({ filters: fangxiu.suppliers.firm }),
		},
		{ fieldname: "clock", label: __("Time Limit"), fieldtype: "Link", options: "Time Limit" },
	],
};
