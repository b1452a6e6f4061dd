frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Reported and Closed"] = {
	method: "fangxiu_app.fangxiu_app.dashboard_chart_source.reported_and_closed.reported_and_closed.get",
	filters: [],
};
