/* A campaign before the end of the warranty as its form shows it: shares, steps, tickets of all channels, whom to call (R52-R57). */
import { esc, form_link, long_time, short_time } from "./util";

const table = (heads, rows) =>
	`<table class="fx-next-table fx-records"><thead><tr>${heads.map((head) => `<th>${esc(head)}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
const cells = (values) => `<tr>${values.map((value) => `<td>${value}</td>`).join("")}</tr>`;
const heading = (text) => `<h6>${esc(text)}</h6>`;

/** The panel in ``box``; ``call`` gets the row whose reply is recorded, where there is somebody who may. */
export function draw_panel(box, panel, call) {
	box.html(
		[
			shares(panel.rates),
			steps(panel.steps),
			channels(panel.channels),
			contractors(panel.contractors),
			calls(panel.calls, Boolean(call)),
			open_tickets(panel.tickets),
		].join("")
	);
	box.off("click", "[data-call]").on("click", "[data-call]", (event) =>
		call(panel.calls[Number(event.currentTarget.dataset.call)])
	);
}

function shares(rates) {
	const share = (label, part, whole, percent) =>
		`<span class="fx-side">${esc(label)} <b>${part}/${whole}</b>${percent == null ? "" : ` ${percent}%`}</span>`;
	return `<div class="fx-banner fx-grey">${[
		share(__("Told"), rates.notified, rates.units, null),
		share(__("Reached"), rates.reached, rates.units, rates.reached_percent),
		share(__("Answered"), rates.answered, rates.units, rates.answered_percent),
		share(__("Repaired"), rates.repaired, rates.tickets, rates.repaired_percent),
	].join("")}</div>`;
}

function steps(rows) {
	const today = frappe.datetime.get_today();
	const line = (row) => {
		const done = row.done ? long_time(row.done).slice(0, 10) : "";
		const count = row.of ? `${row.have}/${row.of}` : row.have || "";
		const state = done
			? `<span class="indicator-pill green">${esc(__("Done"))} ${esc(done)}</span>`
			: row.due < today
				? `<span class="indicator-pill red">${esc(__("Late"))}</span>`
				: `<span class="indicator-pill grey">${esc(__("Due"))}</span>`;
		const extra = row.open ? ` ${esc(__("{0} open tickets", [row.open]))}` : "";
		const name = row.record ? form_link("Meeting Record", row.record, __(row.label)) : esc(__(row.label));
		return cells([esc(row.clause), name, esc(row.due), `${state}${extra}`, esc(count)]);
	};
	return (
		heading(__("Steps")) +
		table([__("Clause"), __("Step"), __("Due"), __("State"), __("Proofs")], rows.map(line))
	);
}

function channels(rows) {
	if (!rows.length) return "";
	const line = (row) => cells([esc(__(row.channel)), row.tickets, row.open]);
	return (
		heading(__("Reported Since the Notice")) +
		table([__("Channel"), __("Tickets"), __("Still Open")], rows.map(line))
	);
}

function contractors(rows) {
	if (!rows.length) return "";
	const day = ([on, number]) => `${on || __("no appointment")}: ${number}`;
	const line = (row) =>
		cells([
			row.contractor ? form_link("Supplier", row.contractor, row.name) : esc(__("No contractor")),
			row.open,
			esc(Object.entries(row.days).sort().map(day).join("；")),
			esc((row.planned || []).join("、")),
		]);
	return (
		heading(__("Open by Contractor")) +
		table([__("Contractor"), __("Still Open"), __("Appointments"), __("Repair Days")], rows.map(line))
	);
}

function calls(rows, may_call) {
	if (!rows.length) return "";
	const button = (index) =>
		may_call
			? `<button type="button" class="btn btn-xs btn-default" data-call="${index}">${esc(__("Record Reply"))}</button>`
			: "";
	const line = (row, index) =>
		cells([
			form_link("Expiry Unit", row.name, row.unit_code),
			`${esc(row.owner_name || "–")} ${esc(row.owner_phone || "")}`,
			esc(row.reply ? __(row.reply) : ""),
			`${row.calls || 0} ${esc(row.called_at ? short_time(row.called_at) : "")}`,
			button(index),
		]);
	return (
		heading(__("To Call: No Answer Yet")) +
		table([__("Unit"), __("Owner"), __("Reply"), __("Calls"), ""], rows.map(line))
	);
}

function open_tickets(rows) {
	if (!rows.length) return "";
	const line = (row) =>
		cells([
			form_link("Repair Ticket", row.name),
			esc(row.unit_code),
			esc(`${row.location} · ${row.defect_type}`),
			esc(__(row.status)),
			esc(row.contractor_name || ""),
			esc(row.appointment_at ? short_time(row.appointment_at) : ""),
		]);
	return (
		heading(__("Open Tickets")) +
		table(
			[__("Ticket"), __("Unit"), __("Defect"), __("Status"), __("Contractor"), __("Appointment")],
			rows.map(line)
		)
	);
}
