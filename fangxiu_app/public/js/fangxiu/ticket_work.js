/* The tab of the repair work: patrol days with and without record, progress, faults (R12, R100). */
import { esc, form_link, icon, read, short_day, short_time } from "./util";
import { __ } from "./wording";

const SHAPES = { Kept: "check", Missed: "cross", "On Hold": "pause", Today: "clock", "Not Due": "dash" };
const COLOURS = { Kept: "green", Missed: "red", "On Hold": "grey", Today: "blue", "Not Due": "grey" };

/** Draw the work of the form's ticket into ``area``; nothing where no work has begun. */
export async function draw_work(frm, area) {
	if (!frm.doc.started_at && !frm.doc.third_party_at && !frm.doc.agreed_completion) return;
	const found = await read("tickets.site_work.api_work.overview", { ticket: frm.doc.name });
	area.html(
		[
			breach(found),
			long_repair(found),
			days(found),
			progress(found),
			faults(found),
			corrections(found),
			watched(found),
		]
			.filter(Boolean)
			.join("")
	);
	// what the breach asks for is the next step, before what the table of actions would offer
	if (area.find("[data-new]").length)
		$(frm.layout.wrapper).find(".fx-next").removeClass("btn-primary").addClass("btn-default");
	area.find("[data-new]").on("click", (event) =>
		frappe.new_doc(event.currentTarget.dataset.new, { ticket: frm.doc.name, project: frm.doc.project })
	);
}

function days(found) {
	if (!found.days.length) return "";
	const marks = found.days
		.map(({ day, state, label }) => {
			const title = `${short_day(day)} ${label}`;
			return `<span class="fx-day fx-${COLOURS[state]}" title="${esc(title)}" role="img" aria-label="${esc(title)}">
				${icon(SHAPES[state])}<small>${esc(moment(day).format("D"))}</small></span>`;
		})
		.join("");
	const counts = __("kept {0}, missed {1}", [found.kept, found.missed]);
	return `<div class="fx-work-line"><b>${esc(__("Daily Patrol"))}</b> <span>${esc(counts)}</span>
		<div class="fx-days">${marks}</div></div>`;
}

function progress(found) {
	const last = found.patrols[0];
	if (!last) return "";
	const percent = Math.round(last.progress_percent || 0);
	return `<div class="fx-work-line"><b>${esc(__("Progress"))}</b>
		<span class="fx-bar" role="img" aria-label="${percent} %"><i style="width: ${percent}%"></i></span> ${percent} %
		<span>${esc(__("Done Today"))}：${esc(last.work_done)}　${esc(__("Next"))}：${esc(last.next_work)}
		（${form_link("Site Visit", last.name, short_time(last.arrived_at))}）</span></div>`;
}

function faults(found) {
	if (!found.faults.length) return "";
	const rows = found.faults
		.slice(0, 5)
		.map(
			(row) => `<li>${form_link("Site Visit", row.visit, short_time(row.arrived_at))}
				${esc(__(row.aspect))}：${esc(row.remark)}</li>`
		)
		.join("");
	return `<div class="fx-work-line"><b>${esc(__("Faults Found"))}</b><ul>${rows}</ul></div>`;
}

function corrections(found) {
	if (!found.corrections.length) return "";
	const now = frappe.datetime.system_datetime();
	const rows = found.corrections
		.map((row) => {
			const late = ["Issued", "Served"].includes(row.state) && row.due_at < now;
			const colour = { Issued: "orange", Served: "blue", Closed: "green" }[row.state] || "grey";
			return `<li>${form_link("Correction Notice", row.name)} <span class="fx-tag fx-${late ? "red" : colour}">
				${esc(late ? __("Overdue") : __(row.state))}</span> ${esc(__("Correction Due"))} ${esc(short_time(row.due_at))}
				${row.round > 1 ? esc(__("round {0}", [row.round])) : ""}</li>`;
		})
		.join("");
	return `<div class="fx-work-line"><b>${esc(__("Correction Notices"))}</b><ul>${rows}</ul></div>`;
}

/** The first notice of a long repair, then a mark per week: kept, missed or still open (R102). */
function long_repair({ long }) {
	if (!long.is_long) return "";
	const first = long.notice_at
		? __("first notice {0}", [short_time(long.notice_at)])
		: __("first notice missing, due {0}", [short_time(long.notice_due)]);
	const weeks = long.weeks
		.map(({ start, end, state, label, kept_at }, index) => {
			const title = `${short_time(start)} – ${short_time(end)} ${label} ${kept_at ? short_time(kept_at) : ""}`;
			const colour = { Kept: "green", Missed: "red" }[state] || "blue";
			return `<span class="fx-day fx-${colour}" title="${esc(title)}" role="img" aria-label="${esc(title)}">
				${icon(SHAPES[state] || "clock")}<small>${esc(__("W{0}", [index + 1]))}</small></span>`;
		})
		.join("");
	return `<div class="fx-work-line fx-weeks"><b>${esc(__("Weekly Contact"))}</b>
		<span class="${long.notice_at ? "" : "fx-overdue"}">${esc(first)}</span><div class="fx-days">${weeks}</div></div>`;
}

function watched(found) {
	if (!found.watched.length) return "";
	const rows = found.watched
		.slice(0, 5)
		.map((row) => `<li>${esc(short_time(row.at))} <b>${esc(__(row.kind))}</b> ${esc(row.text)}</li>`)
		.join("");
	return `<div class="fx-work-line"><b>${esc(__("Watch Entry"))}</b><ul>${rows}</ul></div>`;
}

/** R107: what has happened, and whose turn it is. The words come escaped from the server. */
function breach({ breach: found }) {
	if (!found.stage) return "";
	const colour =
		found.stage === "Settled"
			? "fx-green"
			: found.stage === "Waiting" || found.letter
				? "fx-orange"
				: "fx-red";
	// the notice that is asked for is written: that one goes on, no second one
	if (found.letter)
		return `<div class="fx-banner ${colour}">${icon("alert")} ${found.text} ${form_link("Correspondence", found.letter)}</div>`;
	const doctype =
		found.stage === "Notice"
			? "Correspondence"
			: ["Ended", "Failed"].includes(found.stage)
				? "Third Party Order"
				: "";
	const label = doctype === "Correspondence" ? __("Write Notice") : __("New Third-party Order");
	const button =
		doctype && frappe.model.can_create(doctype)
			? ` <button class="btn btn-sm btn-primary" data-new="${doctype}">${esc(label)}</button>`
			: "";
	return `<div class="fx-banner ${colour}">${icon("alert")} ${found.text}${button}</div>`;
}
