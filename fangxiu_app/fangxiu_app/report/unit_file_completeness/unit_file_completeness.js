frappe.query_reports["Unit File Completeness"] = {
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project", reqd: 1 },
		{ fieldname: "only_incomplete", label: __("Only Incomplete"), fieldtype: "Check", default: 1 },
	],
};
