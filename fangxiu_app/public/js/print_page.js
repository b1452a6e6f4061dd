/* The print page of this app's documents: forms by their Chinese names, and only who can mend the server hears of its PDF program. */
{
	const page = frappe.ui.form.PrintView.prototype;
	const { add_sidebar_item, set_default_print_format, is_wkhtmltopdf_valid } = page;
	const is_ours = (view) => view.frm?.meta.module === "Fangxiu App";

	Object.assign(page, {
		/** Frappe's field shows names as they are stored; beside it stands one of ours, a choice among the forms of the document. */
		add_sidebar_item(df, ...rest) {
			const field = add_sidebar_item.call(this, df, ...rest);
			if (df.fieldname === "print_format") {
				const { label, change } = df;
				const own = { fieldtype: "Select", fieldname: "fx_form", label, change, options: [] };
				this.fx_forms = { theirs: field, ours: add_sidebar_item.call(this, own) };
			}
			return field;
		},

		set_default_print_format() {
			const { ours, theirs } = this.fx_forms;
			const own = is_ours(this);
			theirs.$wrapper.toggle(!own);
			ours.$wrapper.toggle(own);
			this.print_format_selector = (own ? ours : theirs).$input;
			if (!own) return set_default_print_format.call(this);
			const { doctype, meta } = this.frm;
			if (this.fx_forms.of === doctype) return; // what was chosen for the last one
			this.fx_forms.of = doctype;
			const names = frappe.meta.get_print_formats(doctype);
			ours.df.options = names.map((value) => ({ value, label: __(value) }));
			ours.set_input(meta.default_print_format || "Standard");
		},

		/** Our forms have no header or footer of wkhtmltopdf's own: a version without them prints them whole. */
		async is_wkhtmltopdf_valid() {
			if (!is_ours(this) || frappe.user.has_role("System Manager"))
				await is_wkhtmltopdf_valid.call(this);
		},
	});
}
