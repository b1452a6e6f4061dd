frappe.query_reports["Third Party Cost"] = {
	filters: [{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" }],
};
