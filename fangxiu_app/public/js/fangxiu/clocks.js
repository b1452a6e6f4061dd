/* Clock chips: colour, icon and words; a click shows how the clock was computed. */
import { esc, icon, remaining, span, urgency } from "./util";
import { __ } from "./wording";

const LOOK = {
	overdue: { icon: "alert", css: "fx-red" },
	soon: { icon: "clock", css: "fx-orange" },
	running: { icon: "clock", css: "fx-blue" },
	Held: { icon: "pause", css: "fx-grey" },
	Met: { icon: "check", css: "fx-green" },
	Late: { icon: "cross", css: "fx-red fx-done" },
	Void: { icon: "dash", css: "fx-grey" },
};

function left(clock, passed) {
	return clock.remaining_seconds == null ? null : clock.remaining_seconds - passed;
}

function words(clock, seconds) {
	if (clock.state === "Running") return seconds == null ? __("running") : remaining(seconds);
	if (clock.state === "Held") return __("on hold");
	if (clock.state === "Met") return __("met");
	if (clock.state === "Late") {
		const over = moment(clock.stopped_at).diff(clock.due_at, "seconds");
		return over > 0 ? __("late by {0}", [span(over)]) : __("late: written down after it was due");
	}
	return __("no longer counted");
}

const OPEN = ["Running", "Held"];

function chip(clock, index, passed) {
	const seconds = left(clock, passed);
	const look = LOOK[clock.state === "Running" ? urgency(seconds ?? Infinity) : clock.state];
	return `<button type="button" class="fx-chip ${look.css}" data-clock="${index}" title="${esc(__("How this was computed"))}">
		${icon(look.icon)} <b>${esc(clock.title)}</b> ${esc(words(clock, seconds))}
		${clock.entered_at ? `<small>${esc(__("entered later"))}</small>` : ""}
		${clock.clause ? `<small>${esc(clock.clause)}</small>` : ""}
	</button>`;
}

/** HTML of the clocks that still count; ``passed`` is how many seconds ago the panel was read. */
export function open_chips(panel, passed) {
	return panel.clocks
		.map((clock, index) => (OPEN.includes(clock.state) ? chip(clock, index, passed) : ""))
		.join("");
}

/** HTML of the clocks that have stopped: how many, how many of them late, and each of them on demand. */
export function finished_chips(panel) {
	const done = panel.clocks.filter((clock) => !OPEN.includes(clock.state));
	if (!done.length) return "";
	const late = done.filter((clock) => clock.state === "Late").length;
	const all = panel.clocks
		.map((clock, index) => (OPEN.includes(clock.state) ? "" : chip(clock, index, 0)))
		.join("");
	return `<details class="fx-finished"><summary>${esc(__("Finished clocks: {0}, late: {1}", [done.length, late]))}</summary>
		<div class="fx-chips">${all}</div></details>`;
}

/** How one clock was computed, sentence by sentence, in a dialog; the server wrote the sentences. */
export function explain_clock(clock) {
	const clause = clock.clause ? ` <small class="text-muted">${esc(clock.clause)}</small>` : "";
	const title = `${esc(clock.title)}${clause}`;
	const message = `<ol class="fx-because">${clock.why.map((line) => `<li>${esc(line)}</li>`).join("")}</ol>
			<p><b>${esc(__("State"))}</b> ${esc(words(clock, left(clock, 0)))}</p>`;
	frappe.msgprint({ title, message });
}
