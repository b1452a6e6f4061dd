frappe.query_reports["Figure Definitions"] = {
	filters: [{ fieldname: "search", label: __("Search"), fieldtype: "Data" }],
	formatter(value, row, column, data, format) {
		const shown = format(value, row, column, data);
		if (!data || column.fieldname !== "title") return shown;
		const filters = data.report === "KPI Tickets" ? { figure: data.code } : {};
		return fangxiu.reports.report_link(data.report, filters, shown);
	},
};
