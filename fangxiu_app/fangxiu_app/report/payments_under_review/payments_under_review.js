frappe.query_reports["Payments Under Review"] = {
	filters: [{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" }],
};
