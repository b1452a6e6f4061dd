frappe.query_reports["Third Party Cost"] = {
	after_datatable_render: (datatable) => fangxiu.reports.name_total(datatable),
	filters: [{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" }],
};
