frappe.pages["building-board"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Building Board"),
		single_column: true,
	});
	wrapper.fx_board = new fangxiu.BuildingBoard(page);
};

frappe.pages["building-board"].on_page_show = (wrapper) => {
	const options = frappe.route_options || {};
	frappe.route_options = null;
	wrapper.fx_board.show(options);
};
