/* Link fields: Enter pressed before the list for the typed text is there is kept until it is. Frappe asks half a second after
   the last key; Enter within it took the first row of an older list, or left a text that is no name and was wiped. */
const link = frappe.ui.form.ControlLink.prototype;
const { setup_awesomeplete, toggle_href } = link;

Object.assign(link, {
	setup_awesomeplete() {
		setup_awesomeplete.call(this);
		this.$input.on("input", () => (this.fx_asked = this.input.value));
		this.$input.on("blur awesomplete-select", () => (this.fx_asked = this.fx_enter = null));
		// before Awesomplete's own listener
		this.input.addEventListener("keydown", (event) => this.fx_key(event), true);
	},

	fx_key(event) {
		const text = this.input.value;
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
});
