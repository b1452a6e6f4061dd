/* The cards: unit, item, time left, one large button, and what waits to be sent. */
import { __, desk_url, esc, short_time, span } from "./text";

const SOON = 7200;
/** The work goes on: a plan may still follow, and its signature begins nothing. */
export const WORKING = ["In Repair", "Third Party"];
/** After an entry that still waits, the card goes on as if it were taken; the server has the last word. */
const AFTER = {
	accept: "appoint",
	appoint: "arrive",
	arrive: "survey",
	plan: "sign",
	issue: "sign",
	sign: "start",
	start: "patrol",
	patrol: "pre_accept",
	pre_accept: "order_cleaning",
	order_cleaning: "clean",
	clean: "owner_accept",
	owner_accept: "close",
	refuse: "",
	agree: "start",
	close: "",
};

/** The step a card offers now, with what waits on the phone taken for done. */
export function step_of(card, ahead) {
	let step = card.step;
	for (const { kind, values } of ahead) {
		if (kind === "survey") step = values.responsibility === "Warranty" ? "plan" : "";
		else if (kind === "plan" && values.important) step = "";
		else if (kind === "patrol" && (values.checks || []).some((row) => row.result === "Fault"))
			step = "patrol";
		else if (kind === "sign" && WORKING.includes(card.status)) step = "pre_accept";
		else if (kind in AFTER) step = AFTER[kind];
	}
	return step;
}

export const step_label = (day, step) =>
	({
		plan: __("Make Plan"),
		issue: __("Issue Plan"),
		sign: __("Owner Signs Plan"),
		agree: __("Payer Signs Quotation"),
		patrol: __("Patrol Done"),
		recheck: __("Record Re-check"),
		refuse: __("Owner Refuses to Sign"),
		free_checks: __("Free Check"),
		photo: __("Photo"),
	})[step] ||
	day.forms[step]?.label ||
	"";

/** ``queue`` tells what waits for this ticket; ``passed`` are the seconds since the page's data were read. */
export function card_html(day, card, queue, passed) {
	const waiting = queue.waiting(card.name);
	const ahead = queue.ahead(card.name);
	const left = card.left == null ? null : card.left - passed;
	const step = step_of(card, ahead);
	const tags = [
		card.emergency ? `<b class="fx-tag fx-red">${__("Emergency")}</b>` : "",
		card.failed ? `<b class="fx-tag fx-orange">${__("Failed Pre-acceptance")}</b>` : "",
		card.is_complaint ? `<b class="fx-tag fx-red">${__("Complaint")}</b>` : "",
		["Suspected", "Confirmed"].includes(card.repeat_state)
			? `<b class="fx-tag fx-orange">${__("Repeat Repair")}</b>`
			: "",
		card.diagnostic_visits > 1
			? `<b class="fx-tag fx-orange">${__("Diagnostic visit no. {0}", [card.diagnostic_visits])}</b>`
			: "",
	].join("");
	return `<article class="fx-card fx-${urgency(left, card)}" data-ticket="${esc(card.name)}">
		<div class="fx-top"><h2>${esc(card.unit_code)}</h2><span class="fx-left">${esc(time_left(left, card))}</span></div>
		<p class="fx-what">${tags}${esc(card.location)} · ${esc(card.defect_type)}</p>
		<p class="fx-line">${esc(card.status_label)} · ${__("Waiting on")} ${esc(card.waiting_on_label)}${appointment(card)}</p>
		${card.description ? `<p class="fx-line">${esc(card.description)}</p>` : ""}
		${card.special_requests ? `<p class="fx-line fx-orange">${esc(card.special_requests)}</p>` : ""}
		${waiting.map((entry) => waiting_html(day, card, entry, queue.can_undo(entry))).join("")}
		${looked_at(card, ahead)}${corrections(card, ahead)}${why(card, step, ahead)}
		<div class="fx-buttons">
			<button type="button" class="fx-camera" data-do="photo">${CAMERA}<span>${__("Photo")} ${photos(card, waiting)}</span></button>
			${step ? `<button type="button" class="fx-primary" data-do="${step}">${esc(step_label(day, step))}</button>` : ""}
		</div>
		<div class="fx-links"><a class="fx-link" href="tel:${esc(card.caller_phone)}">${__("Call")} ${esc(card.caller_name)}</a>
			<button type="button" class="fx-link" data-do="more">${__("Other Actions")}</button></div>
	</article>`;
}

export const CAMERA = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 8h3l2-3h6l2 3h3v11H4z"/><circle cx="12" cy="13" r="3.5"/></svg>`;

function photos(card, waiting) {
	// photos of a loss and papers of other documents show nothing of the work
	const of_work = Object.entries(card.photos).filter(([stage]) => stage !== "Other");
	const kept = of_work.reduce((sum, [, number]) => sum + number, 0);
	return kept + waiting.filter((entry) => entry.kind === "photo").length || "";
}

const appointment = (card) =>
	card.appointment_at ? ` · ${__("Appointment")} ${esc(short_time(card.appointment_at))}` : "";

function urgency(left, card) {
	if (left == null || card.held) return "quiet";
	return left < 0 ? "overdue" : left <= SOON ? "soon" : "running";
}

function time_left(left, card) {
	if (card.held) return __("On Hold");
	if (left == null) return __("No limit runs");
	const words = left < 0 ? __("overdue {0}", [span(left)]) : __("{0} left", [span(left)]);
	return `${card.clock} · ${words}`;
}

/** Why there is no button, or what stands in the way of the usual next action. */
function why(card, step, ahead) {
	if (step || ahead.length) return "";
	if (["Draft", "Awaiting Review"].includes(card.plan?.state))
		return note(__("The plan waits for the manager's review (R96)."));
	if (card.plan?.state === "Refused to Sign")
		return note(__("The owner has not signed: the manager decides what comes next."));
	// reasons come from the server, already escaped
	return card.why?.length ? note(card.why.join("<br>"), true) : "";
}

/** What today's patrol found, and why the work is not passed before it is looked at again (R100, R106). */
function looked_at(card, ahead) {
	if (!card.faults?.length || ahead.length) return "";
	const found = card.faults.join("、");
	return note(
		card.patrolled
			? __(
					"Today's patrol is recorded. Still open: {0}. Look at it again, then the pre-acceptance is possible.",
					[found]
				)
			: __("Still open: {0}. Look at it on today's patrol.", [found])
	);
}

/** Open correction notices: each opens by its number, and a served one is re-checked from here. */
function corrections(card, ahead) {
	const again = ahead.filter(({ kind }) => kind === "recheck");
	const waits = new Set(again.map(({ values }) => values.correction_notice));
	const rows = (card.corrections || []).filter(({ name }) => !waits.has(name));
	return rows.map(correction).join("");
}

function correction({ name, state, due_at, demand }) {
	const link = `<a href="${desk_url("correction-notice", name)}">${esc(name)}</a>`;
	const until = due_at ? ` · ${__("Correction Due")} ${esc(short_time(due_at))}` : "";
	const next =
		state === "Served"
			? `<button type="button" class="fx-link" data-do="recheck" data-about="${esc(name)}">${__("Record Re-check")}</button>`
			: esc(__("Record its service first, with its number."));
	return `<p class="fx-note">${__("Correction Notice")} ${link}${until}${demand ? `<br>${esc(demand)}` : ""}<br>${next}</p>`;
}

const note = (text, safe) => `<p class="fx-note">${safe ? text : esc(text)}</p>`;

const entry_button = (what, label) =>
	`<button type="button" class="fx-link" data-entry-do="${what}">${label}</button>`;

function waiting_html(day, card, entry, can_undo) {
	const what = `${esc(entry.label)} · ${esc(short_time(entry.at))}`;
	if (!entry.refused) {
		const undo = can_undo ? entry_button("undo", __("Take back")) : "";
		return `<div class="fx-waiting" data-entry="${entry.id}"><span>${__("Waiting to be sent")} · ${what}</span>${undo}</div>`;
	}
	const form = card.known && entry.kind !== "photo" && Object.keys(entry.values).length > 0;
	return `<div class="fx-refused" data-entry="${entry.id}"><b>${__("Not accepted")} · ${what}</b>
		<p>${esc(entry.refused)}</p>${typed_html(day, entry)}<div class="fx-choice-row">
		${entry_button("again", __("Send again"))}${form ? entry_button("change", __("Change and send")) : ""}
		${entry_button("drop", __("Discard"))}</div></div>`;
}

/** What was typed stays readable, choices by their words. */
function typed_html(day, entry) {
	const fields = [...(day.forms[entry.kind]?.fields || []), ...day.plan_fields];
	const word = (name, value) =>
		fields.find((field) => field.name === name)?.options.find(([key]) => key === value)?.[1] || value;
	const hidden = ["file_name", "stage", "moment", "plan", "plan_key"];
	const texts = Object.entries(entry.values).filter(
		([name, value]) =>
			typeof value === "string" && value && !value.startsWith("data:") && !hidden.includes(name)
	);
	return texts.length
		? `<p class="fx-typed">${texts.map(([name, value]) => esc(word(name, value))).join(" · ")}</p>`
		: "";
}
