/* Which step of a campaign is next, how far each one is, and what an intake begins with (R52-R57). Nothing here draws or asks. */

import { short_time } from "./util";
import { __ } from "./wording";

/** Days before the end in which the written briefing is next although a repair day is still to come. */
const WEEK = 7;

/** What was reported as one line: the intake's description has no lines. */
export const one_line = (text) =>
	String(text || "")
		.replace(/\s+/g, " ")
		.trim();

/** Word, colour and day of a step: done in time or late, waiting to leave, past due or not due yet; not needed while no problem is known. */
export function step_state(row, today) {
	const day = row.done ? String(row.done).slice(0, 10) : "";
	if (day)
		return day > row.due
			? [__("Step Completed Late"), "orange", day]
			: [__("Step Completed"), "green", day];
	if (row.waits) return [__("Waiting to Be Sent"), "orange", short_time(row.waits)];
	if (row.due >= today) return [__("Step Not Due Yet"), "grey", ""];
	return row.needed === false ? [__("Step Not Needed"), "grey", ""] : [__("Step Past Due"), "red", ""];
}

/** Steps whose day has passed without them, as the banner names them. */
export const late_steps = (panel, today) =>
	panel.steps.filter((row) => !row.waits && step_state(row, today)[1] === "red");

/** Steps that can be taken now, in the order of the regulation. */
export function next_steps(doc, panel, today) {
	const step = Object.fromEntries(panel.steps.map((row) => [row.clause, row]));
	const waiting = doc.repair_days.filter((row) => !row.note);
	const later = waiting.some((row) => row.day > today);
	const near = frappe.datetime.add_days(today, WEEK) >= step.R57.due;
	const steps = [
		["issue", untold(doc, panel)],
		["post", !doc.postings.length],
		["letters_delivered", panel.letters_left],
		["meeting", !step.R55.done],
		["plan_day", panel.tickets.length && !doc.repair_days.length],
		["record_day", waiting.some((row) => row.day <= today)],
		["brief", panel.to_brief.fresh && (near || !later)],
		["sign", step.R57.of > step.R57.have],
		["close", !panel.missing.length || doc.last_date < today],
	];
	return steps.filter(([, due]) => due).map(([key]) => key);
}

/** Whether somebody waits to be told. */
export const untold = (doc, panel) => doc.status === "To Notify" || panel.rates.units > panel.rates.notified;

/** What the intake dialog begins with for a unit of a campaign: where, and what the owner has said. */
export function intake_of(row, project, said, done) {
	const unit = { name: row.unit, title: row.unit_code, unit_code: row.unit_code, project };
	return { unit, description: one_line(said), done };
}
