/* 业主变更: guided changes of a unit's owners and tenants; open tickets and quotations go to the new person. */
import { esc, read, write } from "./util";
import { __ } from "./wording";

/** ``owned``: whether the unit has an owner whom another one joins. */
const TITLES = (owned) => ({
	"Unit Sold": __("Unit Sold"),
	"Owner Added": owned ? __("Owner Added") : __("First Owner"),
	"Owner Leaves": __("Owner Leaves"),
	"Tenant Moves In": __("Tenant Moves In"),
	"Tenant Moves Out": __("Tenant Moves Out"),
	"Name or Phone Corrected": __("Name or Phone Corrected"),
	"Day Corrected": __("Day Corrected"),
});
/** About one person who stays who they are. */
const CORRECTIONS = ["Name or Phone Corrected", "Day Corrected"];
const COMING = ["Unit Sold", "Owner Added", "Tenant Moves In", "Name or Phone Corrected"];
const GOING = ["Unit Sold", "Owner Leaves", "Tenant Moves Out", ...CORRECTIONS];
const HINTS = (owned) => ({
	"Unit Sold": __("The former owners keep their days in the history; the new ones begin on this day."),
	"Owner Added": owned
		? __("One more owner beside those who are there.")
		: __("The unit has no owner yet: whoever it belongs to from this day."),
	"Owner Leaves": __("One of several owners is an owner no longer."),
	"Tenant Moves In": __("Tenants can be found and phoned; the owner stays the owner."),
	"Tenant Moves Out": __("The tenant has moved out."),
	"Name or Phone Corrected": __("The same person, written wrongly: no new owner, no date."),
	"Day Corrected": __(
		"The day from which somebody owns or rents the unit was entered wrongly; who was there before them leaves on the right day as well."
	),
});

export function people_button(frm) {
	if (frm.is_new() || !frm.perm[0]?.write) return;
	// owners and tenants of a stored unit change by the action alone: it keeps days, tickets and quotations together
	["owners", "tenants"].forEach((table) => frm.set_df_property(table, "read_only", 1));
	frm.add_custom_button(__("Change of People"), async () => {
		const state = await read("archive.api_unit_people.state", { unit: frm.doc.name });
		new PeopleDialog(frm, state).show();
	});
}

class PeopleDialog {
	constructor(frm, state) {
		this.frm = frm;
		this.state = state;
		const dated = `eval:doc.kind !== "Name or Phone Corrected"`;
		this.dialog = new frappe.ui.Dialog({
			title: `${__("Change of People")} · ${esc(state.title)}`,
			fields: [
				{
					fieldname: "kind",
					fieldtype: "Select",
					label: __("What Has Changed"),
					options: Object.entries(TITLES(state.owners.length)).map(([value, label]) => ({
						value,
						label,
					})),
					reqd: 1,
					default: state.owners.length ? "Unit Sold" : "Owner Added",
					onchange: () => this.kind_changed(),
				},
				{ fieldtype: "Column Break" },
				{
					fieldname: "day",
					fieldtype: "Date",
					label: __("From Day"),
					default: frappe.datetime.get_today(),
					depends_on: dated,
					mandatory_depends_on: dated,
				},
				{ fieldtype: "Section Break" },
				{ fieldname: "hint", fieldtype: "HTML" },
				{ fieldname: "people", fieldtype: "HTML" },
				{ fieldname: "open", fieldtype: "HTML" },
			],
			primary_action_label: __("Save Change"),
			primary_action: (values) => this.save(values),
		});
		this.box = (name) => this.dialog.fields_dict[name].$wrapper;
		this.box("people").on("change", "[data-row]", (event) => this.chosen_changed(event.currentTarget));
		this.box("people").on("click", ".fx-add-person", () =>
			this.add_person().find("input").first().trigger("focus")
		);
	}

	show() {
		this.dialog.show();
		this.day_of = "change";
		this.kind_changed();
	}

	kind() {
		return this.dialog.get_value("kind");
	}

	kind_changed() {
		const kind = this.kind();
		if (!kind || kind === this.drawn) return;
		this.drawn = kind;
		this.box("hint").html(`<p class="text-muted">${esc(HINTS(this.state.owners.length)[kind])}</p>`);
		this.box("people").html(
			`${this.going_html(kind)}${COMING.includes(kind) ? this.coming_html(kind) : ""}${this.also_html(kind)}`
		);
		if (COMING.includes(kind)) this.add_person();
		if (kind === "Name or Phone Corrected") this.fill();
		this.draw_day();
		this.draw_open();
	}

	/** The day of a change is today's unless another is entered; a wrong day is corrected from the one that is written now. */
	draw_day() {
		const corrected = this.kind() === "Day Corrected";
		if (!corrected && this.day_of === "change") return;
		this.day_of = corrected ? "person" : "change";
		const since = corrected ? this.chosen()?.since || "" : frappe.datetime.get_today();
		this.dialog.set_df_property("day", "label", corrected ? __("Right Start Day") : __("From Day"));
		this.dialog.set_value("day", since);
	}

	/** Whom a correction is about. */
	chosen() {
		return [...this.state.owners, ...this.state.tenants].find((one) => this.going().includes(one.row));
	}

	/** Whom it is about: boxes to tick, all owners at a sale; one to choose at a correction. */
	going_html(kind) {
		if (!GOING.includes(kind)) return "";
		const { owners, tenants } = this.state;
		const rows =
			kind === "Tenant Moves Out"
				? tenants
				: CORRECTIONS.includes(kind)
					? [...owners, ...tenants]
					: owners;
		if (!rows.length) return `<p class="text-muted">${esc(__("Nobody is recorded."))}</p>`;
		const one = CORRECTIONS.includes(kind);
		const ticked = (index) =>
			kind === "Unit Sold" || rows.length === 1 || (one && !index) ? "checked" : "";
		const lines = rows.map(
			(
				row,
				index
			) => `<label class="d-block mb-1 font-weight-normal"><input type="${one ? "radio" : "checkbox"}" name="fx-going" data-row="${esc(row.row)}" ${ticked(index)}>
				<b>${esc(row.name)}</b> ${esc(row.phone)} ${kind === "Day Corrected" && row.since ? esc(__("since {0}", [frappe.datetime.str_to_user(row.since)])) : ""} ${tenants.includes(row) ? `<span class="text-muted">${esc(__("Tenant"))}</span>` : ""}</label>`
		);
		const title =
			{
				"Unit Sold": __("Former Owners"),
				"Name or Phone Corrected": __("Who Is Written Wrongly"),
				"Day Corrected": __("Whose Day Is Wrong"),
			}[kind] || __("Who Leaves");
		return `<h6>${esc(title)}</h6>${lines.join("")}`;
	}

	coming_html(kind) {
		const title =
			{ "Unit Sold": __("Who Owns It Now"), "Name or Phone Corrected": __("Written Rightly") }[kind] ||
			__("Who Comes");
		const more =
			kind === "Name or Phone Corrected"
				? ""
				: `<button type="button" class="btn btn-xs btn-default fx-add-person">${esc(__("One More Person"))}</button>`;
		return `<h6>${esc(title)}</h6><div class="fx-coming"></div>${more}`;
	}

	also_html(kind) {
		const rows = ["Unit Sold", "Name or Phone Corrected"].includes(kind) ? this.state.other_units : [];
		if (!rows.length) return "";
		const ticked = kind === "Name or Phone Corrected" ? "checked" : "";
		const lines = rows.map(
			(row) =>
				`<label class="d-block mb-1 font-weight-normal"><input type="checkbox" data-also="${esc(row.unit)}" ${ticked}> ${esc(row.title)}</label>`
		);
		return `<h6>${esc(__("Also for Their Other Units"))}</h6>${lines.join("")}`;
	}

	add_person() {
		const label = (text) =>
			`class="form-control input-sm" autocomplete="off" aria-label="${esc(text)}" placeholder="${esc(text)}"`;
		return $(
			`<div class="fx-person-row d-flex mb-2" style="gap: 8px"><input data-name type="text" ${label(__("Name"))}><input data-phone type="tel" ${label(__("Phone"))}></div>`
		).appendTo(this.box("people").find(".fx-coming"));
	}

	/** A correction begins with what is written now. */
	fill() {
		const row = this.chosen();
		if (!row) return;
		this.box("people").find("[data-name]").val(row.name);
		this.box("people").find("[data-phone]").val(row.phone);
	}

	going() {
		return this.box("people")
			.find("[data-row]:checked")
			.get()
			.map((input) => input.dataset.row);
	}

	chosen_changed() {
		if (this.kind() === "Name or Phone Corrected") this.fill();
		if (this.kind() === "Day Corrected") this.draw_day();
		this.draw_open();
	}

	/** Open tickets and quotations of the leaving person, which go to the new one. */
	draw_open() {
		const going = this.going();
		const mine = (rows) => rows.filter((row) => row.of.some((one) => going.includes(one)));
		const tickets = mine(this.state.tickets);
		const quotes = mine(this.state.quotes);
		const same_contact = this.kind() === "Day Corrected";
		if (same_contact || (!tickets.length && !quotes.length)) return this.box("open").empty();
		const lines = [
			...tickets.map((row) =>
				[row.location, row.defect_type, __(row.status), row.name].filter(Boolean).join(" · ")
			),
			...quotes.map((row) =>
				[__("Paid Repair Quote"), format_currency(row.total), __(row.state), row.name].join(" · ")
			),
		];
		this.box("open").html(`${
			this.kind() === "Name or Phone Corrected"
				? `<b>${esc(__("Open matters are corrected as well"))}</b>`
				: `<label class="d-block mb-1 font-weight-normal"><input type="checkbox" class="fx-take-over" checked>
			<b>${esc(__("Open matters go to the new contact"))}</b></label>`
		}<ul>${lines.map((line) => `<li>${esc(line)}</li>`).join("")}</ul>
			${quotes.length ? `<p class="text-muted">${esc(__("A quotation handed out to the former owner is withdrawn; its new version waits as a draft to be issued."))}</p>` : ""}`);
	}

	async save(values) {
		const box = this.box("people");
		const coming = box
			.find(".fx-person-row")
			.get()
			.map((row) => ({
				name: $(row).find("[data-name]").val().trim(),
				phone: $(row).find("[data-phone]").val().trim(),
			}))
			.filter((one, index) => !index || one.name || one.phone);
		const take_over = this.box("open").find(".fx-take-over");
		const answer = await write(
			"archive.api_unit_people.change",
			{
				unit: this.frm.doc.name,
				kind: values.kind,
				...(values.kind === "Name or Phone Corrected" ? {} : { day: values.day }),
				coming: COMING.includes(values.kind) ? coming : [],
				going: this.going(),
				take_over: !take_over.length || take_over.is(":checked") ? 1 : 0,
				also: box
					.find("[data-also]:checked")
					.get()
					.map((input) => input.dataset.also),
			},
			this.dialog.get_primary_btn()
		);
		this.dialog.hide();
		await this.frm.reload_doc();
		this.said(answer);
	}

	said({ units, tickets, quotes, known, owed }) {
		const lines = [__("Changed: {0}", [units.join("、")])];
		if (tickets.length)
			lines.push(
				__("{0} open tickets have the new contact; their engineers are told.", [tickets.length])
			);
		if (quotes.length)
			lines.push(__("Look at quotations {0} and hand them out to the new payer.", [quotes.join("、")]));
		if (known.length)
			lines.push(__("Accepted by the former owner, and still theirs: {0}", [known.join("、")]));
		if (owed.length)
			lines.push(
				__(
					"Compensations paid to the former owner: {0}. Tell customer service if that is no longer right.",
					[owed.join("、")]
				)
			);
		if (lines.length === 1) frappe.show_alert({ message: esc(lines[0]), indicator: "green" });
		else
			frappe.msgprint({
				title: __("Change of People"),
				message: lines.map(esc).join("<br>"),
				indicator: "green",
			});
	}
}
