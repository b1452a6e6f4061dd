frappe.query_reports["Waiting for My Approval"] = {
	filters: [],

	nothing_to_show: () => fangxiu.nothing_to_sign(),

	get_datatable_options: (options) => ({ ...options, checkboxColumn: true }),

	after_datatable_render: () => fangxiu.cards_on_phone(frappe.query_report),

	onload(report) {
		const button = report.page.add_inner_button(__("Review and Sign"), () =>
			fangxiu.sign_several(report)
		);
		button.removeClass("btn-default").addClass("btn-primary");
	},
};
