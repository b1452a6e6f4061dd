frappe.query_reports["Repeat Repairs"] = {
	filters: [
		...fangxiu.reports.period_filters("Month"),
		{
			fieldname: "repeat_state",
			label: __("Repeat Repair"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Suspected", label: __("Suspected") },
				{ value: "Confirmed", label: __("Confirmed") },
				{ value: "Rejected", label: __("Rejected", null, "Fangxiu") },
			],
		},
		...fangxiu.reports.scope_filters(),
	],
	formatter: (value, row, column, data, format) =>
		fangxiu.reports.red(format(value, row, column, data), column.fieldname === "visit" && value),
};
