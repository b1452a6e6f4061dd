frappe.pages["user-guide"].on_page_load = (wrapper) => {
	frappe.require("guide.bundle.css");
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("User Guide"), single_column: true });
	wrapper.fx_guide = new fangxiu.UserGuide(page);
};

frappe.pages["user-guide"].on_page_show = (wrapper) => wrapper.fx_guide.show();
