/* Where Frappe 15.56.1 looks a label or a choice up without its document: a flat read 单位, a transfer 已转移. */
const { make_control } = frappe.ui.form;

/** Hints in the empty cells of a table. */
frappe.ui.form.make_control = function (options) {
	const field = make_control.call(this, options);
	if (options.grid_row && options.only_input) {
		const { placeholder, label, parent } = options.df;
		// Frappe writes its hint after it has made the field
		setTimeout(() => field.$input?.attr("placeholder", __(placeholder || label, null, parent)));
	}
	return field;
};

const { set_options } = frappe.ui.form.ControlSelect.prototype;
const on_a_form_of_others = () => {
	const [kind, doctype] = frappe.get_route() || [];
	return kind === "Form" && frappe.get_meta(doctype)?.module !== "Fangxiu App";
};

/** Choices in dialogs and of filters, which belong to no document: people of this app read them in its sense. */
frappe.ui.form.ControlSelect.prototype.set_options = function (...args) {
	const { df } = this;
	const bare = df && !df.context && !df.parent && !this.doctype;
	if (bare && frappe.boot.fx_ours && !on_a_form_of_others()) df.context = "Fangxiu";
	return set_options.apply(this, args);
};

/** Makes `method` look words up for the document that `doctype_of(this)` names. */
function within(Class, method, doctype_of) {
	const stock = Class?.prototype[method];
	if (!stock) return;
	Class.prototype[method] = function (...args) {
		const { __ } = globalThis;
		const doctype = doctype_of(this);
		globalThis.__ = (text, values, context) => __(text, values, context || doctype);
		try {
			return stock.apply(this, args);
		} finally {
			globalThis.__ = __;
		}
	};
}

const of_list = ({ doctype }) => doctype;
within(frappe.views.ListGroupBy, "render_group_by_items", of_list);
within(frappe.views.ListGroupBy, "get_dropdown_html", of_list);
within(frappe.views.ReportView, "get_filters_html_for_print", of_list);
within(frappe.ui.form.Toolbar, "show_jump_to_field_dialog", ({ frm }) => frm.doctype);
