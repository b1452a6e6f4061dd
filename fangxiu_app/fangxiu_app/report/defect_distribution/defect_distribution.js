frappe.query_reports["Defect Distribution"] = {
	filters: [
		{
			fieldname: "by",
			label: __("By"),
			fieldtype: "Select",
			options: ["Location", "Defect Type", "Contractor", "Building", "Work Type"].map((value) => ({ value, label: __(value) })),
			default: "Location",
			reqd: 1,
		},
		...fangxiu.reports.period_filters("Month"),
		{ fieldname: "most", label: __("At Most"), fieldtype: "Int", default: 10 },
		...fangxiu.reports.scope_filters(),
	],
	formatter(value, row, column, data, format) {
		const shown = format(value, row, column, data);
		if (!data || column.fieldname !== "tickets" || !data.value) return shown;
		const filters = { ...frappe.query_report.get_filter_values(), [data.field]: data.value };
		return fangxiu.reports.report_link("KPI Tickets", { ...filters, kpi: "closing_rate", part: "denominator" }, shown);
	},
};
