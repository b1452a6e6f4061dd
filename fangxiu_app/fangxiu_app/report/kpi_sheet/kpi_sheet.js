frappe.query_reports["KPI Sheet"] = {
	filters: [...fangxiu.reports.period_filters("Month"), ...fangxiu.reports.scope_filters()],
	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (!data) return shown;
		const part = column.fieldname;
		if ((part === "numerator" || part === "denominator") && value != null) {
			// counts stand beside sums of days: no decimals where there are none
			const number = Number.isInteger(value) ? `<div class="text-right">${value}</div>` : shown;
			if (!value) return number;
			const filters = { ...frappe.query_report.get_filter_values(), kpi: data.code, part };
			return fangxiu.reports.report_link("KPI Tickets", filters, number);
		}
		if (part === "value" && data.state) {
			return `<b class="${data.state === "met" ? "text-success" : "text-danger"}">${shown}</b>`;
		}
		if (part === "trend" && data.turn === "worse") return `<span class="text-danger">▼ ${shown}</span>`;
		if (part === "trend" && data.turn === "better") return `<span class="text-success">▲ ${shown}</span>`;
		return part === "value" ? `<b>${shown}</b>` : shown;
	},
};
