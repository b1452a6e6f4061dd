/* The unit field of the intake dialog: words in any order, a phone tail, an owner's name; arrow keys and Enter choose. */
import { esc, read } from "./util";

const WAIT = 180;
const LIMIT = 8;

export class UnitSearch {
	constructor(parent, on_choose) {
		this.on_choose = on_choose;
		this.rows = [];
		this.at = -1;
		this.asked = 0;
		this.box = $(`<div class="fx-unit">
			<label class="control-label reqd" for="fx-unit-input">${esc(__("Unit"))}</label>
			<input id="fx-unit-input" class="form-control" type="text" autocomplete="off" role="combobox" aria-expanded="false"
				aria-controls="fx-unit-list" placeholder="${esc(__("3 2 1501, phone tail or owner's name"))}">
			<ul id="fx-unit-list" class="fx-unit-list" role="listbox" hidden></ul>
		</div>`).appendTo(parent);
		this.input = this.box.find("input");
		this.list = this.box.find("ul");
		this.input.on("input", frappe.utils.debounce(() => this.search(), WAIT));
		this.input.on("keydown", (event) => this.on_key(event));
		// a click on the list blurs the input first; and the dialog moves the focus while it opens
		this.input.on("blur", () => setTimeout(() => this.input.is(":focus") || this.close(), 200));
		this.list.on("mousedown", "li[data-index]", (event) => this.choose(Number(event.currentTarget.dataset.index)));
	}

	focus() {
		this.input.trigger("focus");
	}

	async search() {
		const text = this.input.val().trim();
		if (this.chosen && text !== this.chosen.title) this.chosen = null;
		if (!text || this.chosen) return this.close();
		const mine = ++this.asked;
		const rows = await read("intake.lookup", { text, limit: LIMIT });
		if (mine === this.asked) this.show(rows);
	}

	show(rows) {
		this.rows = rows;
		this.at = rows.length ? 0 : -1;
		this.list.html(rows.length ? rows.map(option).join("") : `<li class="text-muted">${esc(NOTHING())}</li>`);
		this.list.prop("hidden", false);
		this.input.attr("aria-expanded", "true");
		this.mark();
	}

	mark() {
		this.list.children("li").each((index, li) => $(li).attr("aria-selected", String(index === this.at)));
	}

	on_key(event) {
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

	choose(index) {
		this.chosen = this.rows[index];
		this.input.val(this.chosen.title);
		this.close();
		this.on_choose(this.chosen);
	}

	close() {
		this.list.prop("hidden", true);
		this.input.attr("aria-expanded", "false");
	}
}

const NOTHING = () => __("No unit found. Try fewer words, or the last four digits of the phone.");

function option(row, index) {
	const who = [row.owner, row.phone_masked].filter(Boolean).join(" ");
	return `<li role="option" data-index="${index}"><b>${esc(row.unit_code)}</b> ${esc(who)}
		<small>${esc(row.project_name || row.project)} · ${esc(__(row.delivery_state))}</small></li>`;
}
