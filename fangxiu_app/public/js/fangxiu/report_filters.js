/* Filters and drill-down shared by the reports on repair tickets. */
import { esc } from "./util";

const PERIODS = ["Week", "Month", "Cumulative", "Custom"];
const WORDS = { Week: __("Week"), Month: __("Month"), Cumulative: __("Cumulative"), Custom: __("From To") };

/** Project, building, contractor, engineer, defect type: what every figure can be narrowed by. */
export function scope_filters() {
	return [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{
			fieldname: "building",
			label: __("Building"),
			fieldtype: "Link",
			options: "Building",
			get_query: () => {
				const project = frappe.query_report.get_filter_value("project");
				return project ? { filters: { project } } : {};
			},
		},
		{ fieldname: "contractor", label: __("Contractor"), fieldtype: "Link", options: "Supplier" },
		{ fieldname: "engineer", label: __("Engineer"), fieldtype: "Link", options: "User" },
		{ fieldname: "defect_type", label: __("Defect Type"), fieldtype: "Link", options: "Defect Type" },
	];
}

/** Week, month, cumulative or from-to, and the day it is about. */
export function period_filters(kind = "Month") {
	return [
		{
			fieldname: "period",
			label: __("Period"),
			fieldtype: "Select",
			options: PERIODS.map((value) => ({ value, label: WORDS[value] })),
			default: kind,
			reqd: 1,
		},
		{ fieldname: "day", label: __("Date"), fieldtype: "Date", default: frappe.datetime.get_today(), reqd: 1 },
		{ fieldname: "until", label: __("Until"), fieldtype: "Date", depends_on: "eval:doc.period === 'Custom'" },
	];
}

/** A link to another report with these filters; empty ones are left out. */
export function report_link(report, filters, shown) {
	const chosen = Object.entries(filters).filter(([, value]) => value != null && value !== "");
	const query = new URLSearchParams(chosen).toString();
	return `<a href="/app/query-report/${encodeURIComponent(report)}?${esc(query)}">${shown}</a>`;
}

frappe.provide("fangxiu.reports");
Object.assign(fangxiu.reports, { scope_filters, period_filters, report_link });
