/* A report that is opened again shows what is true now: Frappe keeps the rows of the first visit, e.g. what was signed since. */
let last = "";

$(document).on("page-change", () => {
	const [view, name] = frappe.get_route();
	if (view !== "query-report") return;
	const report = frappe.query_report;
	// with options in the route Frappe reads it anew itself
	if (name === last && report?.report_name === name && !frappe.has_route_options()) report.refresh();
	last = name;
});
