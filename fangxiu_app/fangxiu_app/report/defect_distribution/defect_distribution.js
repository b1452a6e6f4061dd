frappe.query_reports["Defect Distribution"] = {
	filters: [
		{
			fieldname: "by",
			label: __("By", null, "Fangxiu"),
			fieldtype: "Select",
			options: ["Location", "Defect Type", "Contractor", "Building", "Work Type"].map((value) => ({
				value,
				label: __(value, null, "Fangxiu"),
			})),
			default: "Location",
			reqd: 1,
		},
		...fangxiu.reports.period_filters("Month"),
		{ fieldname: "most", label: __("At Most"), fieldtype: "Int", default: 10 },
		...fangxiu.reports.scope_filters(),
	],
	formatter(value, row, column, data, format) {
		const shown = format(value, row, column, data);
		const figure = {
			tickets: "reported",
			open: "open_warranty",
			overdue: "overdue_warranty",
			repeats: "repeats",
		}[column.fieldname];
		if (!data || !figure || !data.value || !value || figure.endsWith("_warranty")) return shown;
		const filters = { ...frappe.query_report.get_filter_values(), [data.field]: data.value };
		return fangxiu.reports.figure_link(figure, filters, shown);
	},
};
