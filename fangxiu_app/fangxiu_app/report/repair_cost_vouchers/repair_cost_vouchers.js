frappe.query_reports["Repair Cost Vouchers"] = {
	after_datatable_render: (datatable) => fangxiu.reports.name_total(datatable),
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: [
				"",
				"Spent",
				"Borne by Us",
				...Object.values(fangxiu.reports.cost_kinds).filter((kind) => kind && kind !== "Spent"),
			].map((value) => ({ value, label: __(value) })),
		},
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
		{ fieldname: "ticket", label: __("Repair Ticket"), fieldtype: "Link", options: "Repair Ticket" },
		{
			fieldname: "without",
			label: __("Naming No"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "location", label: __("Location", null, "Fangxiu") },
				{ value: "defect_type", label: __("Defect Type") },
				{ value: "contractor", label: __("Contractor") },
				{ value: "project", label: __("Project") },
				{ value: "ticket", label: __("Repair Ticket") },
			],
		},
		{ fieldname: "from_date", label: __("From Date"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To Date"), fieldtype: "Date" },
	],
};
