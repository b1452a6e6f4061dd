frappe.query_reports["Waiting for My Approval"] = {
	filters: [],

	get_datatable_options: (options) => ({ ...options, checkboxColumn: true }),

	onload(report) {
		report.get_no_result_message = () => fangxiu.nothing_to_sign();
		const button = report.page.add_inner_button(__("Review and Sign"), () =>
			fangxiu.sign_several(report)
		);
		button.removeClass("btn-default").addClass("btn-primary");
	},
};
