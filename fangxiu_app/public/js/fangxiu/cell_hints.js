/* Hints in the empty cells of a table: Frappe looks the label up without its document, and a flat read 单位. */
const { make_control } = frappe.ui.form;

frappe.ui.form.make_control = function (options) {
	const field = make_control.call(this, options);
	if (options.grid_row && options.only_input) {
		const { placeholder, label, parent } = options.df;
		// Frappe writes its hint after it has made the field
		setTimeout(() => field.$input?.attr("placeholder", __(placeholder || label, null, parent)));
	}
	return field;
};
