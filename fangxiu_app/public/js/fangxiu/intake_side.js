/* The right side of the intake dialog: what is known about the unit and about each problem before anything is saved. */
import { called_html, number_html } from "./engineer_call";
import { esc, form_link, icon, marks, short_time } from "./util";
import { __ } from "./wording";

export function unit_html(card) {
	const owners = card.owners
		.map((row) => `<b>${esc(row.owner_name)}</b> ${esc(row.phone || "")}`)
		.join("<br>");
	const delivered = card.handover_date
		? __("{0} on {1}", [card.delivery_state, card.handover_date])
		: card.delivery_state;
	if (card.kind === "Common Part") {
		return `<section><h5>${esc(card.title)}</h5><p class="text-muted">${esc(__("Common Part"))}</p>
			${ticket_list(__("Open Tickets"), card.open_tickets, __("No open ticket."))}
			${ticket_list(__("History"), card.history.slice(0, 5), __("Nothing was repaired before."))}</section>`;
	}
	return `<section>
		<h5>${esc(card.title)}</h5>
		<p>${owners || esc(__("No owner is recorded."))}<br><span class="text-muted">${esc(delivered)}</span></p>
		${ticket_list(__("Open Tickets"), card.open_tickets, __("No open ticket."))}
		${ticket_list(__("History"), card.history.slice(0, 5), __("Nothing was repaired before."))}
	</section>`;
}

function ticket_list(title, rows, nothing) {
	const lines = rows.map((row) => `<li>${ticket_line(row)}</li>`).join("");
	return `<h6>${esc(title)} ${rows.length || ""}</h6>${
		lines ? `<ul>${lines}</ul>` : `<p class="text-muted">${esc(nothing)}</p>`
	}`;
}

function ticket_line(row) {
	const what = [row.location, row.defect_type].filter(Boolean).join(" · ");
	const when = row.closed_at ? short_time(row.closed_at) : "";
	return `${form_link("Repair Ticket", row.name)} ${esc(what)} <small>${esc(__(row.status))} ${esc(when)}</small>`;
}

export function item_html(index, found) {
	const people = [
		[
			__("Contractor"),
			found.contractor_name || __("none found: the agreements name nobody for this trade"),
		],
		[__("Engineer"), found.engineer_name || __("none: the building has no lot engineer")],
	];
	return `<section class="fx-preview">
		<h6>${esc(__("Problem {0}", [index + 1]))} ${marks(found)}</h6>
		<p class="${payer_css(found.payer)}">${esc(found.warranty_text)}</p>
		${people.map(([label, value]) => `<p><span class="text-muted">${esc(label)}</span> ${esc(value)}</p>`).join("")}
		${duplicates_html(index, found.duplicates)}
		${repeats_html(index, found.repeats)}
		${sisters_html(found.sisters)}
	</section>`;
}

function payer_css(payer) {
	return { Contractor: "fx-green", Developer: "fx-orange", Owner: "fx-red" }[payer] || "fx-grey";
}

function duplicates_html(index, rows) {
	if (!rows.length) return "";
	const line = (
		row
	) => `<li>${ticket_line(row)} <button type="button" class="btn btn-xs btn-default" data-join-item="${index}"
		data-ticket="${esc(row.name)}">${esc(__("Same problem: add the report to it"))}</button></li>`;
	return `<div class="fx-banner fx-orange">${esc(__("Already open for the same place and problem:"))}
		<ul>${rows.map(line).join("")}</ul></div>`;
}

function repeats_html(index, rows) {
	if (!rows.length) return "";
	return `<div class="fx-banner fx-orange">${icon("repeat")} ${esc(__("Repaired here before; it will be marked as a possible repeat:"))}
		<ul>${rows
			.slice(0, 3)
			.map((row) => `<li>${ticket_line(row)}</li>`)
			.join("")}</ul>
		<button type="button" class="btn btn-xs btn-default" data-repeat-item="${index}">${esc(
			__("The owner says so too")
		)}</button></div>`;
}

/** The same problem up and down the riser, or in flats of the same type: a hint, nothing follows from it. */
export function sisters_html(rows) {
	if (!rows || !rows.length) return "";
	const line = (row) => `<li>${form_link("Repair Ticket", row.name)} ${esc(row.title || row.unit_code)}
		<small>${esc(row.relation)} · ${esc(__(row.status))} ${esc(short_time(row.closed_at || row.reported_at))}</small></li>`;
	return `<details class="fx-sisters"><summary>${esc(__("Same problem in {0} sister unit(s)", [rows.length]))}</summary>
		<ul>${rows.map(line).join("")}</ul></details>`;
}

/** Who has been told, and whom to phone now (R70). */
function notified_html(row) {
	const { engineer, leads } = row;
	if (!engineer) {
		if (leads?.length)
			return leads.map((one) => `<div>${esc(one.name)} ${number_html(one)}</div>`).join("");
		return `<span class="text-danger">${esc(__("Nobody: no supervisor and no manager has this project. Tell the administrator."))}</span>`;
	}
	return `<div>${esc(engineer.name)} ${number_html(engineer)}</div>${called_html(engineer.called_at, row.may_call, row.name)}`;
}

/** The further units of a problem. */
const affected_html = ({ affected }) =>
	affected?.length
		? `<div class="text-muted small">${esc(`${__("Affected Units")}: ${affected.join(", ")}`)}</div>`
		: "";

/** What stands in the dialog after saving: the sentence to say, the tickets, who was told, the clock that runs. */
export function result_html(answer) {
	const rows = answer.tickets
		.map(
			(row) => `<tr>
				<td>${form_link("Repair Ticket", row.name)}</td>
				<td>${row.joined ? `<span class="fx-tag fx-blue">${esc(__("Added"))}</span> ` : ""}${marks(row)}${esc([row.location, row.defect_type].join(" · "))}${affected_html(row)}</td>
				<td>${esc(row.contractor_name || "–")}</td>
				<td>${notified_html(row)}</td>
				<td>${row.next_due_at ? `${icon("clock")} ${esc(row.next_clock_title || __(row.next_clock))} ${esc(short_time(row.next_due_at))}` : esc(__("starts when accepted"))}</td>
				<td>${
					frappe.model.can_create("Evidence Item")
						? `<button type="button" class="btn btn-xs btn-default" data-photo="${esc(row.name)}">${esc(__("Add Photo"))}</button>`
						: ""
				}</td>
			</tr>`
		)
		.join("");
	const heads = [
		__("Ticket"),
		__("Defect"),
		__("Contractor"),
		__("Persons Notified"),
		__("Running Clock"),
		"",
	];
	const told = answer.told.map(
		(row) =>
			`<p class="fx-banner fx-green">${esc(__("{0} was notified at {1}.", [row.name, short_time(row.at)]))}</p>`
	);
	const warnings = answer.warnings.map(
		(text) => `<p class="fx-banner fx-red">${icon("alert")} ${esc(text)}</p>`
	);
	const complaint = answer.complaint
		? ` · ${esc(__("Customer Complaint"))} ${form_link("Customer Complaint", answer.complaint)}`
		: "";
	return `<div class="fx-result">
		<p class="text-muted">${esc(__("What to Tell the Caller"))}</p>
		<blockquote>${esc(answer.sentence)}</blockquote>
		${[...told, ...warnings].join("")}
		<table class="table fx-stacked" ${rows ? "" : "hidden"}><thead><tr>${heads.map((head) => `<th>${esc(head)}</th>`).join("")}</tr></thead>
		<tbody>${rows}</tbody></table>
		<p class="text-muted">${esc(__("Repair Request"))} ${form_link("Repair Request", answer.request)}${complaint}</p>
	</div>`;
}
