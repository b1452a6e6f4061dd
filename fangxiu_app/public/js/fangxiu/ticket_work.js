/* What goes on while the ticket is in repair: patrol days kept and missed, progress, faults (R12, R100). */
import { esc, form_link, icon, read, short_time } from "./util";

const SHAPES = { Kept: "check", Missed: "cross", "On Hold": "pause", Today: "clock", "Not Due": "dash" };
const COLOURS = { Kept: "green", Missed: "red", "On Hold": "grey", Today: "blue", "Not Due": "grey" };

/** Draw the work of the form's ticket into ``area``; nothing where no work has begun. */
export async function draw_work(frm, area) {
	if (!frm.doc.started_at && !frm.doc.third_party_at) return;
	const found = await read("work.overview", { ticket: frm.doc.name });
	area.html([days(found), progress(found), faults(found)].filter(Boolean).join(""));
}

function days(found) {
	if (!found.days.length) return "";
	const marks = found.days
		.map(({ day, state, label }) => {
			const title = `${moment(day).format("MM-DD")} ${label}`;
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
