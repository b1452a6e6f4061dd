/* The building board (楼栋看板): floors × flats; a leaking riser is a vertical line. */
import { esc, icon, read } from "./util";
import { __ } from "./wording";

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
	["t", "•", () => __("Open Tickets")],
	["e", "※", () => __("Warranty Ending")],
];

/** Open tickets above each other from which a riser is called leaking. */
const LEAKING = 2;

export class BuildingBoard {
	constructor(page) {
		this.page = page;
		this.$head = $('<div class="fx-board-head"></div>').appendTo(page.main);
		this.$body = $('<div class="fx-board"></div>').appendTo(page.main);
		this.project = page.add_field({
			fieldname: "project",
			fieldtype: "Link",
			options: "Project",
			label: __("Project"),
			change: () => this.load(),
		});
		this.building = page.add_field({
			fieldname: "building",
			fieldtype: "Link",
			options: "Estate Building",
			label: __("Building"),
			get_query: () => ({ filters: { project: this.project.get_value() } }),
			change: () => this.load(),
		});
		this.location = page.add_field({
			fieldname: "location",
			fieldtype: "Link",
			options: "Repair Location",
			label: __("Location"),
			change: () => this.load(),
		});
		this.$body.on("click", "[data-unit]", (event) =>
			frappe.set_route("Form", "Unit Archive", event.currentTarget.dataset.unit)
		);
		this.$body.on("mouseenter focus", "[data-unit]", ({ currentTarget }) => {
			const { flats } = this.board.buildings[currentTarget.closest("section").dataset.at];
			currentTarget.title = words(flats.find((flat) => flat[0] === currentTarget.dataset.unit));
		});
		this.$head.on("click", "[data-flag]", ({ currentTarget: { dataset } }) =>
			this.highlight(this.$body.attr("data-flag") === dataset.flag ? "" : dataset.flag)
		);
		this.$head.on("click", "[data-building]", ({ currentTarget }) =>
			this.$body
				.find(`[data-at="${currentTarget.dataset.building}"]`)[0]
				.scrollIntoView({ block: "center" })
		);
		page.set_secondary_action(__("Refresh"), () => this.load(true), "refresh");
	}

	/** The page is opened: the project asked for, the last one, or the user's first. */
	async show({ project }) {
		const wanted = project || this.project.get_value() || (await this.first_project());
		if (wanted && wanted !== this.project.get_value()) await this.project.set_value(wanted);
		else this.load();
	}

	async first_project() {
		const rows = await frappe.db.get_list("Estate Building", {
			fields: ["project"],
			limit: 1,
			order_by: "modified desc",
		});
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
		const board = await read("archive.api_building_board.building_board", args);
		if (key === this.key) this.draw(board);
	}

	draw(board) {
		this.board = board;
		this.by_part = Boolean(this.location.get_value());
		const numbers = FLAGS.map(
			([letter, sign, words]) =>
				`<button class="fx-board-number" data-flag="${letter}"><b>${board.summary[letter]}</b> <span aria-hidden="true">${sign}</span> ${esc(words())}</button>`
		);
		const legend = Object.entries(STATES).map(
			([state, css]) => `<span class="fx-flat fx-${css}"></span> ${esc(__(state))}`
		);
		this.$head
			.html(`<div class="fx-board-numbers"><span>${esc(__("{0} units", [board.count]))}</span>${numbers.join("")}</div>
			<div class="fx-board-legend">${legend.join(" ")}</div>${this.by_part ? leaks(board) : ""}`);
		this.draw_buildings(board.buildings);
		// what was asked for stays bright: the flats with an open ticket in this part
		this.highlight(this.by_part ? "t" : "");
	}

	/** Every building has its place at once; its flats are drawn when they come near the window. */
	draw_buildings(buildings) {
		this.near?.disconnect();
		this.$body.html(
			buildings.map((one, at) => section(one, at)).join("") ||
				`<p class="text-muted">${esc(__("This project has no units yet. Import them from the unit list."))}</p>`
		);
		this.near = new IntersectionObserver(
			(entries) =>
				entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => this.fill(target)),
			{ rootMargin: "800px" }
		);
		this.$body.find("section").each((_i, node) => this.near.observe(node));
	}

	fill(node) {
		this.near.unobserve(node);
		const grid = node.querySelector("div");
		grid.innerHTML = building(this.board.buildings[node.dataset.at], this.by_part);
		grid.style = "";
	}

	/** Only flats with the flag stay bright; all of them without one. */
	highlight(flag) {
		this.$body.attr("data-flag", flag);
		this.$head
			.find("[data-flag]")
			.each((_i, node) => $(node).toggleClass("active", node.dataset.flag === flag));
	}
}

/** The grid of a building: floors from top to bottom, a column per entrance and position. */
function plan(flats) {
	const places = new Map();
	const floors = new Map();
	flats.forEach((flat) => {
		const place = `${flat[1]}|${position(flat[3])}`;
		if (!places.has(place))
			places.set(place, { label: [flat[1], position(flat[3])].filter(Boolean).join("-"), open: 0 });
		if (flat[6]) places.get(place).open += 1;
		const floor = flat[2] ?? 0;
		if (!floors.has(floor)) floors.set(floor, new Map());
		floors.get(floor).set(place, flat);
	});
	const columns = [...places.keys()].sort((a, b) => a.localeCompare(b, "zh", { numeric: true }));
	return { places, floors, columns };
}

/** The place of a building, as large as it will be. */
function section({ title, flats }, at) {
	const floors = new Set();
	const places = new Set();
	flats.forEach((flat) => {
		floors.add(flat[2]);
		places.add(`${flat[1]}|${position(flat[3])}`);
	});
	return `<section data-at="${at}"><h5>${esc(title)}</h5><div style="width: ${places.size * 54 + 30}px; height: ${floors.size * 29 + 20}px"></div></section>`;
}

/** One building as a grid. With ``by_part`` the columns that leak on several floors are marked. */
function building({ flats }, by_part) {
	const { places, floors, columns } = plan(flats);
	const rows = [...floors.keys()]
		.sort((a, b) => b - a)
		.map((floor) => {
			const cells = columns.map((place) => cell(floors.get(floor).get(place)));
			return `<tr><th>${floor || "–"}</th>${cells.join("")}</tr>`;
		});
	const heads = columns.map((place) => {
		const { label, open } = places.get(place);
		const leaks = by_part && open >= LEAKING;
		return `<th ${leaks ? 'class="fx-leaking"' : ""}>${esc(label)}${leaks ? ` <b>${open}</b>` : ""}</th>`;
	});
	return `<table><thead><tr><th></th>${heads.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** Risers with open tickets in the chosen part on several floors, most first: one leak above all of them, perhaps. */
function leaks({ buildings }) {
	const found = buildings.flatMap(({ title, flats }, at) =>
		[...plan(flats.filter((flat) => flat[6])).places.values()]
			.filter(({ open }) => open >= LEAKING)
			.map(({ label, open }) => ({ title, label, open, at }))
	);
	if (!found.length)
		return `<div class="fx-banner fx-green">${icon("check")} ${esc(__("No riser has open tickets in this part on several floors."))}</div>`;
	const chips = found
		.sort((a, b) => b.open - a.open)
		.slice(0, 12)
		.map(
			({ title, label, open, at }) =>
				`<button class="fx-chip fx-red" data-building="${at}">${esc(title)} ${esc(label)} <b>${esc(__("{0} floors", [open]))}</b></button>`
		);
	return `<div class="fx-banner fx-red">${icon("alert")} ${esc(__("Open tickets in this part above each other:"))} ${chips.join(" ")}</div>`;
}

const position = (room) => (/(\d{1,2}[A-Z]*)$/.exec(room) || [room, room])[0].padStart(2, "0");

function cell(flat) {
	if (!flat) return "<td></td>";
	const [name, , , room, state, flags] = flat;
	const signs =
		flags &&
		FLAGS.filter(([letter]) => flags.includes(letter))
			.map(([, sign]) => sign)
			.join("");
	return `<td><a class="fx-flat fx-${STATES[state] || "none"}${flags.includes("o") ? " fx-ring" : ""}${flags.includes("e") ? " fx-hatched" : ""}"
		data-unit="${esc(name)}" data-flags="${flags}" tabindex="0">${esc(room)}<i>${signs}</i></a></td>`;
}

/** The flat in a few lines, made when somebody points at it. */
function words([, entrance, , room, state, flags, open]) {
	return [
		[entrance, room].filter(Boolean).join("-"),
		__(state),
		open ? __("{0} open tickets", [open]) : __("No open ticket"),
		...FLAGS.filter(([letter]) => flags.includes(letter)).map(([, , of]) => of()),
	].join("\n");
}
