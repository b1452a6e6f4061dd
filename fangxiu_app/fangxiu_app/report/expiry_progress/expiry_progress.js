frappe.query_reports["Expiry Progress"] = {
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: ["", "To Notify", "Under Way", "Closed", "Withdrawn"].map((value) => ({
				value,
				label: value && __(value),
			})),
		},
	],
	formatter(value, row, column, data, stock) {
		const text = stock(value, row, column, data);
		if (column.fieldname !== "title" || !data?.name) return text;
		return `<a href="${frappe.utils.get_form_link("Expiry Campaign", data.name)}">${text}</a>`;
	},
};
