frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Tickets By Location"] = {
	method: "fangxiu_app.fangxiu_app.dashboard_chart_source.tickets_by_location.tickets_by_location.get",
	filters: [],
};
