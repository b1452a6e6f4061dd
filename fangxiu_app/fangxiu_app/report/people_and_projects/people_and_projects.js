frappe.query_reports["People and Projects"] = {
	filters: [],
	onload(report) {
		report.page.add_inner_button(__("Add Person"), () => fangxiu.edit_person(report));
		report.page.wrapper.on("click", "[data-person]", (event) => {
			event.preventDefault();
			fangxiu.edit_person(report, event.currentTarget.dataset.person);
		});
	},
	formatter(value, row, column, data, original) {
		const shown = original(value, row, column, data);
		if (column.fieldname !== "full_name" || !data) return shown;
		return `<a href="#" data-person="${frappe.utils.escape_html(data.user)}">${frappe.utils.escape_html(value)}</a>`;
	},
};
