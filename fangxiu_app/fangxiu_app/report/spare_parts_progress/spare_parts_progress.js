frappe.query_reports["Spare Parts Progress"] = {
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{ fieldname: "open_only", label: __("Only What Is Missing"), fieldtype: "Check", default: 1 },
	],
	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		return data && data.late && ["risk", "shortage", "expected"].includes(column.fieldname)
			? `<span class="text-danger">${shown}</span>`
			: shown;
	},
};
