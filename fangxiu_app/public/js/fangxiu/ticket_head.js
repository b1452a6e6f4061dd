/* The head of the ticket form: path, clocks, who has to act, the next action, and the others with the reasons why they are refused. */
import { explain_clock, finished_chips, open_chips } from "./clocks";
import { sisters_html } from "./intake_side";
import { make_notice } from "./corrections";
import { called_html, number_html, told_by_phone } from "./engineer_call";
import { record_free_check } from "./free_check";
import { is_handed_out, latest_plan, make_plan, plan_card, revise_plan, sign_plan } from "./plan";
import { open_quote } from "./quotes";
import { add_evidence, end_hold, put_on_hold, record_contact } from "./records";
import { may_reassign, reassign } from "./reassign";
import { record_sheet } from "./sheet";
import { split_ticket } from "./split";
import { perform } from "./ticket_actions";
import { aside, merged_here, path, rework, waiting_on } from "./ticket_path";
import { draw_work } from "./ticket_work";
import { watch } from "./watch";
import { esc, form_link, icon, read, short_time } from "./util";
import { __ } from "./wording";

const TICK = 20000;
const FINAL = ["Closed", "Merged", "Cancelled"];
const WORKING = ["In Repair", "Third Party"];
/** States in which an issued plan waits for the owner's signature (a new version may come while the work goes on). */
const UNSIGNED_MATTERS = ["Planned", ...WORKING];
const EVIDENCE_STAGES = {
	"In Repair": "Repair",
	"Third Party": "Repair",
	"Pre-accepted": "Cleaning",
	Cleaned: "Acceptance",
};

/** Read the panel of the form's ticket and draw it above the tabs. */
export async function show_ticket(frm) {
	const head = head_of(frm);
	if (frm.is_new()) {
		head.empty();
		return;
	}
	const [panel, plan] = await Promise.all([
		read("tickets.life.api_ticket.panel", { ticket: frm.doc.name }),
		latest_plan(frm.doc.name),
	]);
	if (panel.status !== frm.doc.status) {
		frm.reload_doc();
		return;
	}
	const view = { frm, head, panel, plan, read_at: Date.now() };
	draw(view);
	clearInterval(frm.fx_timer);
	frm.fx_timer = setInterval(() => tick(view), TICK);
}

function head_of(frm) {
	const layout = $(frm.layout.wrapper);
	let head = layout.children(".fx-head");
	if (!head.length) head = $('<div class="fx-head"></div>').prependTo(layout);
	return head;
}

const passed = (view) => Math.floor((Date.now() - view.read_at) / 1000);

function tick(view) {
	if (!view.head.closest("body").length) {
		clearInterval(view.frm.fx_timer);
		return;
	}
	view.head.find(".fx-running").html(open_chips(view.panel, passed(view)));
}

function draw(view) {
	const { panel, head } = view;
	head.html(`
		${path(panel)}
		${aside(panel)}${merged_here(panel)}${rework(panel)}
		<div class="fx-row">
			<div class="fx-chips fx-running">${open_chips(panel, 0)}</div>
			<div class="fx-ball">${waiting_on(panel)}</div>
		</div>
		${engineer(panel, view.frm.doc)}
		${finished_chips(panel)}
		${report_banner(view)}
		${repeat_banner(panel)}
		${second_visit(view.frm.doc)}
		<div class="fx-siblings">${siblings(panel)}</div>
		${hold_banner(panel)}
		<div class="fx-row fx-actions"></div>
		${plan_card(view.plan)}
		<div class="fx-work"></div>
	`);
	draw_actions(view);
	draw_work(view.frm, head.find(".fx-work"));
	head.off("click.fx").on("click.fx", "[data-clock]", (event) =>
		explain_clock(panel.clocks[event.currentTarget.dataset.clock])
	);
	head.on("click.fx", "[data-told]", (event) =>
		told_by_phone($(event.currentTarget)).then(() => changed(view))
	);
	head.on("click.fx", "[data-end-hold]", (event) =>
		end_hold(event.currentTarget.dataset.endHold, () => changed(view))
	);
}

/** Until the survey: whom to phone about the report, and one button for having done so (R70). */
function engineer({ engineer: who, actions }, doc) {
	// nobody phones himself
	if (!who || doc.engineer === frappe.session.user) return "";
	const may = actions.some((row) => row.action === "call_engineer" && row.allowed);
	return `<div class="fx-row fx-engineer"><span>${esc(__("Engineer"))} <b>${esc(who.name)}</b> ${number_html(who)}</span>${called_html(
		who.called_at,
		may,
		doc.name
	)}</div>`;
}

function repeat_banner({ repeat, status }) {
	if (!["Suspected", "Confirmed"].includes(repeat.state)) return "";
	const confirmed = repeat.state === "Confirmed";
	const text = WORKING.includes(status)
		? confirmed
			? __("Repeat repair: the manager visits in person before the work is accepted (R86, R87).")
			: __("This may be a repeat repair. Confirm or reject it before the work is accepted (R84, R85).")
		: confirmed
			? __("Repeat repair: the manager visits in person before a contractor is sent (R86, R87).")
			: __("This may be a repeat repair. Confirm or reject it before the dispatch (R84, R85).");
	const earlier = repeat.of
		? ` ${esc(__("Earlier repair:"))} ${form_link("Repair Ticket", repeat.of)}`
		: "";
	return `<div class="fx-banner ${confirmed ? "fx-red" : "fx-orange"}">${icon("repeat")} ${esc(text)}${earlier}</div>`;
}

/** What the engineer has to know before going there: special requests, complaint, open promises, joint visit (R66, R71, R81). */
function report_banner({ frm, panel }) {
	const report = panel.report || {};
	const lines = [];
	const add = (css, name, text) => lines.push(`<div class="fx-banner ${css}">${icon(name)} ${text}</div>`);
	if (frm.doc.special_requests) {
		add(
			"fx-blue",
			"alert",
			`<b>${esc(__("Special Requests"))}</b> ${esc(frm.doc.special_requests).replace(/\n/g, "<br>")}`
		);
	}
	if (report.is_complaint) add("fx-red", "alert", esc(__("This report is a complaint.")));
	if (report.to_be_verified) {
		const reply = report.verified_reply;
		const text = reply
			? __("Verified and answered to the owner: {0}", [reply])
			: __("To be verified: nothing was promised. Check it and record the reply on the report (R66).");
		add(
			reply ? "fx-green" : "fx-orange",
			reply ? "check" : "alert",
			`${esc(text)} ${form_link("Repair Request", frm.doc.request)}`
		);
	}
	if (panel.joint_state === "Needed") {
		add(
			"fx-orange",
			"alert",
			esc(__("The responsibility is unclear: visit together with the property company (R71)."))
		);
	}
	return lines.join("");
}

/** The calls this ticket answers, where there was more than one, and the same problem in sister units (R82). */
function siblings({ siblings: { sisters, reports } }) {
	const calls = reports.map(
		(row) =>
			`${form_link("Repair Request", row.name)} ${esc(row.caller_name)} ${esc(short_time(row.received_at))}`
	);
	const again =
		reports.length > 1
			? `<p>${esc(__("Reported {0} times:", [reports.length]))} ${calls.join(" · ")}</p>`
			: "";
	return again + sisters_html(sisters);
}

function second_visit({ diagnostic_visits }) {
	if (!(diagnostic_visits > 1)) return "";
	const text = __("Diagnostic visit no. {0}: one should find the cause (R91).", [diagnostic_visits]);
	return `<div class="fx-banner fx-orange">${icon("repeat")} ${esc(text)}</div>`;
}

function hold_banner({ holds }) {
	return holds
		.filter((hold) => !hold.ended_at)
		.map(
			(hold) =>
				`<div class="fx-banner fx-grey">${icon("pause")} ${esc(
					__("On hold until {0}, waiting for {1}. Agreed by {2}: {3}", [
						short_time(hold.until),
						__(hold.holder),
						hold.agreed_by,
						hold.reason,
					])
				)} <button type="button" class="btn btn-xs btn-default" data-end-hold="${esc(hold.name)}">${esc(
					__("End Hold")
				)}</button></div>`
		)
		.join("");
}

function changed(view) {
	return view.frm.reload_doc();
}

/** The one button that is most likely wanted: the table's own, or the plan where the table waits for one. */
function next_button(view) {
	const { panel, plan, frm } = view;
	if (panel.needs_plan && !frm.doc.plan && !plan && frappe.model.can_create("Repair Plan")) {
		const needed = !panel.actions.some((action) => action.primary);
		if (needed) return { label: __("Make Plan"), run: () => make_plan(frm) };
	}
	if (
		UNSIGNED_MATTERS.includes(panel.status) &&
		plan?.state === "Issued" &&
		frappe.model.can_write("Repair Plan")
	) {
		return {
			label: __("Owner Signs Plan"),
			run: () => sign_plan(plan, panel.entry_tolerance_minutes, () => changed(view)),
		};
	}
	if (panel.needs_plan && plan && ["Draft", "Awaiting Review", "Reviewed"].includes(plan.state)) {
		return { label: __("Open Plan"), run: () => frappe.set_route("Form", "Repair Plan", plan.name) };
	}
	if (
		panel.status === "Paid Repair" &&
		!frm.doc.quote_accepted_at &&
		frappe.model.can_create("Paid Repair Quote")
	) {
		return { label: __("Quotation"), run: () => open_quote(frm) };
	}
	if (panel.status === "Closed" && frappe.model.can_create("Owner Contact")) return follow_up(view);
	const action = panel.actions.find((row) => row.primary);
	return action && { label: action.label, run: () => perform(frm, panel, action, () => changed(view)) };
}

/** Follow-up of a closed ticket: the primary button where a call is due, an ordinary one otherwise. */
const follow_up = ({ frm, panel }) => ({
	label: __("Record Follow-up"),
	quiet: !panel.clocks.some((row) => row.state === "Running"),
	run: () => record_contact(frm, "Follow-up"),
});

function draw_actions(view) {
	const area = view.head.find(".fx-actions");
	const next = next_button(view);
	if (next) {
		$(
			`<button type="button" class="btn ${next.quiet ? "btn-default" : "btn-primary"} fx-next">${esc(next.label)}</button>`
		)
			.on("click", next.run)
			.appendTo(area);
	}
	const others = [...table_entries(view, next), ...record_entries(view)];
	if (others.length) area.append(menu(others));
	const blocked = view.panel.actions.find((row) => row.stuck);
	if (blocked) {
		area.append(
			`<span class="fx-why">${icon("alert")} ${esc(blocked.label)}：${blocked.reasons.join("<br>")}</span>`
		);
	}
}

function table_entries(view, next) {
	return (
		view.panel.actions
			.filter((row) => !(next && row.primary && row.label === next.label))
			// nobody phones himself
			.filter((row) => row.action !== "call_engineer" || view.frm.doc.engineer !== frappe.session.user)
			.map((row) => ({
				label: row.label,
				reasons: row.allowed ? [] : row.reasons,
				run: () => perform(view.frm, view.panel, row, () => changed(view)),
			}))
	);
}

function record_entries(view) {
	const { frm, panel, plan } = view;
	const entries = [];
	const offer = (allowed, label, run, reasons = []) => allowed && entries.push({ label, reasons, run });
	const open = !FINAL.includes(panel.status);
	const may = (doctype) => open && frappe.model.can_create(doctype);
	offer(panel.needs_plan && !plan && may("Repair Plan"), __("Make Plan"), () => make_plan(frm));
	offer(plan && is_handed_out(plan) && may("Repair Plan"), __("New Version of Plan"), () =>
		revise_plan(plan)
	);
	offer(WORKING.includes(panel.status) && may("Site Visit"), __("Record Patrol"), () =>
		record_sheet(frm, "Patrol", panel.entry_tolerance_minutes, (saved) => sheet_saved(view, saved))
	);
	offer(WORKING.includes(panel.status) && leads() && may("Site Visit"), __("Record Spot Check"), () =>
		record_sheet(frm, "Spot Check", panel.entry_tolerance_minutes, (saved) => sheet_saved(view, saved))
	);
	offer(WORKING.includes(panel.status) && may("Correction Notice"), __("Make Correction Notice"), () =>
		make_notice(frm.doc)
	);
	watch_entries(view).forEach(([label, kind]) =>
		offer(may("Watch Entry"), label, () => watch(kind, frm.doc, () => changed(view)))
	);
	offer(may("Evidence Item"), __("Add Evidence"), () =>
		add_evidence(frm.doc.name, EVIDENCE_STAGES[panel.status] || "Survey", () => changed(view))
	);
	offer(open && frm.doc.survey_visit && frappe.model.can_write("Site Visit"), __("Free Check"), () =>
		record_free_check(frm.doc.survey_visit, () => changed(view))
	);
	offer(may("Owner Contact"), __("Record Contact"), () => record_contact(frm));
	offer(may("Ticket Hold"), __("Put On Hold"), () => put_on_hold(frm, () => changed(view)), panel.no_hold);
	offer(
		(open || panel.clocks.some((row) => row.state === "Running")) && may_reassign(),
		__("Reassign"),
		() => reassign([frm.doc.name], () => changed(view))
	);
	offer(panel.may_split, __("Split Off A Problem"), () => split_ticket(frm, () => changed(view)));
	offer(frappe.model.can_print("Repair Ticket"), __("Print Work Order"), () => print_order(frm));
	return entries;
}

/** What may be written about a ticket that is watched closely; only who leads puts it on the list or takes it off. */
function watch_entries(view) {
	const lead = view.panel.watched
		? [__("Take Off Watch List"), "Release"]
		: [__("Put on Watch List"), "Watch"];
	return WORKING.includes(view.panel.status) || view.frm.doc.complex || leads()
		? [[__("Record Instruction"), "Instruct"], ...(leads() ? [lead] : [])]
		: [];
}

/** A sheet with faults leads to the notice that has them corrected. */
function sheet_saved(view, saved) {
	if (!saved.faults.length || !frappe.model.can_create("Correction Notice")) {
		changed(view);
		return;
	}
	frappe.confirm(
		__("{0} faults were found. Make a correction notice for the contractor now?", [saved.faults.length]),
		() => make_notice(view.frm.doc, saved.visit, saved.faults),
		() => changed(view)
	);
}

const leads = () => frappe.user.has_role(["Repair Manager", "Repair Supervisor"]);

function print_order(frm) {
	const query = new URLSearchParams({
		doctype: frm.doctype,
		name: frm.doc.name,
		format: "Repair Work Order",
		no_letterhead: 1,
	});
	window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`, "_blank", "noopener");
}

function menu(entries) {
	const box = $(`<div class="dropdown fx-menu">
		<button type="button" class="btn btn-default dropdown-toggle" data-toggle="dropdown" data-display="static" aria-haspopup="true">
			${esc(__("Other Actions"))}
		</button>
		<div class="dropdown-menu" role="menu"></div>
	</div>`);
	const list = box.find(".dropdown-menu");
	// what can be done comes first; what is refused stands below with its reasons
	const refusals = (entry) => Number(entry.reasons.length > 0);
	[...entries]
		.sort((one, other) => refusals(one) - refusals(other))
		.forEach((entry) => {
			const refused = entry.reasons.length > 0;
			// reasons come from the server, already escaped
			const why = refused ? `<small>${entry.reasons.join("<br>")}</small>` : "";
			const item = $(
				`<button type="button" role="menuitem" class="dropdown-item ${refused ? "disabled" : ""}" ${
					refused ? 'aria-disabled="true"' : ""
				}>${esc(entry.label)}${why}</button>`
			).appendTo(list);
			// also where the list is cut below its name
			if (refused) item.attr("title", item.find("small").prop("innerText"));
			item.on("click", (event) => (refused ? event.stopPropagation() : entry.run()));
		});
	return box;
}
