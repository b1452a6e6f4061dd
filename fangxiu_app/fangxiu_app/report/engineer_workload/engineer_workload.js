frappe.query_reports["Engineer Workload"] = {
	filters: [...fangxiu.reports.period_filters("Month"), ...fangxiu.reports.scope_filters()],
	formatter(value, row, column, data, format) {
		const shown = format(value, row, column, data);
		if (!data || !data.engineer || !value) return shown;
		const reports = fangxiu.reports;
		if (column.fieldname === "open") return reports.ticket_list({ engineer: data.engineer, ...reports.unfinished() }, shown);
		if (column.fieldname === "overdue") {
			const late = { next_due_at: JSON.stringify(["<", frappe.datetime.now_datetime()]) };
			return reports.red(reports.ticket_list({ engineer: data.engineer, ...reports.unfinished(), ...late }, shown), true);
		}
		const figure = { reported: "denominator", closed: "numerator" }[column.fieldname];
		if (!figure) return shown;
		const filters = { ...frappe.query_report.get_filter_values(), engineer: data.engineer, kpi: "closing_rate", part: figure };
		return reports.report_link("KPI Tickets", filters, shown);
	},
};
