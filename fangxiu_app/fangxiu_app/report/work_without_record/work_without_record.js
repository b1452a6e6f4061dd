frappe.query_reports["Work Without Record"] = {
	filters: fangxiu.reports.scope_filters(),
	formatter: (value, row, column, data, format) =>
		fangxiu.reports.red(
			format(value, row, column, data),
			column.fieldname === "days_without" && value > 1
		),
};
