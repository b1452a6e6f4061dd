frappe.pages["delivery-board"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Delivery Board"),
		single_column: true,
	});
	wrapper.fx_delivery = new fangxiu.DeliveryBoard(page);
};

frappe.pages["delivery-board"].on_page_show = (wrapper) => {
	const options = frappe.route_options || {};
	frappe.route_options = null;
	wrapper.fx_delivery.show(options);
};
