frappe.query_reports["Unit File Completeness"] = {
	filters: [
		{
			fieldname: "project",
			label: __("Project"),
			fieldtype: "Link",
			options: "Project",
			default: Object.keys(frappe.boot.fx_projects || {})[0],
			reqd: 1,
		},
		{ fieldname: "only_incomplete", label: __("Only Incomplete"), fieldtype: "Check", default: 1 },
	],
};
