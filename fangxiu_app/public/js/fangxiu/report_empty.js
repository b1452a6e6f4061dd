/* What an empty report says is a setting of the report, not of the page: Frappe shows all reports on one page. */

const usual = frappe.views.QueryReport.prototype.get_no_result_message;

frappe.views.QueryReport.prototype.get_no_result_message = function () {
	const { nothing_to_show } = this.report_settings || {};
	return nothing_to_show ? nothing_to_show() : usual.call(this);
};
