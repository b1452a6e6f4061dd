frappe.pages["contractor-account"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Contractor Account"),
		single_column: true,
	});
	wrapper.fx_account = new fangxiu.ContractorAccount(page);
};

frappe.pages["contractor-account"].on_page_show = (wrapper) => {
	const options = frappe.route_options || {};
	frappe.route_options = null;
	wrapper.fx_account.show(options);
};
