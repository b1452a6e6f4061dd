/** Columns that open their list: column → figure of the register. */
const FIGURES = {
	open: "open",
	overdue: "overdue",
	reported: "reported",
	closed: "closed",
	repeats: "repeats",
	met: "limits_kept",
	judged: "limits_due",
};

frappe.query_reports["Engineer Workload"] = {
	filters: [...fangxiu.reports.period_filters("Month"), ...fangxiu.reports.scope_filters()],
	formatter(value, row, column, data, format) {
		const shown = format(value, row, column, data);
		const reports = fangxiu.reports;
		const figure = FIGURES[column.fieldname];
		if (!data || !data.engineer || !value || !figure) return shown;
		const filters = { ...frappe.query_report.get_filter_values(), engineer: data.engineer };
		return reports.red(reports.figure_link(figure, filters, shown), figure === "overdue");
	},
};
