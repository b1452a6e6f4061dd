/* The building board (楼栋看板, screens 8): floors × flats; a leaking riser is a vertical line. */
import { esc, read } from "./util";

const STATES = {
	"Not Delivered": "none",
	Delivered: "given",
	"Proxy Accepted": "proxy",
	Unsold: "unsold",
	"Not Deliverable": "notready",
	"Not Collected": "waiting",
};
/** Flags of a flat: letter, sign, words. The sign says it without colour. */
const FLAGS = [
	["o", "!", () => __("Overdue")],
	["r", "↻", () => __("Repeat Repair")],
	["t", "•", () => __("Open Ticket")],
	["e", "※", () => __("Warranty Ending")],
];

export class BuildingBoard {
	constructor(page) {
		this.page = page;
		this.$head = $('<div class="fx-board-head"></div>').appendTo(page.main);
		this.$body = $('<div class="fx-board"></div>').appendTo(page.main);
		this.project = page.add_field({ fieldname: "project", fieldtype: "Link", options: "Project", label: __("Project"), change: () => this.load() });
		this.building = page.add_field({
			fieldname: "building",
			fieldtype: "Link",
			options: "Building",
			label: __("Building"),
			get_query: () => ({ filters: { project: this.project.get_value() } }),
			change: () => this.load(),
		});
		this.location = page.add_field({ fieldname: "location", fieldtype: "Link", options: "Repair Location", label: __("Location"), change: () => this.load() });
		this.$body.on("click", "[data-unit]", (event) => frappe.set_route("Form", "Unit Archive", event.currentTarget.dataset.unit));
		this.$head.on("click", "[data-flag]", (event) => this.highlight(event.currentTarget.dataset.flag));
		page.set_secondary_action(__("Refresh"), () => this.load(true), "refresh");
	}

	/** The page is opened: the project asked for, the last one, or the user's first. */
	async show({ project }) {
		const wanted = project || this.project.get_value() || (await this.first_project());
		if (wanted && wanted !== this.project.get_value()) await this.project.set_value(wanted);
		else this.load();
	}

	async first_project() {
		const rows = await frappe.db.get_list("Building", { fields: ["project"], limit: 1, order_by: "modified desc" });
		return rows[0]?.project;
	}

	async load(force) {
		const args = {
			project: this.project.get_value(),
			building: this.building.get_value() || undefined,
			location: this.location.get_value() || undefined,
		};
		const key = JSON.stringify(args);
		if (!args.project || (key === this.key && !force)) return;
		this.key = key;
		const board = await read("board.building_board", args);
		if (key === this.key) this.draw(board);
	}

	draw(board) {
		this.flag = null;
		const numbers = FLAGS.map(
			([letter, sign, words]) =>
				`<button class="fx-board-number" data-flag="${letter}"><b>${board.summary[letter]}</b> <span aria-hidden="true">${sign}</span> ${esc(words())}</button>`
		);
		const legend = Object.entries(STATES).map(([state, css]) => `<span class="fx-flat fx-${css}"></span> ${esc(__(state))}`);
		this.$head.html(`<div class="fx-board-numbers"><span>${esc(__("{0} units", [board.count]))}</span>${numbers.join("")}</div>
			<div class="fx-board-legend">${legend.join(" ")}</div>`);
		this.$body.html(board.buildings.map(building).join("") || `<p class="text-muted">${esc(__("This project has no units yet. Import them from the unit list."))}</p>`);
	}

	/** Only flats with the flag stay bright. */
	highlight(letter) {
		this.flag = this.flag === letter ? null : letter;
		this.$body.toggleClass("fx-dim", Boolean(this.flag));
		this.$body.find(".fx-bright").removeClass("fx-bright");
		if (this.flag) this.$body.find(`[data-flags*="${letter}"]`).addClass("fx-bright");
		this.$head.find("[data-flag]").each((_i, node) => $(node).toggleClass("active", node.dataset.flag === this.flag));
	}
}

/** One building as a grid: a row per floor, top floor first; a column per entrance and position. */
function building({ title, flats }) {
	const places = new Map();
	const floors = new Map();
	flats.forEach((flat) => {
		const place = `${flat[1]}|${position(flat[3])}`;
		places.set(place, [flat[1], position(flat[3])]);
		const floor = flat[2] ?? 0;
		if (!floors.has(floor)) floors.set(floor, new Map());
		floors.get(floor).set(place, flat);
	});
	const columns = [...places.keys()].sort((a, b) => a.localeCompare(b, "zh", { numeric: true }));
	const rows = [...floors.keys()]
		.sort((a, b) => b - a)
		.map((floor) => {
			const cells = columns.map((place) => cell(floors.get(floor).get(place)));
			return `<tr><th>${floor || "–"}</th>${cells.join("")}</tr>`;
		});
	const heads = columns.map((place) => `<th>${esc(places.get(place).filter(Boolean).join("-"))}</th>`);
	return `<section><h5>${esc(title)}</h5><table><thead><tr><th></th>${heads.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></section>`;
}

const position = (room) => (/(\d{1,2}[A-Z]*)$/.exec(room) || [room, room])[0].padStart(2, "0");

function cell(flat) {
	if (!flat) return "<td></td>";
	const [name, entrance, , room, state, flags, open] = flat;
	const shown = FLAGS.filter(([letter]) => flags.includes(letter));
	const title = [
		[entrance, room].filter(Boolean).join("-"),
		__(state),
		open ? __("{0} open tickets", [open]) : __("No open ticket"),
		...shown.map(([, , words]) => words()),
	].join("\n");
	const signs = shown.map(([, sign]) => sign).join("");
	return `<td><a class="fx-flat fx-${STATES[state] || "none"}${flags.includes("o") ? " fx-ring" : ""}${flags.includes("e") ? " fx-hatched" : ""}"
		data-unit="${esc(name)}" data-flags="${flags}" title="${esc(title)}" tabindex="0">${esc(room)}<i>${signs}</i></a></td>`;
}
