/* Forms of ERPNext's vouchers, for users of this app: no codes to choose, no English texts. */

/** Their numbers have one pattern; the second one in the list is that of returns. */
const BUYING = [
	"Material Request",
	"Purchase Order",
	"Purchase Receipt",
	"Purchase Invoice",
	"Payment Entry",
];

$(document).on("form-refresh", (_event, frm) => {
	if (!frappe.boot.fx_ours) return;
	if (BUYING.includes(frm.doctype)) frm.toggle_display("naming_series", Boolean(frm.doc.is_return));
	keep_pattern_hidden();
	if (!frappe.boot.lang.startsWith("zh")) return;
	// the sum is written out in English between two Chinese words ("CNY Nine Hundred 而已。"): better not at all
	const words = ["in_words", "base_in_words"].filter((name) => frm.fields_dict[name]);
	if (words.length) frm.toggle_display(words, false);
});

/* global cur_frm -- ERPNext calls toggle_naming_series without a form */

/** ERPNext shows the pattern again on every new voucher, after the form's own refresh. */
function keep_pattern_hidden() {
	const own = window.erpnext?.toggle_naming_series;
	if (!own || own.fx) return;
	erpnext.toggle_naming_series = () => {
		// nosemgrep: frappe-cur-frm-usage - ERPNext calls it without a form
		const hidden = BUYING.includes(cur_frm?.doctype) && !cur_frm.doc.is_return;
		if (!hidden) own();
	};
	erpnext.toggle_naming_series.fx = true;
}

/** Kinds of vouchers in a row stand there in English for whom Frappe makes no link of them. */
const { Link } = frappe.form.formatters;
frappe.form.formatters.Link = (value, df, ...rest) => {
	const shown = Link(value, df, ...rest);
	return value && shown === value && df?.options === "DocType" ? __(value) : shown;
};

/** The message after a submission was stored in the language of the installation, mostly English. */
const { SuccessAction } = frappe.ui.form;
const { load_setting } = SuccessAction.prototype;

SuccessAction.prototype.load_setting = function () {
	load_setting.call(this);
	const stored = `${this.form.doctype} has been submitted successfully`;
	const message = __("{0} has been submitted successfully", [__(this.form.doctype)]);
	for (const field of ["message", "first_success_message"]) {
		if (this.setting?.[field] === stored) this.setting[field] = message;
	}
};
