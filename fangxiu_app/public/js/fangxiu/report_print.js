/* A report that shows a chart prints it too: Frappe prints the table only. */

/** What the stylesheets say of a chart; its PDF has none of them. */
const LOOK = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "text-anchor", "opacity"];

/** The chart as it stands on the screen, with its looks written into it. */
function chart_html(report) {
	const [chart] =
		report.chart_options && report.$chart?.is(":visible") ? report.$chart.find("svg.frappe-chart") : [];
	if (!chart) return "";
	const copy = chart.cloneNode(true);
	const shown = chart.querySelectorAll("*");
	copy.querySelectorAll("*").forEach((part, index) => {
		const look = getComputedStyle(shown[index]);
		part.setAttribute("style", LOOK.map((name) => `${name}:${look.getPropertyValue(name)}`).join(";"));
	});
	const { width, height } = chart.getBoundingClientRect();
	copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
	return `<div class="fx-chart" style="page-break-inside: avoid">${copy.outerHTML}</div>`;
}

const filters_html = frappe.views.QueryReport.prototype.get_filters_html_for_print;

frappe.views.QueryReport.prototype.get_filters_html_for_print = function () {
	// a number of the filters stands beside its name, not at the right edge as in a table
	return `<style>.filter-row > div { display: inline; }</style>${filters_html.call(this)}${chart_html(this)}`;
};
