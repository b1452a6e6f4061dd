/* The unit field of the intake dialog: words in any order, a phone tail, an owner's name; arrow keys and Enter choose. */
import { esc, read } from "./util";
import { __ } from "./wording";

const WAIT = 180;
const LIMIT = 8;

export class UnitSearch {
	/** ``on_choose(row)`` when a unit is taken, ``on_clear()`` as soon as the words no longer are that unit. */
	constructor(parent, on_choose, on_clear) {
		this.on_choose = on_choose;
		this.on_clear = on_clear;
		this.rows = [];
		this.at = -1;
		this.asked = 0;
		// the first one of the page keeps the plain id
		const id = document.getElementById("fx-unit-input")
			? `fx-unit-${frappe.utils.get_random(6)}`
			: "fx-unit";
		this.box = $(`<div class="fx-unit">
			<label class="control-label reqd" for="${id}-input">${esc(__("Unit"))}</label>
			<input id="${id}-input" class="form-control" type="text" autocomplete="off" role="combobox" aria-expanded="false"
				aria-controls="${id}-list" placeholder="${esc(__("3 2 1501, phone tail or owner's name"))}">
			<ul id="${id}-list" class="fx-unit-list" role="listbox" hidden></ul>
		</div>`).appendTo(parent);
		this.input = this.box.find("input");
		this.list = this.box.find("ul");
		const later = frappe.utils.debounce(() => this.search(), WAIT);
		this.input.on("input", () => this.changed() && later());
		this.input.on("keydown", (event) => this.on_key(event));
		// a click on the list blurs the input first; and the dialog moves the focus while it opens
		this.input.on("blur", () => setTimeout(() => this.input.is(":focus") || this.close(), 200));
		this.list.on("mousedown", "li[data-index]", (event) =>
			this.choose(Number(event.currentTarget.dataset.index))
		);
	}

	focus() {
		this.input.trigger("focus");
	}

	text() {
		return this.input.val().trim();
	}

	/** Other words than those of the chosen unit: it is no longer chosen, and what is typed is looked for. */
	changed() {
		this.enter = false;
		if (this.chosen && this.text() !== this.chosen.title) {
			this.chosen = null;
			this.on_clear?.();
		}
		return !this.chosen;
	}

	async search() {
		const text = this.text();
		if (!text || this.chosen) return this.close();
		if (text === this.asking) return;
		this.asking = text;
		const mine = ++this.asked;
		try {
			const rows = await read("tickets.intake.api_intake.lookup", { text, limit: LIMIT });
			if (rows && mine === this.asked && text === this.text() && !this.chosen) this.show(rows, text);
		} finally {
			if (mine === this.asked) this.asking = null;
		}
	}

	show(rows, text) {
		this.rows = rows;
		this.shown = text;
		this.at = rows.length ? 0 : -1;
		this.list.html(
			rows.length ? rows.map(option).join("") : `<li class="text-muted">${esc(NOTHING())}</li>`
		);
		this.list.prop("hidden", false);
		this.input.attr("aria-expanded", "true");
		this.mark();
		if (this.enter && certain(rows)) this.choose(0);
		this.enter = false;
	}

	mark() {
		this.list.children("li").each((index, li) => $(li).attr("aria-selected", String(index === this.at)));
	}

	on_key(event) {
		if (event.key === "Enter" && !event.ctrlKey && this.early()) {
			// the list for these words is still under way: the key counts when it is there
			this.enter = true;
			event.preventDefault();
			this.search();
			return;
		}
		if (this.list.prop("hidden")) return;
		const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (move && this.rows.length) {
			this.at = (this.at + move + this.rows.length) % this.rows.length;
			this.mark();
			event.preventDefault();
		} else if (event.key === "Enter" && !event.ctrlKey && this.at >= 0) {
			this.choose(this.at);
			event.preventDefault();
		} else if (event.key === "Escape") {
			this.close();
			event.stopPropagation();
		}
	}

	early() {
		return (
			Boolean(this.text()) && !this.chosen && (this.list.prop("hidden") || this.shown !== this.text())
		);
	}

	choose(index) {
		if (!this.rows[index]) return;
		this.chosen = this.rows[index];
		this.input.val(this.chosen.title);
		this.close();
		this.on_choose(this.chosen);
	}

	/** A place chosen elsewhere: a common part, or the unit of a draft. */
	take(unit) {
		this.asked++;
		this.chosen = unit;
		this.input.val(unit ? unit.title : "");
		this.close();
		if (unit) this.on_choose(unit);
	}

	close() {
		this.list.prop("hidden", true);
		this.input.attr("aria-expanded", "false");
	}
}

/** One unit fits, or one alone has the code that was typed: nothing is left to choose with the eyes. */
const certain = (rows) => rows.length === 1 || rows.filter((row) => row.exact).length === 1;

const NOTHING = () => __("No unit found. Try fewer words, or the last four digits of the phone.");

function option(row, index) {
	const who = [row.owner, row.phone_masked].filter(Boolean).join(" ");
	return `<li role="option" data-index="${index}"><b>${esc(row.unit_code)}</b> ${esc(who)}
		<small>${esc(row.project_name || row.project)} · ${esc(__(row.delivery_state))}</small></li>`;
}
