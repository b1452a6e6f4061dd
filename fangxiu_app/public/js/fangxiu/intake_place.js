/* Where a report is: a unit found by words, or a common part chosen from the estate's structure (R52, R58, R59). */
import { UnitSearch } from "./unit_search";
import { esc, read, write } from "./util";
import { __ } from "./wording";

export class IntakePlace {
	constructor(parent, on_choose, on_clear) {
		this.units = new UnitSearch(parent, on_choose, on_clear);
		this.link = $(
			`<button type="button" class="btn btn-xs btn-default fx-common-part">${esc(__("Common Part: roof, garage, lobby…"))}</button>`
		)
			.insertAfter(this.units.input)
			.on("click", () => this.toggle());
		this.box = $('<div class="fx-place" hidden></div>').insertAfter(this.units.box);
		this.box.on("change", "[data-place=project]", (event) => this.load(event.target.value));
		this.box.on("change", "[data-place=building]", () => this.draw());
		this.box.on("click", "[data-use]", () => this.use());
	}

	get chosen() {
		return this.units.chosen;
	}

	focus() {
		this.units.focus();
	}

	take(unit) {
		this.units.take(unit);
	}

	async toggle() {
		this.box.prop("hidden", !this.box.prop("hidden"));
		if (!this.box.prop("hidden") && !this.known) await this.load("");
	}

	async load(project) {
		this.known = await read("tickets.intake.api_intake.places_of", { project });
		this.draw();
		this.box.find("select").first().trigger("focus");
	}

	value(name) {
		return this.box.find(`[data-place=${name}]`).val() || "";
	}

	draw() {
		const { projects, project, buildings } = this.known;
		const building = buildings.find((row) => row.name === this.value("building"));
		const floors = building ? range(building.lowest, building.top) : [];
		const estates = projects.map((row) => [row.value, row.label]);
		const fields = [
			projects.length > 1
				? select("project", __("Project"), [["", __("Choose the project")], ...estates], project)
				: "",
			project
				? select(
						"building",
						__("Building"),
						[
							["", __("Whole Estate")],
							...buildings.map((row) => [row.name, __("Building {0}", [row.building_no])]),
						],
						building?.name
					)
				: "",
			building?.entrances.length
				? select("entrance", __("Entrance"), [
						["", __("Whole Building")],
						...building.entrances.map(same),
					])
				: "",
			building ? select("floor", __("Floor"), [["", __("No Single Floor")], ...floors.map(same)]) : "",
			project
				? `<button type="button" class="btn btn-sm btn-primary" data-use>${esc(__("Use This Place"))}</button>`
				: "",
		];
		this.box.html(fields.join(""));
	}

	/** Whether a common part is being chosen. */
	get open() {
		return !this.chosen && !this.box.prop("hidden");
	}

	/** A building that is chosen and not confirmed yet is the place that is meant; the whole estate is said, never assumed. */
	async settle() {
		if (this.open && this.value("building")) await this.use();
	}

	async use() {
		const [building, entrance, floor] = ["building", "entrance", "floor"].map((name) => this.value(name));
		const level = !building ? "Whole Estate" : floor ? "Floor" : entrance ? "Entrance" : "Building";
		const unit = await write("tickets.intake.api_intake.common_part", {
			project: this.known.project,
			level,
			building,
			entrance,
			floor: floor || 0,
		});
		this.box.prop("hidden", true);
		this.take(unit);
	}
}

const same = (value) => [value, value];

function range(from, to) {
	const all = Array.from({ length: to - from + 1 }, (_each, index) => from + index);
	return all.filter(Boolean);
}

function select(name, label, options, chosen = "") {
	const rows = options.map(
		([value, text]) =>
			`<option value="${esc(value)}" ${String(value) === String(chosen) ? "selected" : ""}>${esc(text)}</option>`
	);
	return `<label>${esc(label)}<select class="form-control input-sm" data-place="${name}">${rows.join("")}</select></label>`;
}
