/* A report prints of which company it is, when and by whom it was printed, what it was asked for, and the chart
   it shows: Frappe prints the table only. */
import { esc } from "./util";
import { __ } from "./wording";

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

/** Company, time and name, and the filters; where none is set, the paper says so. ``filters`` is Frappe's own HTML of them. */
export function head_html(filters, company, printed_at, printed_by) {
	const line = (label, value) =>
		value ? `<div class="filter-row"><b>${esc(label)}:</b> ${esc(value)}</div>` : "";
	const none = line(__("Filters"), __("None: everything that the reader may see"));
	const printed = line(__("Printed At"), printed_at) + line(__("Printed By"), printed_by);
	return line(__("Company"), company) + printed + (filters.includes("filter-row") ? filters : none);
}

const filters_html = frappe.views.QueryReport.prototype.get_filters_html_for_print;

frappe.views.QueryReport.prototype.get_filters_html_for_print = function () {
	const filters = filters_html.call(this);
	const company = this.get_filter_values().company || frappe.sys_defaults?.company;
	const now = frappe.datetime.str_to_user(frappe.datetime.now_datetime());
	const ours = this.report_doc?.module === "Fangxiu App";
	const head = ours ? head_html(filters, company, now, frappe.user.full_name()) : filters;
	// a number of the filters stands beside its name, not at the right edge as in a table; one of the table is not broken
	const style = ".filter-row > div { display: inline; } td div[style*=right] { white-space: nowrap; }";
	return `<style>${style}</style>${head}${chart_html(this)}`;
};
