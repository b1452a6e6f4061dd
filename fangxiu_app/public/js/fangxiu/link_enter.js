/* Link fields: what was typed is not lost to haste. Frappe asks for the list half a second after the last key; Enter or Tab within
   it took the first row of an older list, and whoever left the field by any way had his text wiped.
   - Enter before the list is there takes its first row once it is, and it can be seen.
   - Tab before it, or a click elsewhere, takes the one row that fits; if several or none do, the text stays, marked, and says so. */
const link = frappe.ui.form.ControlLink.prototype;
const { setup_awesomeplete, toggle_href, parse_validate_and_set_in_model } = link;

Object.assign(link, {
	setup_awesomeplete() {
		setup_awesomeplete.call(this);
		this.$input.on("input", () => (this.fx_asked = this.input.value));
		this.$input.on("awesomplete-select", () => (this.fx_asked = this.fx_enter = null));
		this.$input.on("focus", () => {
			if (this.$wrapper?.hasClass("fx-unsettled")) this.$input.trigger("input");
		});
		// before Awesomplete's own listeners, and Frappe's
		this.input.addEventListener("keydown", (event) => this.fx_key(event), true);
		// Frappe acts on both; the change comes first
		["change", "blur"].forEach((kind) => this.input.addEventListener(kind, () => this.fx_leave(), true));
	},

	fx_key(event) {
		const text = this.input.value;
		if (event.key === "Tab" && text && text === this.fx_asked && !this.fx_shown()) {
			event.stopImmediatePropagation(); // Awesomplete would take a row of the older list
			return;
		}
		if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) {
			this.fx_enter = null; // who types on does not want it any more
			return;
		}
		if (!text || text !== this.fx_asked || this.fx_shown()) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		this.fx_enter = text;
	},

	/** The rows offered are those for the text in the field. */
	fx_shown() {
		const rows = this.$input.cache[this.get_options()]?.[this.input.value];
		return Boolean(rows) && this.awesomplete._list === rows;
	},

	/** Frappe calls this each time a list has come. */
	toggle_href(doctype) {
		toggle_href.call(this, doctype);
		if (!this.fx_enter || this.fx_enter !== this.input.value || !this.fx_shown()) return;
		this.fx_enter = null;
		const [first] = this.awesomplete._list;
		// nothing found: the list stays open with what it offers instead
		if (first?.value && !first.action) this.awesomplete.select();
	},

	fx_leave() {
		this.fx_left = this.df.fieldtype === "Link" && this.input.value === this.fx_asked && this.fx_asked;
		this.fx_asked = this.fx_enter = null;
	},

	/** Frappe's way into the document, for a chosen row and for a text left behind alike. */
	parse_validate_and_set_in_model(value, event, label) {
		const text = this.fx_left;
		this.fx_left = null;
		if (this.fx_settling && this.fx_settling === this.input.value) return Promise.resolve();
		this.$wrapper?.removeClass("fx-unsettled has-error");
		if (text && text === this.input.value && !this.title_value_map?.[text]) return this.fx_settle(text);
		return parse_validate_and_set_in_model.call(this, value, event, label);
	},

	async fx_settle(text) {
		this.fx_settling = text;
		let rows;
		try {
			rows = await this.fx_rows(text);
		} finally {
			this.fx_settling = null;
		}
		if (this.input.value !== text || this.$input.is(":focus")) return; // typed on meanwhile
		const same = rows.filter((row) => [row.value, row.label].includes(text));
		const [row] = same.length ? same : rows.length === 1 ? rows : [];
		if (row && row.label) this.set_input_value(this.get_translated(row.label));
		await parse_validate_and_set_in_model.call(
			this,
			row?.value || "",
			null,
			row?.label || row?.value || ""
		);
		if (row) return;
		this.$input.val(text);
		this.$wrapper?.addClass("fx-unsettled has-error");
		const said = rows.length
			? __("{0}: {1} fits several entries. Click the field and choose one.", [
					__(this.df.label, null, this.df.parent),
					text,
				])
			: __("{0}: nothing was found for {1}. Type another word.", [
					__(this.df.label, null, this.df.parent),
					text,
				]);
		frappe.show_alert({ message: frappe.utils.escape_html(said), indicator: "orange" }, 10);
	},

	/** The rows for a text, asked for as Frappe asks for its list. */
	async fx_rows(text) {
		const doctype = this.get_options();
		const rows = this.$input.cache[doctype]?.[text];
		if (rows) return rows.filter((row) => row.value && !row.action);
		const args = { txt: text, doctype, ignore_user_permissions: this.df.ignore_user_permissions };
		Object.assign(args, { reference_doctype: this.get_reference_doctype() || "", page_length: 10 });
		this.set_custom_query(args);
		const found = await frappe.call({
			type: "POST",
			method: "frappe.desk.search.search_link",
			no_spinner: true,
			args,
		});
		return this.merge_duplicates(found.message || []);
	},
});
