/* Records of a ticket on its tabs: versions of the plan, visits, and a gallery of the evidence by stage. */
import { print_plan, state_colour } from "./plan";
import { esc, form_link, long_time, read } from "./util";
import { __ } from "./wording";

const STAGES = [
	"Intake",
	"Survey",
	"Temporary Measure",
	"Repair",
	"Pre-acceptance",
	"Cleaning",
	"Acceptance",
	"Other",
];
const PICTURE = /\.(jpe?g|png|webp|gif|bmp)$/i;

/** Read the records of the form's ticket once and draw them on their tabs. */
export async function show_records(frm) {
	if (frm.is_new()) return;
	const { visits, plans, evidence } = await read("tickets.life.api_ticket.records", {
		ticket: frm.doc.name,
	});
	put(frm, "plans_html", table(plans, plan_row) || empty(__("No plan has been made yet.")));
	put(frm, "visits_html", table(visits, visit_row) || empty(__("Nobody has been on site yet.")));
	put(
		frm,
		"evidence_html",
		gallery(evidence) || empty(__("No evidence is kept yet. Use Other Actions, Add Evidence."))
	);
	frm.fields_dict.plans_html.$wrapper
		.find("[data-print]")
		.on("click", (event) => print_plan(event.currentTarget.dataset.print));
}

const put = (frm, field, html) => frm.fields_dict[field].$wrapper.html(html);
const empty = (text) => `<p class="text-muted">${esc(text)}</p>`;
const table = (rows, draw) =>
	rows.length &&
	`<table class="fx-next-table fx-records"><tbody>${rows.map(draw).join("")}</tbody></table>`;

function plan_row(plan) {
	const signed = plan.signed_at
		? `${esc(plan.signed_by)} ${esc(long_time(plan.signed_at))}`
		: esc(plan.refusal_reason || "");
	return `<tr><td>${form_link("Repair Plan", plan.name, __("Plan {0}, version {1}", [plan.name, plan.version]))}</td>
		<td><span class="indicator-pill ${state_colour(plan.state)}">${esc(__(plan.state))}</span></td>
		<td>${esc(__(plan.plan_class))}${plan.important ? ` · ${esc(__("Important Plan"))}` : ""}</td>
		<td>${esc(__("Agreed Completion"))} ${esc(long_time(plan.completion_at))}</td><td>${signed}</td>
		<td><button type="button" class="btn btn-xs btn-default" data-print="${esc(plan.name)}">${esc(__("Print Plan Card"))}</button></td></tr>`;
}

function visit_row(visit) {
	return `<tr><td>${form_link("Site Visit", visit.name, long_time(visit.arrived_at))}</td><td>${esc(__(visit.kind))}</td>
		<td>${esc(visit.result ? __(visit.result) : "")}</td><td>${esc(visit.visitor_name)}</td><td>${esc(visit.findings)}</td></tr>`;
}

function gallery(items) {
	const known = [
		...STAGES,
		...new Set(items.map((item) => item.stage).filter((stage) => !STAGES.includes(stage))),
	];
	return known
		.map((stage) => [stage, items.filter((item) => item.stage === stage)])
		.filter(([, rows]) => rows.length)
		.map(
			([stage, rows]) =>
				`<h6>${esc(__(stage))} · ${rows.length}</h6><div class="fx-gallery">${rows.map(thumbnail).join("")}</div>`
		)
		.join("");
}

function thumbnail(item) {
	const picture = PICTURE.test(item.file)
		? `<img src="${esc(item.file)}" loading="lazy" alt="${esc(item.caption || item.name)}">`
		: `<span class="fx-file">${esc(__(item.kind))}</span>`;
	const words = [item.moment && __(item.moment), long_time(item.taken_at || item.recorded_at), item.caption]
		.filter(Boolean)
		.join(" · ");
	return `<figure title="SHA-256 ${esc(item.sha256)}"><a href="${esc(item.file)}" target="_blank" rel="noopener">${picture}</a>
		<figcaption>${form_link("Evidence Item", item.name)}<br>${esc(words)}${same_as(item)}</figcaption></figure>`;
}

/** A photo that another report's ticket had before: whoever checks the repair looks twice. */
function same_as({ same_as: ticket }) {
	if (!ticket) return "";
	const text =
		ticket === "?"
			? esc(__("Same photo as of a ticket of another project"))
			: __("Same photo as of ticket {0}", [form_link("Repair Ticket", ticket)]);
	return `<div class="text-danger">${text}</div>`;
}
