frappe.pages["standard-forms"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Standard Forms"),
		single_column: true,
	});
	wrapper.fx_forms = new fangxiu.StandardForms(page);
};

frappe.pages["standard-forms"].on_page_show = (wrapper) => wrapper.fx_forms.show();
