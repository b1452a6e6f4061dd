frappe.query_reports["Long Repairs"] = {
	filters: fangxiu.reports.scope_filters(),
	formatter(value, row, column, data, format) {
		const bad = column.fieldname === "late" || (column.fieldname === "missed" && value > 0);
		return fangxiu.reports.red(format(value, row, column, data), bad && value);
	},
};
