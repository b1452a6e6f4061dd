/** What the minutes amount to stands below them. */
function say_length(frm) {
	const minutes = frm.doc.limit_minutes;
	const text = minutes
		? __("That is {0}.", [fangxiu.span(minutes * 60)])
		: __(frm.fields_dict.limit_minutes.df.description);
	frm.get_field("limit_minutes").set_new_description(text);
}

frappe.ui.form.on("Time Limit", { refresh: say_length, limit_minutes: say_length });
