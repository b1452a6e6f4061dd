/* The problems of one report: each becomes a ticket of its own (R80). */
import { FurtherUnits } from "./intake_further";
import { Photos } from "./intake_photos";
import { esc, form_link, make_control } from "./util";
import { __ } from "./wording";

export class IntakeItems {
	/** ``on_change(index)`` runs when place or problem of an item changed, ``on_change(-1)`` when items were removed. */
	constructor(parent, on_change) {
		this.on_change = on_change;
		this.rows = [];
		this.box = $('<div class="fx-items"></div>').appendTo(parent);
		this.more = $(
			`<button type="button" class="btn btn-xs btn-default fx-add-item">+ ${esc(__("Another Problem"))}</button>`
		)
			.on("click", () => this.add().location.set_focus())
			.appendTo(parent);
		this.add();
	}

	add() {
		const element = $(`<fieldset class="fx-item">
			<legend></legend>
			<div class="fx-where"></div><div class="fx-what"></div>
			<div class="fx-text"></div>
			<div class="fx-flags"></div>
			<div class="fx-joined" hidden></div>
			<button type="button" class="btn btn-xs btn-link fx-drop" title="${esc(__("Remove this problem"))}">✕</button>
		</fieldset>`).appendTo(this.box);
		// what was chosen, not what is being typed: half a word is no defect type
		const row = { element, chosen: {}, same_as: null };
		const changed = (name) => () => {
			row.chosen[name] = row[name].get_value();
			this.on_change(this.rows.indexOf(row));
		};
		const put = (css, df, then) => make_control(element.find(css), df, then);
		row.location = put(
			".fx-where",
			link(
				"location",
				__("Location"),
				"Repair Location",
				() => this.common && { filters: { common_part: 1 } }
			),
			changed("location")
		);
		row.defect_type = put(
			".fx-what",
			link("defect_type", __("Defect Type"), "Defect Type", () => ({
				query: "fangxiu_app.tickets.intake.api_intake.problems",
				filters: { location: row.chosen.location || "" },
			})),
			changed("defect_type")
		);
		row.description = put(".fx-text", {
			fieldname: "description",
			fieldtype: "Data",
			label: __("Description"),
		});
		row.emergency = put(".fx-flags", {
			fieldname: "emergency",
			fieldtype: "Check",
			label: __("Emergency"),
		});
		row.owner_says_repaired = put(".fx-flags", {
			fieldname: "owner_says_repaired",
			fieldtype: "Check",
			label: __("Owner Says Repaired Before"),
		});
		row.staff_remembers = put(".fx-flags", {
			fieldname: "staff_remembers",
			fieldtype: "Check",
			label: __("Staff Remember An Earlier Repair"),
		});
		row.unclear = put(".fx-flags", {
			fieldname: "unclear",
			fieldtype: "Check",
			label: __("Responsibility Unclear: Joint Visit"),
		});
		row.work_type = put(".fx-flags", {
			fieldname: "work_type",
			fieldtype: "Select",
			label: __("Work Type"),
			options: WORK_TYPES.map((value) => ({ value, label: __(value) })),
			default: WORK_TYPES[0],
		});
		row.photos = new Photos(element);
		row.further = new FurtherUnits(element);
		element.find(".fx-drop").on("click", () => this.drop(row));
		this.rows.push(row);
		this.number();
		return row;
	}

	drop(row) {
		if (this.rows.length === 1) return;
		const at = this.rows.indexOf(row);
		row.element.detach();
		this.rows.splice(at, 1);
		this.number();
		this.on_change(-1);
		this.offer_undo(row, at);
	}

	/** A problem taken out by mistake comes back with everything in it; only then do its photos go. */
	offer_undo(row, at) {
		this.forget_dropped();
		const bar = $(`<div class="fx-undo text-muted">${esc(__("Problem removed."))}
			<button type="button" class="btn btn-xs btn-default">${esc(__("Undo"))}</button></div>`).insertAfter(
			this.box
		);
		this.dropped = { row, bar };
		bar.find("button").on("click", () => {
			this.dropped = null;
			bar.remove();
			const next = this.rows[at];
			if (next) next.element.before(row.element);
			else this.box.append(row.element);
			this.rows.splice(at, 0, row);
			this.number();
			this.on_change(-1);
		});
	}

	forget_dropped() {
		if (!this.dropped) return;
		this.dropped.row.photos.drop();
		this.dropped.bar.remove();
		this.dropped = null;
	}

	number() {
		this.rows.forEach((row, index) => row.element.find("legend").text(__("Problem {0}", [index + 1])));
		this.box.toggleClass("fx-single", this.rows.length === 1);
	}

	/** The default urgency of the problem type; a person may only raise or lower it afterwards. */
	suggest_emergency(index, emergency) {
		const row = this.rows[index];
		if (row && !row.urgency_kept) row.emergency.set_value(emergency ? 1 : 0);
		if (row) row.urgency_kept = false;
	}

	/** The same problem is open already: the report goes to that ticket, or (null) gets one of its own after all. */
	join(row, ticket) {
		row.same_as = ticket;
		const words = ticket
			? esc(__("Goes to the open ticket {0}; no second one is made.", ["#"])).replace(
					"#",
					form_link("Repair Ticket", ticket)
				)
			: "";
		row.element
			.find(".fx-joined")
			.prop("hidden", !ticket)
			.html(
				`${words} <button type="button" class="btn btn-xs btn-link" data-own>${esc(__("Make a ticket of its own"))}</button>`
			)
			.find("[data-own]")
			.on("click", () => this.join(row, null));
	}

	/** Problems as the server takes them; one nobody has touched counts for nothing. Waits for photos under way. */
	async values() {
		const found = [];
		for (const row of this.rows) {
			const item = {};
			TEXTS.forEach((name) => (item[name] = row[name].get_value()));
			FLAGS.forEach((name) => (item[name] = row[name].get_value() ? 1 : 0));
			item.same_as = row.same_as;
			item.separate = row.separate ? 1 : 0;
			item.work_type = row.work_type.get_value();
			item.photos = await row.photos.names();
			item.affected = row.further.units.map((unit) => unit.name);
			item.at = this.rows.indexOf(row);
			if (TEXTS.some((name) => item[name]) || item.photos.length) found.push(item);
		}
		return found;
	}

	/** What was typed so far, for a draft: nothing is waited for. */
	snapshot() {
		return this.rows.map((row) => ({
			...Object.fromEntries(
				[...TEXTS, ...FLAGS, "work_type"].map((name) => [name, row[name].get_value()])
			),
			same_as: row.same_as,
			photos: row.photos.files,
			further: row.further.units,
		}));
	}

	async restore(items) {
		for (const [index, item] of items.entries()) {
			const row = this.rows[index] || this.add();
			for (const name of [...TEXTS, ...FLAGS, "work_type"]) {
				if (item[name]) await row[name].set_value(item[name]);
			}
			["location", "defect_type"].forEach((name) => (row.chosen[name] = item[name]));
			// a person's choice of urgency stands against the default of the problem type
			row.urgency_kept = true;
			if (item.same_as) this.join(row, item.same_as);
			row.photos.restore(item.photos || []);
			row.further.restore(item.further || []);
		}
		this.on_change(-1);
	}

	drop_photos() {
		this.forget_dropped();
		this.rows.forEach((row) => row.photos.drop());
	}
}

const WORK_TYPES = ["Warranty Management", "Delivery Reception", "Minor Works"];

const TEXTS = ["location", "defect_type", "description"];
const FLAGS = ["emergency", "owner_says_repaired", "staff_remembers", "unclear"];

function link(fieldname, label, options, narrow) {
	return {
		fieldname,
		fieldtype: "Link",
		label,
		options,
		reqd: 1,
		only_select: 1,
		get_query: () => (narrow && narrow()) || {},
	};
}
