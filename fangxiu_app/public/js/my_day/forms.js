/* The forms of the day: an action of the ticket table, the plan card, its signature, the patrol, the free check. */
import { CAMERA } from "./cards";
import { read } from "./queue";
import { open_sheet, options } from "./sheet";
import { __, desk_url, esc, parsed, written } from "./text";

const SIGNED = ["Pass", "Pass With Remark"];
/** Who signs in the owner's place, with the photo of the sheet they signed, is recorded on the ticket's form. */
const LEFT_OUT = /^substitute_/;
const INTROS = {
	owner_accept: () =>
		__(
			"Where the owner refuses or cannot be reached, record the acceptance on the ticket, with the photo of the signed sheet."
		),
};
/** A remark is asked for where the owner has a reservation. */
const SHOWN = {
	owner_accept: (name, given) => name !== "acceptance_remark" || given.acceptance_result !== "Pass",
};
/** What a field offers or starts with inside a certain action; the server decides all the same. */
const SHAPES = {
	"survey.responsibility": (field) => ({
		options: field.options.filter(([key]) => key !== "To Be Judged"),
	}),
	"owner_accept.acceptance_result": (field) => ({
		options: field.options.filter(([key]) => SIGNED.includes(key)),
	}),
	"explain.owner_answer": (field) => field,
	"start.agreed_completion": () => ({ required: true }),
};
const STARTS = {
	survey: (card) => ({
		responsibility: "Warranty",
		root_cause: card.root_cause,
		expected_days: card.expected_days || 1,
		temporary_measure: card.temporary_measure,
	}),
	start: (card, day) => ({
		agreed_completion: written(new Date(+parsed(day.now) + (Number(card.expected_days) || 1) * 864e5)),
	}),
	appoint: (card, day) => ({ appointment_at: written(proposed(parsed(day.now), card)) }),
	owner_accept: (card) => ({ acceptance_result: "Pass", accepted_by_name: card.caller_name }),
	record_measure: (card) => ({ temporary_measure: card.temporary_measure }),
};

/** The next full hour at least an hour away, in an emergency before its limit; what is none is not agreed on for the night. */
function proposed(now, { emergency, left }) {
	const at = new Date(Math.ceil((+now + 36e5) / 36e5) * 36e5);
	if (emergency && left != null && +now + left * 1000 < +at)
		return new Date(+now + Math.max(left, 300) * 1000);
	if (emergency || (at.getHours() >= 9 && at.getHours() < 18)) return at;
	if (at.getHours() >= 18) at.setDate(at.getDate() + 1);
	at.setHours(9, 0, 0, 0);
	return at;
}

/** The form of one action of the ticket table. */
export function action_form(day, card, action) {
	const form = day.forms[action];
	let fields = asked(day, card, action).filter(
		(field) => !LEFT_OUT.test(field.name) && field.type !== "Link"
	);
	fields = fields.map((field) => ({ ...field, ...SHAPES[`${action}.${field.name}`]?.(field) }));
	return {
		title: form.label,
		intro: INTROS[action] && `<p class="fx-note">${INTROS[action]()}</p>`,
		fields,
		values: STARTS[action]?.(card, day) || {},
		shown: SHOWN[action],
		check: (given) => check_action(action, given, day),
	};
}

function check_action(action, given, day) {
	if (action === "start" && given.agreed_completion && given.agreed_completion <= day.now)
		return __("The agreed completion lies before the start.");
	const days = Number(given.expected_days);
	if (action === "survey" && (days < 0 || (!days && given.responsibility === "Warranty")))
		return __("Estimate the days of work, half a day being 0.5: above the limit a plan is needed (R88).");
	if (action === "owner_accept" && SIGNED.includes(given.acceptance_result) && !given.owner_signature) {
		return __("Let the owner sign in the field first.");
	}
	return null;
}

/** What an action asks for about this card: not the place, and not a completion that is agreed already (R92, R97). */
const asked = (day, card, action) =>
	(day.forms[action]?.fields || []).filter(
		({ name }) => name !== "arrival_place" && !(name === "agreed_completion" && card[name])
	);

/** Actions that need nothing but the press of the button. */
export const is_plain = (day, action, card = {}) => !asked(day, card, action).length;

/** A plan with what the survey has found. */
export function plan_form(day, card) {
	const start = parsed(day.now);
	start.setDate(start.getDate() + 1);
	start.setHours(9, 0, 0, 0);
	const days = Number(card.expected_days) || 1;
	const end = new Date(+start + days * 864e5);
	const values = {
		plan_class: card.complex ? "Complex" : "Routine",
		days,
		start_at: written(start),
		completion_at: written(end),
		problem: [card.location, card.defect_type, card.description].filter(Boolean).join("，"),
		cause: card.root_cause,
		temporary_measures: card.temporary_measure,
	};
	const intro = `<p class="fx-note">${__("An important plan goes to the manager first; any other is handed to the owner at once.")}</p>`;
	return {
		title: __("Repair Plan Card"),
		button: __("Issue Plan"),
		intro,
		fields: day.plan_fields,
		values,
		check: check_plan,
	};
}

/** As the server refuses it later, when the entry has arrived and nobody looks at the form any more. */
function check_plan({ start_at, completion_at, days }) {
	if (completion_at <= start_at) return __("The agreed completion lies before the start.");
	const between = (parsed(completion_at) - parsed(start_at)) / 864e5;
	if (Number(days) > 0 && Math.abs(between - days) > 1)
		return __("{0} days of work do not fit start and agreed completion.", [days]);
	return null;
}

const PLAN_TEXTS = ["problem", "cause", "method", "steps", "material"];
const PLAN_REST = ["working_hours", "protection", "effect_on_living", "temporary_measures"];

/** The plan as the owner reads it, the field to sign in, and the way to refuse. */
export function sign_form(day, card, plan, on_refuse) {
	const label = (name) => day.plan_fields.find((field) => field.name === name)?.label || name;
	const row = (name) => (plan[name] ? `<dt>${esc(label(name))}</dt><dd>${esc(plan[name])}</dd>` : "");
	const span = `${esc(String(plan.start_at).slice(0, 16))} – ${esc(String(plan.completion_at).slice(0, 16))}`;
	const intro = `<section class="fx-plan"><h3>${esc(card.unit_code)} · ${esc(card.location)} · ${esc(card.defect_type)}</h3>
		<dl>${PLAN_TEXTS.map(row).join("")}<dt>${__("Time")}</dt><dd>${span}</dd>${PLAN_REST.map(row).join("")}</dl></section>`;
	return {
		title: __("Owner Signs Plan"),
		intro,
		fields: [
			{ name: "signed_by", type: "Data", label: __("Signed By"), required: true },
			{ name: "owner_opinion", type: "Small Text", label: __("Owner's Opinion") },
			{ name: "signature", type: "Signature", label: __("Signature"), required: true },
		],
		values: { signed_by: card.caller_name },
		extra: `<button type="button" class="fx-link fx-refuse">${__("Owner Refuses to Sign")}</button>`,
		ready(root, close) {
			root.querySelector(".fx-refuse").addEventListener("click", () => {
				close();
				on_refuse();
			});
		},
	};
}

export const refuse_form = (card) => ({
	title: __("Owner Refuses to Sign"),
	fields: [
		{ name: "refused_by", type: "Data", label: __("Refused By"), required: true },
		{ name: "refusal", type: "Small Text", label: __("Reason For Refusal"), required: true },
	],
	values: { refused_by: card.caller_name },
});

/** The quotation of a paid repair as the payer reads it, and the field to sign in (R58). */
export function agree_form({ quote }) {
	const lines = quote.lines.map(
		(line) =>
			`<tr><td>${esc(line.description)}</td><td>${esc(line.qty)} ${esc(line.uom)}</td><td>${esc(amount(line.amount))}</td></tr>`
	);
	const intro = `<section class="fx-plan"><h3>${esc(quote.scope_text)}</h3><table class="fx-lines">${lines.join("")}
		<tr><th colspan="2">${__("Sum, tax included")}</th><th>${esc(amount(quote.total))}</th></tr></table>
		<p>${__("Valid Until")} ${esc(quote.valid_until)}</p></section>`;
	return {
		title: __("Payer Signs Quotation"),
		intro,
		fields: [
			{ name: "accepted_by", type: "Data", label: __("Agreed By"), required: true },
			{ name: "signature", type: "Signature", label: __("Signature"), required: true },
		],
		values: { accepted_by: quote.payer_name },
	};
}

const amount = (value) => Number(value).toLocaleString("zh-CN", { minimumFractionDigits: 2 });

/** Nothing is marked before somebody has looked: the first choice says so. */
const UNSET = () => ["", __("Not marked yet")];

/** One press marks what is still open as in order. */
const all_button = (label, value) =>
	`<button type="button" class="fx-all" data-all="${value}">${label}</button>`;

function mark_all(root) {
	root.querySelector("[data-all]").addEventListener("click", (event) => {
		for (const mark of root.querySelectorAll('.fx-row[data-marked] select[name="result"]'))
			mark.value ||= event.currentTarget.dataset.all;
		root.dispatchEvent(new Event("input", { bubbles: true }));
	});
}

const open_marks = (root_rows) => root_rows.filter((row) => !row.result).length;

/** The six aspects of a patrol; what to look at comes from the checklist when there is a connection. */
export function patrol_form(day, card) {
	// what was wrong last time is looked at by itself: one tap for all does not pass it
	const again = (label) => (card.faults || []).includes(label);
	const note = `<p class="fx-note">${__("Faulty at the last look: mark it by itself and say what was found now.")}</p>`;
	const rows = day.aspects.map(
		([
			aspect,
			label,
		]) => `<fieldset class="fx-row" ${again(label) ? "" : "data-marked"} data-aspect="${esc(aspect)}"><legend>${esc(label)}</legend>
			<small></small>${again(label) ? note : ""}<select name="result" aria-label="${esc(label)}">${options([UNSET(), ...day.check_results], "")}</select>
			<input type="text" name="remark" placeholder="${again(label) ? __("What was found") : __("What is wrong")}"></fieldset>`
	);
	const unanswered = ({ checks }) =>
		day.aspects.find(
			([aspect, label]) =>
				again(label) &&
				checks.some((row) => row.aspect === aspect && row.result === "Pass" && !row.remark.trim())
		);
	const collect = (root) => ({
		checks: [...root.querySelectorAll("[data-aspect]")].map((row) => ({
			aspect: row.dataset.aspect,
			result: row.querySelector("select").value,
			remark: row.querySelector("input").value,
		})),
	});
	return {
		title: __("Daily Patrol"),
		button: __("Patrol Done"),
		fields: [
			{ name: "progress_percent", type: "Percent", label: __("Progress (%)"), required: true },
			{ name: "work_done", type: "Small Text", label: __("Done Today"), required: true },
			{ name: "next_work", type: "Small Text", label: __("Next"), required: true },
		],
		values: {},
		extra: `<h3 class="fx-head">${__("Checks")}${all_button(__("All Pass"), "Pass")}</h3>${rows.join("")}<p><a href="${desk_url("repair-ticket", card.name)}">${__(
			"The full sheet stands on the ticket's form"
		)}</a></p>`,
		collect,
		check: (given) => {
			const problem = check_patrol(given);
			const left = !problem && unanswered(given);
			return left ? __("Say what was found now: {0}", [left[1]]) : problem;
		},
		ready: (root, close, values) => {
			mark_all(root);
			return fill_patrol(root, card, values);
		},
	};
}

/** The re-check of a correction notice: passed, or what is still wrong and until when it is put right (R100), with its photos. */
export function recheck_form(day, notice, pictured, take_photo) {
	const results = day.check_results.filter(([result]) => result === "Pass");
	return {
		title: __("Record Re-check"),
		button: __("Record Re-check"),
		intro: `<p class="fx-note"><b>${esc(notice.name)}</b> ${esc(notice.demand || "")}</p>`,
		fields: [
			{
				name: "result",
				type: "Select",
				label: __("Result"),
				required: true,
				options: [["", ""], ...results, ["Fail", __("Fail")]],
			},
			{ name: "findings", type: "Small Text", label: __("What was found"), required: true },
			{ name: "new_due_at", type: "Datetime", label: __("New Due Time") },
		],
		values: {},
		extra: `<button type="button" class="fx-camera">${CAMERA}<span>${__("Photo")} </span></button>`,
		ready(root) {
			const button = root.querySelector(".fx-camera");
			button.addEventListener("click", () =>
				take_photo((taken) => (button.querySelector("span").textContent = `${__("Photo")} ${taken}`))
			);
		},
		shown: (name, given) => name !== "new_due_at" || given.result === "Fail",
		check: ({ result, new_due_at }) => {
			if (result === "Fail" && !new_due_at)
				return __("Say what is still wrong, and until when it is put right.");
			return pictured() ? null : __("Take a photo of the place first: it goes with the re-check.");
		},
	};
}

/** Asked before the work is passed: which flat, and what of it is still open (R106). */
export function pass_form(card, label) {
	const open = [...(card.faults || []), ...(card.corrections || []).map(({ name }) => name)];
	const asked = __(
		"Pre-acceptance of {0}: have you looked at the finished work on site, and is it in order?",
		[card.unit_code]
	);
	const left = open.length
		? __("Still open: {0}", [open.join("、")])
		: __("Nothing is open: no fault of a patrol, no correction notice.");
	const line = (text) => `<p class="fx-note">${esc(text)}</p>`;
	return { title: label, intro: line(asked) + line(left), fields: [], values: {} };
}

function check_patrol({ checks, progress_percent: percent }) {
	// said while the sheet is open: without a connection it would come back hours later
	if (!(percent >= 0 && percent <= 100))
		return __("Progress of {0} % is not possible. Enter 0 to 100.", [percent]);
	const open = open_marks(checks);
	if (open) return __("{0} of the aspects are not marked yet.", [open]);
	return checks.some((row) => row.result === "Fault" && !row.remark.trim())
		? __("Say what is wrong with each fault.")
		: null;
}

async function fill_patrol(root, card, values) {
	for (const saved of values.checks || []) {
		const row = root.querySelector(`[data-aspect="${saved.aspect}"]`);
		row.querySelector("select").value = saved.result;
		row.querySelector("input").value = saved.remark;
	}
	const sheet = await read("tickets.site_work.api_work.sheet", { ticket: card.name });
	for (const { aspect, item } of sheet?.rows || [])
		root.querySelector(`[data-aspect="${aspect}"] small`).textContent = item || "";
	const percent = root.querySelector('[name="progress_percent"]');
	if (sheet?.last && !percent.value) percent.value = sheet.last.progress_percent ?? "";
}

/** The free check: each item in order, a problem, or not checked; a problem becomes a report of its own. */
export function free_check_form(day) {
	const own = { name: "", look_at: __("Other problems reported by the owner") };
	const rows = [...day.free_checks, own].map((item) => free_row(day, item));
	return {
		title: __("Free Check"),
		button: __("Record Free Check"),
		intro: `<label class="fx-field fx-check"><input type="checkbox" name="asked"> ${__("I have asked the owner for other problems")}</label>`,
		fields: [],
		values: {},
		extra: `<p class="fx-head">${all_button(__("All In Order"), "In Order")}</p>${rows.join("")}`,
		collect: (root) => ({ asked: root.querySelector('[name="asked"]').checked, rows: free_rows(root) }),
		check: check_free,
		ready: (root, close, values) => {
			mark_all(root);
			restore_free(root, close, values);
		},
	};
}

function check_free({ rows }) {
	const open = open_marks(rows);
	if (open) return __("{0} of the items are not marked yet.", [open]);
	return rows.some((row) => row.result === "Problem" && !(row.location && row.defect_type))
		? __("A problem needs its location and defect type.")
		: null;
}

function free_row(day, item) {
	const blank = [["", ""]];
	const results = item.name ? [UNSET(), ...day.free_results] : day.free_results;
	return `<fieldset class="fx-row" ${item.name ? "data-marked" : ""} data-item="${esc(item.name)}"><legend>${esc(item.name || __("Other problem"))}</legend>
		<small>${esc(item.look_at)}</small><select name="result">${options(results, item.name ? "" : "Not Checked")}</select>
		<div class="fx-problem"><select name="location" aria-label="${__("Location")}">${options(blank.concat(day.locations), item.location || "")}</select>
		<select name="defect_type" aria-label="${__("Defect Type")}">${options(blank.concat(day.defect_types), item.defect_type || "")}</select>
		<input type="text" name="remark" placeholder="${__("What is wrong")}"></div></fieldset>`;
}

const FREE = ["result", "location", "defect_type", "remark"];

function free_rows(root) {
	const rows = [...root.querySelectorAll("[data-item]")].map((row) => ({
		check_item: row.dataset.item,
		...Object.fromEntries(FREE.map((name) => [name, row.querySelector(`[name="${name}"]`).value])),
	}));
	return rows.filter((row) => row.check_item || row.result === "Problem");
}

function restore_free(root, close, values) {
	if (values.asked) root.querySelector('[name="asked"]').checked = true;
	for (const saved of values.rows || []) {
		const row = root.querySelector(`[data-item="${saved.check_item}"]`);
		for (const name of FREE) row.querySelector(`[name="${name}"]`).value = saved[name] || "";
	}
}

export { open_sheet };
