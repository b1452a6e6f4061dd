/* A campaign before the end of the warranty as its form shows it: shares, steps, tickets of all channels, whom to call (R52-R57). */
import { step_state } from "./expiry_steps";
import { esc, form_link, phone, short_time } from "./util";
import { __ } from "./wording";

/** A table; on a phone each row stands by itself, its cells behind their heads. */
const table = (heads, rows) =>
	`<table class="fx-next-table fx-records fx-stacked fx-campaign"><thead><tr>${heads.map((head) => `<th>${esc(head)}</th>`).join("")}</tr></thead><tbody>${rows
		.map((values) => `<tr>${values.map((value, at) => cell(heads[at], value)).join("")}</tr>`)
		.join("")}</tbody></table>`;
const cell = (head, value) => `<td data-head="${esc(head)}">${value}</td>`;
const heading = (text) => `<h6>${esc(text)}</h6>`;
/** What does not break in the middle. */
const whole = (html) => (html ? `<span class="text-nowrap">${html}</span>` : "");

/** The panel in ``box``; ``run.call`` and ``run.log`` get the row whose reply is recorded or whose problem is reported, if anybody may. */
export function draw_panel(box, panel, run) {
	box.html(
		[
			shares(panel.rates, panel.waits),
			unreported(panel.unreported, Boolean(run.log)),
			steps(panel.steps),
			channels(panel.channels),
			contractors(panel.contractors),
			calls(panel.calls, Boolean(run.call)),
			open_tickets(panel.tickets),
		].join("")
	);
	box.off("click", "[data-call], [data-log]").on("click", "[data-call], [data-log]", (event) => {
		const { call, log } = event.currentTarget.dataset;
		if (call) run.call(panel.calls[Number(call)]);
		else run.log(panel.unreported[Number(log)]);
	});
}

function shares(rates, waits) {
	const share = (label, part, whole_number, percent) =>
		`<span class="fx-side">${esc(label)} <b>${part}/${whole_number}</b>${percent == null ? "" : ` ${percent}%`}</span>`;
	const waiting = rates.waiting
		? `<span class="fx-side">${esc(__("Waiting to Be Sent"))} <b>${rates.waiting}</b> ${waits ? esc(__("from {0} on", [short_time(waits)])) : ""}</span>`
		: "";
	return `<div class="fx-banner fx-grey">${[
		share(__("Told"), rates.notified - rates.waiting, rates.units, null),
		waiting,
		share(__("Reached"), rates.reached, rates.units, rates.reached_percent),
		share(__("Answered"), rates.answered, rates.units, rates.answered_percent),
		share(__("Repaired"), rates.repaired, rates.tickets, rates.repaired_percent),
	].join("")}</div>`;
}

/** The owner with his number, which a telephone dials; one that is read covered is no address. */
function owner(row) {
	const numbers = String(row.owner_phone || "")
		.split("、")
		.filter(Boolean)
		.map((number) =>
			number.includes("*")
				? whole(esc(number))
				: `<a class="text-nowrap" href="tel:${esc(number)}">${esc(phone(number))}</a>`
		);
	return [whole(esc(row.owner_name || "–")), ...numbers].join(" ");
}

const button = (kind, index, label) =>
	`<button type="button" class="btn btn-xs btn-default text-nowrap" data-${kind}="${index}">${esc(label)}</button>`;

/** Problems that were said on the telephone and of which there is no ticket: nobody repairs them. */
export function unreported(rows, may_log) {
	if (!rows.length) return "";
	const line = (row, index) => [
		form_link("Expiry Unit", row.name, row.unit_code),
		owner(row),
		esc(row.reply_note),
		whole(esc(short_time(row.called_at))),
		may_log ? button("log", index, __("Log the Repair")) : "",
	];
	return `<div class="fx-banner fx-red"><b>${esc(__("Problems Without a Ticket"))}</b>${table(
		[__("Unit"), __("Owner"), __("What Was Said"), __("Called At"), ""],
		rows.map(line)
	)}</div>`;
}

function steps(rows) {
	const today = frappe.datetime.get_today();
	const line = (row) => {
		const [word, colour, day] = step_state(row, today);
		const state = `<span class="indicator-pill ${colour}">${esc(word)} ${esc(day)}</span>`;
		const count = row.of ? `${row.have}/${row.of}` : row.have || "";
		const extra = row.open ? ` ${whole(esc(__("Not closed: {0}", [row.open])))}` : "";
		const name = row.record ? form_link("Meeting Record", row.record, __(row.label)) : esc(__(row.label));
		return [whole(esc(row.clause)), name, whole(esc(row.due)), `${state}${extra}`, esc(count)];
	};
	return (
		heading(__("Steps of the Campaign")) +
		table([__("Clause"), __("Step"), __("Due"), __("State"), __("Proofs")], rows.map(line))
	);
}

function channels(rows) {
	if (!rows.length) return "";
	const line = (row) => [esc(__(row.channel)), row.tickets, row.open];
	return (
		heading(__("Reported Since the Notice")) +
		table([__("Channel"), __("Tickets"), __("Still Open")], rows.map(line))
	);
}

function contractors(rows) {
	if (!rows.length) return "";
	const day = ([on, number]) => whole(esc(`${on || __("no appointment")}：${number}`));
	const line = (row) => [
		row.contractor ? form_link("Supplier", row.contractor, row.name) : esc(__("No contractor")),
		row.open,
		Object.entries(row.days).sort().map(day).join("；"),
		(row.planned || []).map((on) => whole(esc(on))).join("、"),
	];
	return (
		heading(__("Not Closed by Contractor")) +
		table([__("Contractor"), __("Still Open"), __("Appointments"), __("Repair Days")], rows.map(line))
	);
}

function calls(rows, may_call) {
	if (!rows.length) return "";
	const line = (row, index) => [
		form_link("Expiry Unit", row.name, row.unit_code),
		owner(row),
		esc(row.reply ? __(row.reply) : ""),
		`${row.calls || 0} ${whole(esc(row.called_at ? short_time(row.called_at) : ""))}`,
		may_call ? button("call", index, __("Record Reply")) : "",
	];
	return (
		heading(__("To Call: No Answer Yet")) +
		table([__("Unit"), __("Owner"), __("Result of the Call"), __("Calls"), ""], rows.map(line))
	);
}

function open_tickets(rows) {
	if (!rows.length) return "";
	const line = (row) => [
		form_link("Repair Ticket", row.name),
		esc(row.unit_code),
		esc(`${row.location} · ${row.defect_type}`),
		esc(__(row.status)),
		esc(row.contractor_name || ""),
		whole(esc(row.appointment_at ? short_time(row.appointment_at) : "")),
	];
	return (
		heading(__("Open Tickets")) +
		table(
			[__("Ticket"), __("Unit"), __("Defect"), __("Status"), __("Contractor"), __("Appointment")],
			rows.map(line)
		)
	);
}
