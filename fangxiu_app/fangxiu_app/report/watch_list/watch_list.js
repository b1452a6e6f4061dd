frappe.query_reports["Watch List"] = {
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{
			fieldname: "reason",
			label: __("Reason for Watching"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Emergency", label: __("Emergency Open Too Long") },
				{ value: "Repeat", label: __("Repeat Repair") },
				{ value: "Complex", label: __("Complex") },
				{ value: "Important", label: __("Important Plan") },
				{ value: "Long", label: __("Over Half a Month") },
				{ value: "Correction", label: __("Correction Overdue") },
				{ value: "By Hand", label: __("By Hand") },
			],
		},
		{ fieldname: "engineer", label: __("Engineer", null, "Fangxiu"), fieldtype: "Link", options: "User" },
		{
			fieldname: "contractor",
			label: __("Contractor"),
			fieldtype: "Link",
			options: "Supplier",
			get_query: () => ({ filters: fangxiu.suppliers.firm }),
		},
	],

	onload(report) {
		if (!frappe.model.can_create("Watch Entry")) return;
		report.page.add_inner_button(__("Add Ticket"), () =>
			fangxiu.watch("Watch", null, () => report.refresh())
		);
		report.page.add_inner_button(__("Record Instruction"), () =>
			fangxiu.watch("Instruct", null, () => report.refresh())
		);
	},

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		const late = column.fieldname === "next_due_at" && value && value < frappe.datetime.system_datetime();
		return late ? `<span class="text-danger">${shown}</span>` : shown;
	},
};
