/* A report is reloaded when it is opened again: Frappe would show the rows of the first visit. */
let last = "";

$(document).on("page-change", () => {
	const [view, name] = frappe.get_route();
	if (view !== "query-report") return;
	const report = frappe.query_report;
	// with options in the route Frappe reads it anew itself
	if (name === last && report?.report_name === name && !frappe.has_route_options()) report.refresh();
	last = name;
});
