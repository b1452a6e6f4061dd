/* Filters and drill-down shared by the reports on repair tickets. */
import { desk_url, esc } from "./util";
import { __ } from "./wording";

const PERIODS = ["Week", "Month", "Cumulative", "Custom"];
const WORDS = { Week: __("Week"), Month: __("Month"), Cumulative: __("Cumulative"), Custom: __("From To") };

/** Frappe writes the word of its sum row in English, whatever the language (query_report.js, 15.56). */
export function name_total(datatable) {
	$(datatable.wrapper)
		.find(".dt-row-totalRow .dt-cell__content")
		.filter((_index, cell) => cell.textContent.trim() === "Total")
		.text(__("Total"));
}

/** Project, building, contractor, engineer, defect type: what every figure can be narrowed by. */
export function scope_filters() {
	return [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{
			fieldname: "building",
			label: __("Building"),
			fieldtype: "Link",
			options: "Estate Building",
			get_query: () => {
				const project = frappe.query_report.get_filter_value("project");
				return project ? { filters: { project } } : {};
			},
		},
		{
			fieldname: "contractor",
			label: __("Contractor"),
			fieldtype: "Link",
			options: "Supplier",
			get_query: () => ({ filters: fangxiu.suppliers.firm }),
		},
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
		{
			fieldname: "day",
			label: __("Date"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{
			fieldname: "until",
			label: __("Until"),
			fieldtype: "Date",
			depends_on: "eval:doc.period === 'Custom'",
		},
	];
}

/** A link with these values as its query; empty ones are left out. */
function href(route, values, shown) {
	const chosen = Object.entries(values).filter(([, value]) => value != null);
	return `<a href="${desk_url(...route)}?${esc(new URLSearchParams(chosen).toString())}">${shown}</a>`;
}

export const report_link = (report, filters, shown) => href(["query-report", report], filters, shown);

/** The records that a figure of the register counts, with the filters of the report that shows it. */
export const figure_link = (figure, filters, shown) =>
	report_link("KPI Tickets", { ...filters, figure }, shown);

/** A share of nothing is not 0 and not blank but "–": columns that say so (``report_parts.rate``), on screen and in print. */
for (const fieldtype of ["Percent", "Float"]) {
	const usual = frappe.form.formatters[fieldtype];
	frappe.form.formatters[fieldtype] = (value, df, ...rest) =>
		value == null && df && df.fx_dash
			? '<div class="text-right text-muted">–</div>'
			: usual(value, df, ...rest);
}

export const red = (shown, when) => (when ? `<b class="text-danger">${shown}</b>` : shown);

/** Columns of the cost report that lead to their vouchers, and which; an empty kind stands for all. */
const cost_kinds = {
	third_party_bills: "Third Party Bills",
	other_repair_bills: "Other Repair Bills",
	compensations: "Compensations",
	spare_parts_used: "Spare Parts Used",
	recovered_from_contractors: "Recovered From Contractors",
	paid_by_owners: "Paid By Owners",
	spent: "Spent",
	net: "",
};

/** The row of the cost report as a filter: a month as its days inside the report's own, "–" as what names nothing. */
function cost_value({ field, value }, { from_date, to_date } = {}) {
	if (field === "all") return {};
	if (!value) return { without: field };
	if (field !== "month") return { [field]: value };
	const [first, last] = [`${value}-01`, moment(`${value}-01`).endOf("month").format("YYYY-MM-DD")];
	return {
		from_date: from_date && from_date > first ? from_date : first,
		to_date: to_date && to_date < last ? to_date : last,
	};
}

frappe.provide("fangxiu.reports");
Object.assign(fangxiu.reports, {
	cost_kinds,
	cost_value,
	name_total,
	scope_filters,
	period_filters,
	report_link,
	figure_link,
	red,
});
