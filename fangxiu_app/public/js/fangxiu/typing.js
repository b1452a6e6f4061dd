/* A dialog that shows or hides fields asks for all values, and Frappe then draws every required field anew that has none
   yet: over what is being typed into it. What stands in the field counts as its value while it is typed. */
const get_values = frappe.ui.FieldGroup.prototype.get_values;

frappe.ui.FieldGroup.prototype.get_values = function (...args) {
	for (const field of Object.values(this.fields_dict)) {
		const typed =
			field.$input?.is("input:focus, textarea:focus") && !field.value && field.get_input_value?.();
		if (typed) field.value = typed;
	}
	return get_values.apply(this, args);
};

/* The calendar of a date field finds its place a moment after it opened, and writes the chosen day into the field then: over
   what is being typed, so that the rest of 2026-12-05 became the year 2012. */
const { update_datepicker_position } = frappe.ui.form.ControlDate.prototype;

frappe.ui.form.ControlDate.prototype.update_datepicker_position = function () {
	const typed = this.$input.val();
	update_datepicker_position.call(this);
	if (this.$input.val() !== typed) this.$input.val(typed);
};
