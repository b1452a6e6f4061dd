/* A report is reloaded when it is opened again: Frappe would show the rows of the first visit.

Coming back from a document keeps the filters; opened from a desk the report begins anew.
*/
let last = "";

$(document).on("page-change", () => {
	const [view, name] = frappe.get_route();
	if (view !== "query-report") return;
	const report = frappe.query_report;
	// with options in the route Frappe reads it anew itself
	if (name === last && report?.report_name === name && !frappe.has_route_options()) open_again(report);
	last = name;
});

function open_again(report) {
	const [from] = frappe.get_prev_route();
	if (from === "Workspaces" && report.filters?.length) report.refresh_report({});
	else report.refresh();
}
