/* Inspecting a flat on a phone (验房, R45-R48): problems with photos, meters with photos, keys, the owner's signature. */
import { drafts_of, drop_draft, keep_draft, offer } from "./drafts";
import { sign_inspection } from "./handover";
import { esc, make_control, read, short_day, write } from "./util";
import { __ } from "./wording";

const METERS = ["Water", "Electricity", "Gas"];

/** Upload one photo as a private file; resolves to its address. */
async function upload(file) {
	const body = new FormData();
	body.append("file", file, file.name || "photo.jpg");
	body.append("is_private", "1");
	const answer = await fetch("/api/method/upload_file", {
		method: "POST",
		headers: { "X-Frappe-CSRF-Token": frappe.csrf_token, Accept: "application/json" },
		body,
	});
	if (!answer.ok) {
		frappe.msgprint({
			title: __("Photo Not Sent"),
			message: __("The photo could not be sent. Check the connection and take it again."),
			indicator: "red",
		});
		throw new Error(answer.status);
	}
	return (await answer.json()).message.file_url;
}

/** A button that opens the camera; ``done`` gets the address of the photo. */
function camera(parent, label, done) {
	const $box = $(`<label class="btn btn-default btn-sm fx-camera">${esc(label)}
		<input type="file" accept="image/*" capture="environment" hidden></label>`).appendTo(parent);
	$box.find("input").on("change", async (event) => {
		const [file] = event.target.files;
		if (!file) return;
		$box.addClass("disabled");
		try {
			done(await upload(file));
			$box.addClass("fx-taken").contents().first().replaceWith(`✓ ${label} `);
		} finally {
			$box.removeClass("disabled");
		}
	});
}

/** A row of the list: on a phone, which shows its first column only, with the round and its day. */
export const inspection_title = (unit_code, { round, inspected_at }) =>
	window.innerWidth > 768 || !round
		? unit_code
		: [unit_code, __(round), inspected_at && short_day(inspected_at)].filter(Boolean).join(" · ");

export class UnitInspection {
	constructor(page) {
		this.page = page;
		this.$body = $('<div class="fx-inspect"></div>').appendTo(page.main);
		this.start();
		this.$body.on(
			"input change click",
			frappe.utils.debounce(() => this.keep(), 250)
		);
		$(document).on("fx-session-ended", () => this.keep());
	}

	/** What was typed for one unit; the owner signs once it is saved. */
	typed() {
		return {
			values: Object.fromEntries(
				Object.entries(this.fields).map(([name, field]) => [name, field.get_value()])
			),
			items: this.items,
			photos: this.photos,
		};
	}

	keep() {
		const unit = this.value("unit");
		// not what is half typed; a code is nothing that people read
		if (unit && this.there?.unit === unit) keep_draft("inspection", unit, this.typed(), this.there.title);
	}

	offer_drafts() {
		drafts_of("inspection")
			.slice(-5)
			.forEach((found) =>
				offer($("<div></div>").prependTo(this.$body), found, {
					restore: () => this.restore(found.values, found.title),
					drop: () => drop_draft("inspection", found.id),
					undo: () => keep_draft("inspection", found.id, found.values, found.title),
				})
			);
	}

	async restore({ values, items, photos }, title) {
		this.known = values.unit;
		this.there = { unit: values.unit, title };
		for (const [name, value] of Object.entries(values)) {
			if (value) await this.fields[name].set_value(value);
		}
		this.items = items;
		this.photos = photos;
		this.draw_items();
		this.draw_taken();
	}

	/** Meters whose photo is there already say so. */
	draw_taken() {
		METERS.filter((kind) => this.photos[kind]).forEach((kind) => {
			this.fields[kind].$wrapper.parent().find(".fx-camera").addClass("fx-taken");
		});
	}

	start() {
		this.items = [];
		this.earlier = [];
		this.photos = {};
		this.$body.empty();
		this.fields = {};
		this.section(__("Unit"));
		this.field(
			"unit",
			{
				fieldtype: "Link",
				options: "Unit Archive",
				label: __("Unit"),
				reqd: 1,
				only_select: 1, // nobody makes a flat at its door
				get_query: () => ({ filters: { kind: "Private" } }),
			},
			() => this.take_unit()
		);
		this.field("round", {
			fieldtype: "Select",
			label: __("Inspection Round"),
			options: ["Pre-inspection", "First", "Re-inspection"].map((value) => ({
				value,
				label: __(value),
			})),
			default: "First",
		});
		this.field("owner_name", { fieldtype: "Data", label: __("Owner") });
		this.field("owner_phone", { fieldtype: "Data", label: __("Owner Phone") });
		this.$earlier = $('<div class="fx-left"></div>').appendTo(this.$body);
		this.section(__("Problems"));
		this.$items = $('<div class="fx-problems"></div>').appendTo(this.$body);
		$(`<button class="btn btn-primary btn-block fx-add-problem">${esc(__("Add Problem"))}</button>`)
			.appendTo(this.$body)
			.on("click", () => this.ask_problem());
		this.section(__("Meters and Keys"));
		METERS.forEach((kind) => this.meter(kind));
		this.field("keys_handed", { fieldtype: "Int", label: __("Keys Handed Over") });
		this.field("keys_kept", { fieldtype: "Int", label: __("Keys Kept for Rectification") });
		this.page.set_primary_action(__("Save Inspection"), () => this.save());
		this.draw_items();
		this.offer_drafts();
	}

	section(title) {
		$(`<h5 class="fx-part">${esc(title)}</h5>`).appendTo(this.$body);
	}

	field(name, df, on_change) {
		this.fields[name] = make_control(this.$body, { fieldname: name, ...df }, on_change);
	}

	value(name) {
		return this.fields[name].get_value() || null;
	}

	meter(kind) {
		const $row = $('<div class="fx-meter"></div>').appendTo(this.$body);
		// a number field would show 0 for a meter nobody has read
		this.fields[kind] = make_control($row, { fieldname: kind, fieldtype: "Data", label: __(kind) });
		this.fields[kind].$input.attr("inputmode", "decimal");
		camera($row, __("Photo of the Meter"), (url) => (this.photos[kind] = url));
	}

	choose(unit) {
		this.fields.unit.set_value(unit);
	}

	/** Name and phone of the owner come from the unit's file. */
	async take_unit() {
		const unit = this.value("unit");
		if (!unit || unit === this.known) return;
		this.known = unit;
		await this.take_earlier(unit);
		const card = await read("tickets.intake.api_intake.unit_card", { unit });
		this.there = { unit, title: card.unit_code };
		const [owner] = card.owners.sort((a, b) => b.is_primary - a.is_primary);
		if (!owner) return;
		this.fields.owner_name.set_value(owner.owner_name);
		this.fields.owner_phone.set_value(owner.phone);
	}

	/** The next round begins with what earlier ones left (R45). */
	async take_earlier(unit) {
		const found = await read("delivery.api_handover.earlier", { unit });
		this.earlier = found.items;
		this.verdicts = {};
		if (this.value("round") !== "Pre-inspection") this.fields.round.set_value(found.round);
		this.draw_earlier();
	}

	draw_earlier() {
		if (!this.earlier.length) return this.$earlier.empty();
		const cards = this.earlier.map((row) => {
			const may =
				row.state === "Rectified" &&
				["Repair Engineer", "Repair Supervisor", "Repair Manager"].some((role) =>
					frappe.user.has_role(role)
				);
			const mark = (value, label, colour) =>
				`<label class="fx-mark fx-${colour}"><input type="radio" name="${esc(row.row)}" value="${value}"><span>${esc(label)}</span></label>`;
			const ask = may
				? `<div>${mark("1", __("In Order"), "green")}${mark("0", __("Still Wrong"), "red")}</div><input type="text" class="form-control hidden" placeholder="${esc(__("Remaining Faults"))}">`
				: "";
			return `<div class="fx-problem" data-row="${esc(row.row)}"><div><b>${esc(row.location)}</b> ${esc(row.description)}
				<div><small>${esc([__(row.responsible), __(row.state, null, "Inspection Item"), row.rectified_note].filter(Boolean).join(" · "))}</small></div>${ask}</div>
				${[row.photo, row.after_photo]
					.filter(Boolean)
					.map((url) => `<img src="${esc(url)}" alt="">`)
					.join("")}</div>`;
		});
		this.$earlier.html(
			`<h5 class="fx-part">${esc(__("Open From Earlier Rounds"))}</h5><div class="fx-problems">${cards.join("")}</div>`
		);
		this.$earlier.find("input[type=radio]").on("change", (event) =>
			$(event.currentTarget)
				.closest(".fx-problem")
				.find("input[type=text]")
				.toggleClass("hidden", event.currentTarget.value === "1")
		);
	}

	checks() {
		return this.earlier
			.map(({ inspection, row }) => {
				const $row = this.$earlier.find(`[data-row="${row}"]`);
				return {
					inspection,
					row,
					passed: $row.find("input:checked").val(),
					note: $row.find("input[type=text]").val() || "",
				};
			})
			.filter((check) => check.passed !== undefined);
	}

	ask_problem() {
		let photo = null;
		const dialog = new frappe.ui.Dialog({
			title: __("Add Problem"),
			fields: [
				// walls and gates of the estate are no part of a flat
				{
					fieldname: "location",
					fieldtype: "Link",
					options: "Repair Location",
					label: __("Location"),
					reqd: 1,
					get_query: () => ({ filters: { common_part: 0 } }),
				},
				{
					fieldname: "defect_type",
					fieldtype: "Link",
					options: "Defect Type",
					label: __("Defect Type"),
				},
				{ fieldname: "description", fieldtype: "Small Text", label: __("Description"), reqd: 1 },
				{ fieldname: "photo", fieldtype: "HTML" },
			],
			primary_action_label: __("Add Problem"),
			primary_action: (values) => {
				this.items.push({ ...values, photo });
				dialog.hide();
				this.draw_items();
			},
		});
		camera(dialog.fields_dict.photo.$wrapper, __("Photo"), (url) => (photo = url));
		dialog.show();
	}

	draw_items() {
		const cards = this.items.map(
			(item, index) => `<div class="fx-problem">
				<div><b>${esc(item.location)}</b> ${esc(item.defect_type || "")}<div>${esc(item.description)}</div></div>
				${item.photo ? `<img src="${esc(item.photo)}" alt="">` : ""}
				<button class="btn btn-xs btn-default" data-index="${index}" aria-label="${esc(__("Remove"))}">✕</button>
			</div>`
		);
		this.$items.html(cards.join("") || `<p class="text-muted">${esc(__("No problem found yet."))}</p>`);
		this.$items.find("[data-index]").on("click", (event) => {
			this.items.splice(Number(event.currentTarget.dataset.index), 1);
			this.draw_items();
		});
	}

	readings() {
		const given = METERS.filter((kind) => this.value(kind));
		return given.map((kind) => ({
			kind,
			reading: flt(this.value(kind)),
			photo: this.photos[kind] || null,
		}));
	}

	async save() {
		const head = ["unit", "round", "owner_name", "owner_phone", "keys_handed", "keys_kept"];
		const values = Object.fromEntries(head.map((name) => [name, this.value(name)]));
		if (!values.unit) {
			frappe.msgprint(__("Choose the unit first."));
			return;
		}
		const bare = this.readings().filter((row) => !row.photo);
		if (bare.length && values.round !== "Pre-inspection") {
			frappe.msgprint({
				title: __("Photo of the Meter"),
				message: __(
					"Take the photo of the meter first: {0}. The owner signs the reading with it. Without a photo leave the reading empty and add it later.",
					[bare.map(({ kind }) => __(kind)).join("、")]
				),
				indicator: "orange",
			});
			return;
		}
		const checks = this.checks();
		const left =
			this.items.length + this.earlier.length - checks.filter((check) => check.passed === "1").length;
		const answer = await write("delivery.api_handover.record", {
			values: { ...values, items: this.items, readings: this.readings(), checks },
		});
		drop_draft("inspection", values.unit);
		frappe.show_alert({
			message: __("Inspection {0} is saved.", [esc(answer.name)]),
			indicator: "green",
		});
		const open = () => frappe.set_route("Form", "Handover Inspection", answer.name);
		if (values.round === "Pre-inspection") open();
		else sign_inspection(answer.name, values.owner_name, left, open);
		this.known = null;
		this.start();
	}
}
