frappe.pages["unit-inspection"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Inspect a Unit"),
		single_column: true,
	});
	wrapper.fx_inspection = new fangxiu.UnitInspection(page);
};

frappe.pages["unit-inspection"].on_page_show = (wrapper) => {
	const { unit } = frappe.route_options || {};
	frappe.route_options = null;
	if (unit) wrapper.fx_inspection.choose(unit);
};
