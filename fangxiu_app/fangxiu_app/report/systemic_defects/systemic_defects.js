frappe.query_reports["Systemic Defects"] = {
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{ fieldname: "units", label: __("In At Least (Units)"), fieldtype: "Int", default: 3 },
		{ fieldname: "days", label: __("Within (Days)"), fieldtype: "Int", default: 180 },
	],
	formatter(value, row, column, data, format) {
		if (!data || column.fieldname !== "warning" || value || !frappe.model.can_create("Risk Warning")) {
			return format(value, row, column, data);
		}
		const words = {
			project: data.project,
			building: data.building,
			location: data.location,
			defect_type: data.defect_type,
			kind: "Systemic Construction Defect",
			subject: __("{0} {1} in {2} units", [data.location, data.defect_type, data.units]),
		};
		const query = new URLSearchParams(words).toString();
		return `<a href="${frappe.router.make_url(["risk-warning", "new"])}?${frappe.utils.escape_html(query)}">${frappe.utils.escape_html(__("Raise Risk Warning"))}</a>`;
	},
};
