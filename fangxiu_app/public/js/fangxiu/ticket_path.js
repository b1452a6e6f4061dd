/* Where a ticket stands: its way, what lies beside the way, and who has to act. */
import { esc, form_link, long_time, span } from "./util";
import { __ } from "./wording";

export const path = (panel) => `<ol class="fx-path">${panel.path.map(step).join("")}</ol>`;

function step(row) {
	const spent =
		row.minutes != null && row.state !== "todo" ? `<small>${esc(span(row.minutes * 60))}</small>` : "";
	const current = row.state === "now" ? 'aria-current="step"' : "";
	return `<li class="fx-step fx-${esc(row.state)}" ${current} title="${esc(row.at ? long_time(row.at) : "")}">
		<span>${esc(row.label)}</span>${spent}
	</li>`;
}

/** The state beside the way; of what the property company was given also what became of it, in its words. */
export function aside(panel) {
	if (panel.merged.into) return merged_into(panel.merged.into);
	const on_path = panel.path.some((row) => row.status === panel.status);
	const { label, outcome, on, note } = panel.transfer || {};
	if (on_path && !label) return "";
	const became = outcome ? ` · ${esc(outcome)} ${esc(frappe.datetime.str_to_user(on) || "")}` : "";
	const words = note ? ` · ${esc(note)}` : "";
	return `<div class="fx-banner fx-grey"><b>${esc(label || __(panel.status))}</b>${became}${words}</div>`;
}

const merged_into = (name) =>
	`<div class="fx-banner fx-grey"><b>${esc(__("Merged Into"))}</b> ${form_link("Repair Ticket", name)} · ${esc(
		__("The work goes on there; nothing is changed here any more.")
	)}</div>`;

/** On the ticket that stays: what was merged into it, and is repaired under it. */
export function merged_here({ merged: { others }, merged_problems: problems }) {
	if (!others.length) return "";
	const line = (name) => `${form_link("Repair Ticket", name)} ${esc(problems[name] || "")}`;
	const head = __("Merged into this ticket, to be repaired under it:");
	return `<div class="fx-banner fx-grey">${esc(head)} ${others.map(line).join("、")}</div>`;
}

/** What the last pre-acceptance says, while the work is not passed. */
export function rework(panel) {
	if (!panel.failed_pre_acceptance) return "";
	const words = __("The last pre-acceptance failed: have it put right, then record the next one.");
	return `<div class="fx-banner fx-orange"><b>${esc(words)}</b></div>`;
}

export function waiting_on(panel) {
	const who = [panel.waiting_on.holder, panel.waiting_on.name].filter(Boolean).join(" · ");
	const now = panel.waiting_on.holder ? `${esc(__("Waiting on"))} <b>${esc(who)}</b>` : "";
	const so_far = panel.waiting_minutes
		.map((row) => `${esc(row.holder)} ${esc(span(row.minutes * 60))}`)
		.join(" · ");
	return `${now}<small title="${esc(__("Time with each party since the report"))}">${so_far}</small>`;
}
