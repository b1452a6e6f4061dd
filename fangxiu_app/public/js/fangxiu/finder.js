/* Ctrl+G: units, tickets, owners, phones and contractors in the desk's search bar, before Frappe's own answers. */
import { esc, read } from "./util";
import { __ } from "./wording";

const WAIT = 150;
/** Before "Search for …" (100), so that Enter opens what was found. */
const FIRST = 1000;

const Bar = frappe.search.AwesomeBar;
const { setup, make_global_search, make_calculator } = Bar.prototype;
/** People with a role of this app or of finance; to everybody else the bar is Frappe's. */
const ours = () => Boolean(frappe.boot.fx_ours);

Object.assign(Bar.prototype, {
	setup(element) {
		setup.call(this, element);
		if (!ours()) return;
		this.fx_input = $(element).get(0);
		// a phone has no such key, and no room for its name
		const keys = frappe.is_mobile() ? "" : " (Ctrl + G)";
		this.fx_input.placeholder = __("Unit, ticket, owner, phone or contractor") + keys;
		// before Awesomplete's own listener: it would take the first of Frappe's answers while ours is under way
		this.fx_input.parentElement.parentElement.addEventListener(
			"keydown",
			(event) => this.fx_key(event),
			true
		);
	},

	make_global_search(txt) {
		make_global_search.call(this, txt);
		if (ours()) this.fx_ask(txt);
	},

	/** Frappe computes what begins with a digit: of flat 2-2-1501 it offered "= -1501". */
	make_calculator(txt) {
		if (!ours()) make_calculator.call(this, txt);
	},

	fx_text() {
		return this.fx_input.value.trim().replace(/\s\s+/g, " ");
	},

	fx_ask(txt) {
		if (txt.charAt(0) === "#") return;
		this.fx_wanted = txt;
		this.fx_done = null;
		clearTimeout(this.fx_timer);
		this.fx_timer = setTimeout(async () => {
			try {
				const rows = await read("overview.api_finder.find", { text: txt });
				if (txt === this.fx_text()) this.fx_show(rows || []); // none without a connection
			} finally {
				if (this.fx_wanted === txt) this.fx_done = txt;
			}
		}, WAIT);
	},

	fx_show(rows) {
		const found = rows.map(option);
		this.fx_done = this.fx_text();
		this.options = [...found, ...this.options];
		this.awesomplete.list = this.deduplicate(this.options);
		const { text, event } = this.fx_enter || {};
		// Frappe asks the key's own event whether Ctrl was held
		if (text === this.fx_done && document.activeElement === this.fx_input)
			this.awesomplete.select(undefined, undefined, event);
		this.fx_enter = null;
	},

	/** Enter before the answer is there is kept until it is. */
	fx_key(event) {
		if (event.target !== this.fx_input || event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
		const text = this.fx_text();
		if (text.length < 2 || text.charAt(0) === "#" || this.fx_done === text) return;
		event.preventDefault();
		event.stopPropagation();
		this.fx_enter = { text, event };
	},
});

function option(row, index) {
	const what = [__(row.doctype), row.place, row.state && __(row.state)].filter(Boolean).join(" · ");
	return {
		label: `<b>${esc(row.label)}</b>`,
		value: `${row.label} ${row.name}`,
		description: esc(what),
		route: ["Form", row.doctype, row.name],
		index: FIRST - index,
	};
}
