frappe.query_reports["KPI Tickets"] = {
	filters: [
		{ fieldname: "figure", label: __("Figure of the Register"), fieldtype: "Data", hidden: 1 },
		{
			fieldname: "kpi",
			label: __("Key Figure"),
			fieldtype: "Link",
			options: "KPI Target",
			default: "closing_rate",
			depends_on: "eval:!doc.figure",
		},
		{
			fieldname: "part",
			label: __("Part"),
			fieldtype: "Select",
			options: [
				{ value: "numerator", label: __("Numerator") },
				{ value: "denominator", label: __("Denominator") },
			],
			default: "numerator",
			depends_on: "eval:!doc.figure",
		},
		...fangxiu.reports.period_filters("Month"),
		...fangxiu.reports.scope_filters(),
	],
};
