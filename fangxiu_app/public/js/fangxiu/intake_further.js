/* Further units that one problem has damaged: a leak down the riser is one ticket, and all its owners are informed. */
import { UnitSearch } from "./unit_search";
import { esc } from "./util";
import { __ } from "./wording";

export class FurtherUnits {
	constructor(parent) {
		this.units = [];
		this.box = $(`<div class="fx-further"><span class="fx-chips"></span>
			<button type="button" class="btn btn-xs btn-default" data-more>+ ${esc(__("Other Units Affected"))}</button><div class="fx-further-search" hidden></div></div>`).appendTo(
			parent
		);
		this.box.on("click", "[data-more]", () => this.open());
		this.box.on("click", "[data-off]", (event) => this.take_off(event.currentTarget.dataset.off));
	}

	open() {
		const place = this.box.find(".fx-further-search").prop("hidden", false);
		if (!this.search) this.search = new UnitSearch(place, (unit) => this.add(unit));
		this.search.focus();
	}

	add({ name, unit_code }) {
		if (!this.units.some((unit) => unit.name === name)) this.units.push({ name, unit_code });
		this.search.take(null);
		this.draw();
		this.search.focus();
	}

	take_off(name) {
		this.units = this.units.filter((unit) => unit.name !== name);
		this.draw();
	}

	restore(units) {
		this.units = units;
		this.draw();
	}

	draw() {
		const chip = (unit) =>
			`<span class="fx-tag fx-blue">${esc(unit.unit_code)} <a role="button" data-off="${esc(unit.name)}" title="${esc(__("Remove"))}">✕</a></span> `;
		this.box.find(".fx-chips").html(this.units.map(chip).join(""));
	}
}
