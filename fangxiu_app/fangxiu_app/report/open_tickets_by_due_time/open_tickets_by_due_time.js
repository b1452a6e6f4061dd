frappe.query_reports["Open Tickets by Due Time"] = {
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{ fieldname: "from_date", label: __("From Date"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To Date"), fieldtype: "Date" },
		{ fieldname: "overdue_only", label: __("Overdue Only"), fieldtype: "Check" },
		{
			fieldname: "waiting_on",
			label: __("Waiting On"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Engineer", label: __("Engineer", null, "Fangxiu") },
				{ value: "Owner", label: __("Owner") },
				{ value: "Contractor", label: __("Contractor") },
				{ value: "Manager", label: __("Manager", null, "Fangxiu") },
				{ value: "Project Department", label: __("Project Department", null, "Fangxiu") },
				{ value: "Property Company", label: __("Property Company", null, "Fangxiu") },
				{ value: "Material", label: __("Material") },
				{ value: "Weather", label: __("Weather") },
			],
		},
		{
			fieldname: "contractor",
			label: __("Contractor"),
			fieldtype: "Link",
			options: "Supplier",
			get_query: () => ({ filters: fangxiu.suppliers.firm }),
		},
	],
	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		return column.fieldname === "time_left" && data && data.overdue_minutes > 0
			? `<span class="text-danger">${shown}</span>`
			: shown;
	},
};
