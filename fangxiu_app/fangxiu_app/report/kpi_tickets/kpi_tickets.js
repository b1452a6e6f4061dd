frappe.query_reports["KPI Tickets"] = {
	filters: [
		{ fieldname: "kpi", label: __("Key Figure"), fieldtype: "Link", options: "KPI Target", default: "closing_rate", reqd: 1 },
		{
			fieldname: "part",
			label: __("Part"),
			fieldtype: "Select",
			options: [
				{ value: "numerator", label: __("Numerator") },
				{ value: "denominator", label: __("Denominator") },
			],
			default: "numerator",
			reqd: 1,
		},
		...fangxiu.reports.period_filters("Month"),
		...fangxiu.reports.scope_filters(),
	],
};
