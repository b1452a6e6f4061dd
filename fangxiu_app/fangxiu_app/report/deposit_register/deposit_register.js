frappe.query_reports["Deposit Register"] = {
	onload: (report) => fangxiu.deposit_move(report.page),
	after_datatable_render: (datatable) => fangxiu.reports.name_total(datatable),
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{
			fieldname: "contractor",
			label: __("Contractor"),
			fieldtype: "Link",
			options: "Supplier",
			get_query: () => ({ filters: fangxiu.suppliers.firm }),
		},
		{ fieldname: "with_balance", label: __("With a Balance Only"), fieldtype: "Check" },
	],
	formatter(value, row, column, data, default_formatter) {
		const past = column.fieldname === "days_left" && value < 0;
		const shown = past
			? `<div style="text-align: right">${__("Expired {0} days ago", [-value])}</div>`
			: default_formatter(value, row, column, data);
		const wrong = column.fieldname === "difference" && data && data.difference;
		const due = column.fieldname === "days_left" && data && data.balance && data.days_left < 0;
		return wrong || due ? `<span class="text-danger">${shown}</span>` : shown;
	},
};
