/* The intake dialog (接报): five channels, several problems, one save; nothing typed is lost when saving is refused. */
import { called_html, told_by_phone } from "./engineer_call";
import { ask_same, confirm_place } from "./intake_ask";
import { Calls, drop_call, keep_call, mark_reopen, new_key, take_reopen } from "./intake_calls";
import { intake_fields, OWN_CHANNEL } from "./intake_fields";
import { IntakeItems } from "./intake_items";
import { IntakePlace } from "./intake_place";
import { item_html, result_html, unit_html } from "./intake_side";
import { add_evidence } from "./records";
import { esc, make_control, read, server_now, write } from "./util";
import { __ } from "./wording";

const STAFF = ["Repair Clerk", "Repair Engineer", "Repair Supervisor", "Repair Manager"];
const VISITORS = ["Walk-in", "Media"];
/** From here on the server wants to know why (its tolerance is ten minutes unless set otherwise). */
const OFFER_REASON_AFTER = 8 * 60;

/** After a lost session: the call that was open, with everything that was typed. */
export function reopen_intake() {
	const draft = take_reopen();
	if (draft && frappe.model.can_create("Repair Request")) open_intake({ draft });
}

/** Open the dialog; ``options.done(answer)`` runs after saving, ``options.draft`` is a call to go on with, ``options.unit`` the unit it is about, ``options.description`` what was said of it, ``options.caller`` who said it (caller_name, caller_phone). */
export function open_intake(options = {}) {
	if (!frappe.model.can_create("Repair Request")) {
		frappe.msgprint(__("You may not take reports. Ask the administrator for one of the intake roles."));
		return null;
	}
	return new IntakeDialog(options);
}

class IntakeDialog {
	constructor(options) {
		// what was said belongs to this report, not to the next one
		const { draft, description, caller, ...rest } = options;
		this.options = rest;
		// the report's key: what a slow line makes us send twice is taken once
		this.key = draft ? draft.id : new_key();
		this.opened = draft ? draft.values.opened : Date.now();
		this.opened_at = draft ? draft.values.opened_at : frappe.datetime.system_datetime();
		this.staff = STAFF.some((role) => frappe.user.has_role(role));
		this.asked = {};
		this.dialog = new frappe.ui.Dialog({
			title: __("Log a Defect"),
			size: "extra-large",
			static: true,
			primary_action_label: `${__("Save and Hand Over")} <kbd>Ctrl+Enter</kbd>`,
			primary_action: () => this.save(),
		});
		this.dialog.$wrapper.addClass("fx-intake");
		// a click beside it or Escape closes nothing; who means to leave can: what was typed is kept as a parked call
		this.dialog.get_close_btn().show().attr("title", __("Close; what was typed is kept"));
		this.draw();
		const keys = (event) => this.on_key(event);
		const ended = () => this.keep() && mark_reopen(this.key);
		document.addEventListener("keydown", keys, true);
		$(document).on("fx-session-ended", ended);
		this.dialog.onhide = () => {
			clearInterval(this.timer);
			document.removeEventListener("keydown", keys, true);
			$(document).off("fx-session-ended", ended);
			this.calls.close();
			if (this.saved) return $(document).trigger("fx-tickets-changed");
			if (this.keep()) this.say_kept();
			else this.items.drop_photos();
		};
		this.dialog.show();
		this.timer = setInterval(() => this.tick(), 1000);
		this.dialog.$wrapper.one("shown.bs.modal", () => this.units.focus());
		this.keep_what_is_typed(draft);
		if (!draft)
			Object.entries(caller || {}).forEach(([name, value]) => this.fields[name].set_value(value));
		if (draft) this.restore(draft.values);
		else if (options.unit) this.units.take(options.unit);
		if (!draft && description) this.items.rows[0].description.set_value(description);
	}

	/** Everything a person entered, for a draft; the two times only once they were touched. */
	typed() {
		const fields = Object.fromEntries(
			Object.entries(this.fields).map(([name, field]) => [name, field.get_value()])
		);
		return { unit: this.units.chosen || null, fields, items: this.items.snapshot() };
	}

	/** A call is worth keeping once it differs from what stood there at the first touch: the fields fill themselves late. */
	keep_what_is_typed(draft) {
		const touched = () => (this.fresh ??= JSON.stringify(this.typed()));
		if (draft) this.fresh = "";
		for (const kind of ["pointerdown", "keydown", "beforeinput"])
			this.dialog.$wrapper[0].addEventListener(kind, touched, true);
		this.dialog.$wrapper.on(
			"input change click",
			frappe.utils.debounce(() => this.keep(), 250)
		);
	}

	/** Keep the call in this browser. Returns whether there is anything to keep. */
	keep() {
		if (this.saved || this.fresh === undefined) return false;
		const typed = this.typed();
		if (JSON.stringify(typed) === this.fresh) return false;
		this.items.forget_dropped();
		return keep_call(this.key, { ...typed, opened: this.opened, opened_at: this.opened_at });
	}

	async restore({ unit, fields, items }) {
		this.restoring = true;
		for (const [name, value] of Object.entries(fields)) {
			if (value) await this.fields[name].set_value(value);
		}
		if (unit) this.units.take(unit);
		await this.items.restore(items);
		this.restoring = false;
		this.toggle_times();
	}

	say_kept() {
		frappe.show_alert(
			{
				message: esc(
					__("The call is kept, not saved. It stands at the top of the next intake dialog.")
				),
				indicator: "orange",
			},
			7
		);
	}

	/** Put this call aside (kept as it is) and go on with another one, or with an empty dialog. */
	switch_to(draft) {
		this.dialog.hide();
		open_intake({ ...this.options, draft });
	}

	draw() {
		const body = $(this.dialog.body).html(`<div class="fx-calls-row"></div><div class="fx-intake-grid">
			<div class="fx-intake-left"><div class="fx-unit-row"></div><div class="fx-caller"></div><div class="fx-visit"></div><div class="fx-problems"></div>
				<div class="fx-notes"></div></div>
			<aside class="fx-intake-right" aria-live="polite"><div class="fx-unit-card"></div><div class="fx-previews"></div></aside>
		</div>`);
		this.elapsed = $('<span class="fx-elapsed text-muted"></span>').prependTo(this.dialog.footer);
		this.card = body.find(".fx-unit-card").html(`<p class="text-muted">${esc(HINT())}</p>`);
		this.previews = body.find(".fx-previews");
		this.calls = new Calls(body.find(".fx-calls-row"), this.key, {
			open: (draft) => draft && this.switch_to(draft),
			park: () => this.switch_to(null),
		});
		this.units = new IntakePlace(
			body.find(".fx-unit-row"),
			(unit) => this.choose(unit),
			() => this.unchoose()
		);
		this.fields = Object.fromEntries(
			intake_fields(this.staff, this.opened_at, () => this.toggle_times()).map(
				([place, df, on_change]) => [df.fieldname, make_control(body.find(place), df, on_change)]
			)
		);
		this.items = new IntakeItems(body.find(".fx-problems"), (index) => this.item_changed(index));
		this.previews.on("click", "[data-join-item]", ({ currentTarget: { dataset } }) =>
			this.items.join(this.items.rows[dataset.joinItem], dataset.ticket)
		);
		this.previews.on("click", "[data-repeat-item]", (event) =>
			this.items.rows[event.currentTarget.dataset.repeatItem].owner_says_repaired.set_value(1)
		);
		this.toggle_times();
	}

	/** Two times only where a desk hands over to the repair centre; a reason only where a time is old. */
	toggle_times() {
		if (!this.fields) return;
		const { channel, received_at, notified_at, back_entry_reason } = this.fields;
		const desk = Object.values(OWN_CHANNEL).includes(channel.get_value());
		notified_at.$wrapper.toggle(desk && this.staff);
		const old = [received_at, notified_at].some(
			(field) =>
				moment(frappe.datetime.system_datetime()).diff(moment(field.get_value()), "seconds") >
				OFFER_REASON_AFTER
		);
		back_entry_reason.$wrapper.toggle(old);
		this.toggle_visit();
	}

	/** A visitor says why; the media also from where, and for them not even a unit is needed (R67, R68). */
	toggle_visit() {
		const { channel, caller_is, project, media_outlet, visit_reason, visit_detail } = this.fields;
		const visitor = VISITORS.includes(channel.get_value());
		const media = [channel.get_value(), caller_is.get_value()].includes("Media");
		[visit_reason, visit_detail].forEach((each) => each.$wrapper.toggle(visitor));
		media_outlet.$wrapper.toggle(media);
		project.$wrapper.toggle(channel.get_value() === "Media" && !this.units.chosen);
	}

	tick() {
		const seconds = Math.floor((Date.now() - this.opened) / 1000);
		const clock = [Math.floor(seconds / 60), seconds % 60]
			.map((part) => String(part).padStart(2, "0"))
			.join(":");
		this.elapsed.text(__("Elapsed {0}", [clock]));
		if (seconds % 30 === 0) this.toggle_times();
	}

	on_key(event) {
		const on_top = $(".modal.show").last().is(this.dialog.$wrapper);
		if (on_top && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
			event.preventDefault();
			event.stopPropagation();
			$(document.activeElement).trigger("change");
			this.save();
		}
	}

	async choose(unit) {
		this.asked = {};
		const card = await read("tickets.intake.api_intake.unit_card", { unit: unit.name });
		if (this.units.chosen?.name !== unit.name) return;
		this.card.html(unit_html(card));
		this.items.common = card.kind === "Common Part";
		// nobody owns a roof: mostly it is the property company that calls
		if (this.items.common && !this.fields.caller_name.get_value())
			this.fields.caller_is.set_value("Property Company");
		this.toggle_visit();
		if (this.restoring) return;
		const owner = card.owners.find((row) => row.is_primary) || card.owners[0];
		if (owner && !this.fields.caller_name.get_value()) {
			this.filled = { owner_name: owner.owner_name, phone: owner.phone || "" };
			this.fields.caller_name.set_value(owner.owner_name);
			this.fields.caller_phone.set_value(owner.phone);
		}
		this.preview_all();
	}

	/** The words changed: nothing of the former unit stays to be taken for the new one's. */
	unchoose() {
		this.card.html(`<p class="text-muted">${esc(HINT())}</p>`);
		this.previews.empty();
		this.items.rows.forEach((row) => {
			Object.assign(row, { answered: null, found: null });
			if (row.same_as) this.items.join(row, null);
		});
		const { caller_name, caller_phone } = this.fields;
		const { owner_name, phone } = this.filled || {};
		if (this.filled && caller_name.get_value() === owner_name && caller_phone.get_value() === phone) {
			caller_name.set_value("");
			caller_phone.set_value("");
		}
		this.filled = null;
		this.toggle_visit();
	}

	item_changed(index) {
		if (index < 0) this.preview_all();
		else this.preview(index);
	}

	preview_all() {
		this.previews.empty();
		this.items.rows.forEach((row, index) => this.preview(index));
	}

	async preview(index) {
		const unit = this.units.chosen?.name;
		const row = this.items.rows[index];
		const { location, defect_type } = row.chosen;
		if (!unit || !location || !defect_type) return;
		const question = [unit, location, defect_type].join("|");
		if (row.answered !== question) {
			row.answered = question;
			row.found = null;
			const found = await read("tickets.intake.api_intake.preview", { unit, location, defect_type });
			if (row.answered !== question) return;
			row.found = found;
			this.items.suggest_emergency(this.items.rows.indexOf(row), found.emergency);
		}
		this.draw_previews();
	}

	draw_previews() {
		this.previews.html(
			this.items.rows.map((row, index) => (row.found ? item_html(index, row.found) : "")).join("")
		);
	}

	async values() {
		const values = Object.fromEntries(
			Object.entries(this.fields).map(([name, field]) => [name, field.get_value()])
		);
		// the field shows minutes only on some sites: an untouched time keeps its seconds
		["received_at", "notified_at"].forEach((name) => {
			if (moment(values[name]).isSame(this.opened_at, "minute")) values[name] = this.opened_at;
		});
		const desk = Object.values(OWN_CHANNEL).includes(values.channel);
		// a call to the repair centre itself: it is told when it is called; another desk tells it by saving
		if (!desk) values.notified_at = values.received_at;
		else if (!this.staff) values.notified_at = null;
		return {
			...values,
			unit: this.units.chosen?.name,
			client_key: this.key,
			items: await this.items.values(),
		};
	}

	missing(values) {
		const names = [];
		const media = values.channel === "Media";
		if (!values.unit && !media)
			names.push(
				this.units.open
					? __("Common part: choose the building, or press “{0}” for the whole estate", [
							__("Use This Place"),
						])
					: __("Unit")
			);
		const shown = Object.entries(this.fields).filter(
			([, field]) => field.df.reqd && field.$wrapper.css("display") !== "none"
		);
		shown.forEach(([name, field]) => values[name] || names.push(field.df.label));
		if (!values.items.length && !VISITORS.includes(values.channel))
			names.push(__("Problem {0}: location and defect type", [1]));
		values.items.forEach((item, index) => {
			if (!item.location || !item.defect_type)
				names.push(__("Problem {0}: location and defect type", [index + 1]));
		});
		return names;
	}

	async save() {
		if (this.saving || this.saved) return;
		this.saving = true;
		try {
			await this.units.settle();
			const values = await this.values();
			const missing = this.missing(values);
			if (missing.length) {
				frappe.msgprint({
					title: __("Still Missing"),
					message: missing.map(esc).join("<br>"),
					indicator: "orange",
				});
				return;
			}
			for (const row of this.items.rows) if (!(await confirm_place(row))) return;
			const answer = await write(
				"tickets.intake.api_intake.save",
				{ values },
				this.dialog.get_primary_btn()
			);
			if (answer.ask) this.ask(answer.ask, values.items);
			else this.show_result(answer);
		} catch (refused) {
			// Frappe has shown why; the dialog stays as it is, with the field for the reason in sight
			this.fields.back_entry_reason.$wrapper.show();
		} finally {
			this.saving = false;
		}
	}

	/** An emergency is open already: one person says for each problem whether it is the same, then it is saved. */
	async ask(asked, items) {
		for (const { index, tickets } of asked) {
			const row = this.items.rows[items[index].at];
			const choice = await ask_same(items[index], tickets);
			if (!choice) return;
			if (choice.ticket) this.items.join(row, choice.ticket);
			else row.separate = true;
		}
		this.saving = false;
		this.save();
	}

	show_result(answer) {
		this.saved = true;
		drop_call(this.key);
		clearInterval(this.timer);
		$(this.dialog.body)
			.html(result_html(answer))
			.on("click", "[data-photo]", (event) => add_evidence(event.currentTarget.dataset.photo, "Intake"))
			.on("click", "[data-told]", async ({ currentTarget }) => {
				await told_by_phone($(currentTarget));
				$(currentTarget).replaceWith(called_html(server_now()));
			});
		this.dialog.set_title(__("Saved and Handed Over"));
		this.dialog.set_primary_action(__("Go On Taking Reports"), () => {
			this.dialog.hide();
			open_intake(this.options);
		});
		this.dialog.set_secondary_action_label(__("Close"));
		this.dialog.set_secondary_action(() => this.dialog.hide());
		if (this.options.done) this.options.done(answer);
	}
}

const HINT = () =>
	__(
		"Choose the unit or the common part: owner, warranty, contractor, open tickets and history appear here."
	);
