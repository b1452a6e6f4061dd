frappe.query_reports["Repair Costs"] = {
	filters: [
		{
			fieldname: "by",
			label: __("By", null, "Fangxiu"),
			fieldtype: "Select",
			options: ["Location", "Defect Type", "Contractor", "Project", "Month", "Repair Ticket"].map(
				(value) => ({ value, label: __(value, null, "Fangxiu") })
			),
			default: "Location",
			reqd: 1,
		},
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{
			fieldname: "contractor",
			label: __("Contractor"),
			fieldtype: "Link",
			options: "Supplier",
			get_query: () => ({ filters: fangxiu.suppliers.firm }),
		},
		{
			fieldname: "location",
			label: __("Location", null, "Fangxiu"),
			fieldtype: "Link",
			options: "Repair Location",
		},
		{ fieldname: "defect_type", label: __("Defect Type"), fieldtype: "Link", options: "Defect Type" },
		{
			fieldname: "warranty_item",
			label: __("Warranty Item"),
			fieldtype: "Link",
			options: "Warranty Item",
		},
		{
			fieldname: "from_date",
			label: __("From Date"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -12),
		},
		{
			fieldname: "to_date",
			label: __("To Date"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
		},
	],
	formatter(value, row, column, data, format) {
		const shown = format(value, row, column, data);
		const kind = fangxiu.reports.cost_kinds[column.fieldname];
		if (!data || !data.field || !value || kind === undefined)
			return column.fieldname === "net" ? `<b>${shown}</b>` : shown;
		const { by: _by, ...chosen } = frappe.query_report.get_filter_values();
		return fangxiu.reports.report_link(
			"Repair Cost Vouchers",
			{ ...chosen, ...fangxiu.reports.cost_value(data, chosen), kind },
			shown
		);
	},
};
