frappe.query_reports["Expiry Progress"] = {
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: ["", "To Notify", "Under Way", "Closed", "Withdrawn"].map((value) => ({
				value,
				label: value && __(value),
			})),
		},
	],
};
