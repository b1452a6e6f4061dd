/* 我的一天: the engineer's page. Shows the data that came with the page, sends queued entries, and reloads the data after each answer. */
import { card_html, step_label, step_of, WORKING } from "./my_day/cards";
import {
	action_form,
	agree_form,
	free_check_form,
	is_plain,
	open_sheet,
	patrol_form,
	plan_form,
	pass_form,
	recheck_form,
	refuse_form,
	sign_form,
} from "./my_day/forms";
import { Queue, read, UNDO } from "./my_day/queue";
import { keep_days } from "./my_day/days";
import { photo_problem } from "./my_day/photo";
import { drafts_belong_to, save_draft } from "./my_day/store";
import { __, desk_url, esc, page_data } from "./my_day/text";

const TICK = 30_000;
const SAID = 8_000;
const root = document.getElementById("fx-day");
let day = page_data();
drafts_belong_to(day.user);
let read_at = Date.now();
const queue = new Queue(day.user, draw, refresh);

const passed = () => Math.floor((Date.now() - read_at) / 1000);

function draw() {
	const all = queue.waiting();
	const refused = all.filter((entry) => entry.refused).length;
	const waiting = all.length - refused;
	root.innerHTML = `<header class="fx-bar"><h1>${__("My Day")}</h1>${who()}
		<a class="fx-link" href="${desk_url("repair-desk")}">${__("Desk")}</a></header>
		<p class="fx-net ${all.length ? "" : "fx-ok"}">${esc(connection(waiting, refused))}</p>
		${groups() || nothing()}
		${day.more ? `<p class="fx-note">${__("Only the most urgent tickets are shown.")}</p>` : ""}
		${elsewhere()}
		<p class="fx-foot"><a class="fx-link" href="${desk_url("user-guide")}">${__("User Guide")}</a></p>`;
	keep_days(root);
}

const HEADINGS = {
	Emergency: __("Emergencies"),
	Mine: __("Waiting on me"),
	Others: __("Waiting for others"),
};

/** Cards under their headings: emergencies on top, then what waits for me, then what waits for others. */
function groups() {
	const sections = Object.entries(HEADINGS).map(([group, heading]) => {
		const cards = day.cards.filter((card) => card.group === group);
		if (!cards.length) return "";
		const drawn = cards.map((card) => card_html(day, { ...card, known: true }, queue, passed())).join("");
		return `<section class="fx-group fx-group-${group.toLowerCase()}"><h2 class="fx-group-name">${heading} <span>${cards.length}</span></h2>${drawn}</section>`;
	});
	return sections.join("");
}

const nothing = () => `<p class="fx-empty">${__("Nothing is open. Well done.")}</p>`;

function who() {
	if (!day.colleagues.length) return "";
	const rows = day.colleagues.map(
		({ name, full_name }) =>
			`<option value="${esc(name)}" ${name === day.engineer ? "selected" : ""}>${esc(full_name)}</option>`
	);
	const me = `<option value="${esc(day.user)}">${__("Myself")}</option>`;
	return `<select class="fx-who" aria-label="${__("Day of")}">${me}${rows.join("")}</select>`;
}

/** Nothing is called sent while an entry was not accepted. */
function connection(waiting, refused) {
	const not = refused ? __("{0} not accepted: see the red card", [refused]) : "";
	if (!waiting)
		return [not, queue.connected() ? (not ? "" : __("Everything is sent.")) : __("No connection")]
			.filter(Boolean)
			.join(" · ");
	return [
		not,
		__("{0} waiting to be sent", [waiting]),
		queue.state || (queue.connected() ? "" : __("No connection")),
	]
		.filter(Boolean)
		.join(" · ");
}

/** Entries whose ticket is on no card any more: refused ones would be lost from sight. */
function elsewhere() {
	const shown = new Set(day.cards.map((card) => card.name));
	const rest = queue.waiting().filter((entry) => !shown.has(entry.ticket));
	const gone = [...new Set(rest.map((entry) => entry.ticket))];
	const blank = {
		location: "",
		defect_type: "",
		status_label: "",
		waiting_on_label: "",
		photos: {},
		actions: [],
		step: "",
		left: null,
	};
	return gone.map((name) => card_html(day, { ...blank, name, unit_code: name }, queue, 0)).join("");
}

async function refresh() {
	const fresh = await read(
		"field.api_my_day.day",
		day.engineer === day.user ? {} : { engineer: day.engineer }
	);
	if (!fresh) return;
	day = fresh;
	queue.taken_now = [];
	read_at = Date.now();
	queue.set_clock(day.now);
	draw();
}

/** The refused entry that is being changed: it goes when its better version is handed in, not before. */
let changing = null;

async function add(card, kind, values, { file = null, wait = 0 } = {}) {
	const old = changing?.ticket === card.name && changing.kind === kind ? changing : null;
	await queue.add(card.name, kind, step_label(day, kind), values, file, wait);
	if (old) await queue.drop(old);
	changing = null;
}

/** A form about the card it was opened from. */
function sheet(card, kind, form, done) {
	const about = [card.unit_code, card.location, card.defect_type].filter(Boolean).join(" · ");
	return open_sheet(card.name, kind, { about, ...form }, done);
}

/** What each button does. */
function act(card, kind, about) {
	if (changing?.kind !== kind) changing = null;
	if (kind === "photo") return take_photo(card);
	if (kind === "more") return more(card);
	if (kind === "plan")
		return sheet(card, kind, plan_form(day, surveyed(card)), (values) => add(card, kind, values));
	if (kind === "issue") return add(card, kind, { plan: card.plan.name });
	if (kind === "sign") return sign(card);
	if (kind === "refuse") return refuse(card);
	if (kind === "agree") return agree(card);
	if (kind === "patrol")
		return sheet(card, kind, patrol_form(day, card), (values) => add(card, kind, values));
	if (kind === "recheck") return recheck(card, about);
	if (kind === "free_checks")
		return sheet(card, kind, free_check_form(day), (values) => add(card, kind, values));
	if (kind === "arrive") return arrive(card);
	const known = kind === "start" ? agreed(surveyed(card)) : card;
	if (kind === "pre_accept" && is_plain(day, kind, known))
		return sheet(card, kind, pass_form(card, step_label(day, kind)), () => add(card, kind, {}));
	if (is_plain(day, kind, known)) return add(card, kind, {}, { wait: UNDO });
	return sheet(card, kind, action_form(day, known, kind), (values) => add(card, kind, filled(values)));
}

const filled = (values) =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => value !== "" && value != null));

/** The card with what the survey found, also while that waits on this phone. */
const surveyed = (card) => ({
	...card,
	...queue.ahead(card.name).findLast((entry) => entry.kind === "survey")?.values,
});

/** The card with the completion of the plan, also while its signature waits on this phone. */
const agreed = (card) => {
	const waiting = queue.ahead(card.name);
	if (card.agreed_completion || !waiting.some((entry) => entry.kind === "sign")) return card;
	const made = waiting.findLast((entry) => entry.kind === "plan");
	return { ...card, agreed_completion: (made ? made.values : card.plan)?.completion_at };
};

/** The plan an entry is about: the server's, or the one that still waits on this phone. */
function plan_of(card) {
	const made = queue.ahead(card.name).findLast((entry) => entry.kind === "plan");
	return made ? { plan_key: made.key } : { plan: card.plan?.name };
}

/** The plan is the one that was shown: while the owner reads it, the page may have been read anew. */
function sign(card) {
	const made = queue.ahead(card.name).findLast((entry) => entry.kind === "plan");
	const plan = made ? made.values : card.plan;
	const about = plan_of(card);
	const form = sign_form(day, card, plan, () => refuse(card, about));
	sheet(card, "sign", form, (values) => add(card, "sign", { ...about, ...values }));
}

/** ``about`` is the notice; a refused re-check that is changed brings it along. */
function recheck(card, about = changing?.values.correction_notice) {
	const notice = card.corrections.find(({ name }) => name === about) || { name: about };
	let taken = 0;
	// a photo that waits on this phone is sent before the re-check
	const pictured = () =>
		taken > 0 ||
		notice.pictures > 0 ||
		queue.waiting(card.name).some(({ kind, refused }) => kind === "photo" && !refused);
	const form = recheck_form(day, notice, pictured, (done) => take_photo(card, () => done((taken += 1))));
	sheet(card, "recheck", form, (values) => {
		const { new_due_at, ...found } = filled(values);
		const until = found.result === "Fail" ? { new_due_at } : {};
		return add(card, "recheck", { ...found, correction_notice: about, ...until });
	});
}

function agree(card) {
	const { name } = card.quote;
	sheet(card, "agree", agree_form(card), (values) => add(card, "agree", { quote: name, ...values }));
}

function refuse(card, about = plan_of(card)) {
	return sheet(card, "refuse", refuse_form(card), (values) => add(card, "refuse", { ...about, ...values }));
}

/** The time is the server's; the place is told only where the phone gives it at once. */
async function arrive(card) {
	const place = await new Promise((resolve) => {
		if (!navigator.geolocation || !window.isSecureContext) return resolve("");
		const told = ({ coords }) => resolve(`${coords.latitude.toFixed(5)},${coords.longitude.toFixed(5)}`);
		navigator.geolocation.getCurrentPosition(told, () => resolve(""), {
			timeout: 3000,
			maximumAge: 60000,
		});
	});
	add(card, "arrive", place ? { arrival_place: place } : {}, { wait: UNDO });
}

const STAGES = {
	"In Repair": "Repair",
	"Third Party": "Repair",
	"Pre-accepted": "Cleaning",
	Cleaned: "Acceptance",
};
const MOMENTS = {
	"In Repair": "During Work",
	"Third Party": "During Work",
	"Pre-accepted": "After Work",
	Cleaned: "After Work",
};

function take_photo(card, done = () => {}) {
	const input = document.createElement("input");
	Object.assign(input, { type: "file", accept: "image/*,video/*", multiple: true });
	input.setAttribute("capture", "environment");
	input.addEventListener("change", async () => {
		for (const file of input.files) {
			const values = {
				file_name: file.name,
				stage: STAGES[card.status] || "Survey",
				moment: MOMENTS[card.status] || "Before Work",
			};
			const problem = await photo_problem(file);
			if (problem) say(`${file.name}：${problem}`);
			else done(await add(card, "photo", values, { file }));
		}
		input.remove();
	});
	input.className = "fx-file";
	document.body.append(input);
	input.click();
}

/** Everything else the ticket allows, with the reasons of what it does not. */
function more(card) {
	const ahead = queue.ahead(card.name);
	const step = step_of(card, ahead);
	const rows = card.actions
		.filter(({ action }) => action !== step)
		.map((row) => choice(row.action, row.allowed ? [] : row.reasons));
	const arrived = card.survey_visit || ahead.some((entry) => entry.kind === "arrive");
	if (["Accepted", "Appointed", "Surveyed", "Planned"].includes(card.status))
		rows.unshift(choice("free_checks", arrived ? [] : [__("Record the arrival first.")]));
	const working = WORKING.includes(card.status);
	const owed = card.status === "Surveyed" || (working && card.responsibility === "Warranty");
	if (owed && step !== "plan" && !card.plan) rows.push(choice("plan", []));
	if (working && step !== "patrol") rows.push(choice("patrol", []));
	const links = `<p><a href="${desk_url("repair-ticket", card.name)}">${__("Open Ticket")} ${esc(card.name)}</a></p>`;
	const title = [card.unit_code, card.defect_type].join(" · ");
	open_sheet(
		card.name,
		"more",
		{
			title,
			intro: `<p class="fx-note">${esc(card.warranty_answer)}</p><div class="fx-choices">${rows.join("")}</div>${links}`,
			fields: [],
			button: null,
			ready(sheet, close) {
				sheet.addEventListener("click", (event) => {
					const kind = event.target.closest("[data-choice]")?.dataset.choice;
					if (!kind) return;
					close();
					act(card, kind);
				});
			},
		},
		() => {}
	);
}

function choice(kind, reasons) {
	// reasons of the table come from the server, already escaped
	const why = reasons.length ? `<small>${reasons.join("<br>")}</small>` : "";
	return `<button type="button" data-choice="${kind}" ${reasons.length ? "disabled" : ""}>${esc(step_label(day, kind))}${why}</button>`;
}

async function settle(entry, what) {
	if (what === "again") return queue.again(entry);
	if (what === "change") return change(entry);
	await queue.drop(entry);
	return say(__("Discarded: {0}", [entry.label]), () => queue.restore(entry));
}

function change(entry) {
	save_draft(entry.ticket, entry.kind, entry.values);
	changing = entry;
	return act(
		day.cards.find((row) => row.name === entry.ticket),
		entry.kind
	);
}

/** A line at the bottom for some seconds; ``undo`` takes back what it tells. */
function say(text, undo) {
	document.querySelector(".fx-say")?.remove();
	const line = document.createElement("div");
	line.className = "fx-say";
	line.setAttribute("role", "status");
	line.innerHTML = `<span>${esc(text)}</span>${undo ? `<button type="button" class="fx-link">${__("Take back")}</button>` : ""}`;
	line.querySelector("button")?.addEventListener("click", () => line.remove() || undo());
	document.body.append(line);
	setTimeout(() => line.remove(), SAID);
}

root.addEventListener("click", (event) => {
	const settled = event.target.closest("[data-entry-do]");
	if (settled) {
		const id = Number(settled.closest("[data-entry]").dataset.entry);
		return settle(
			queue.entries.find((entry) => entry.id === id),
			settled.dataset.entryDo
		);
	}
	const button = event.target.closest("[data-do]");
	const name = button?.closest("[data-ticket]").dataset.ticket;
	const card = day.cards.find((row) => row.name === name);
	return card && act(card, button.dataset.do, button.dataset.about);
});

root.addEventListener("change", (event) => {
	if (!event.target.matches(".fx-who")) return;
	const engineer = event.target.value;
	location.search = engineer === day.user ? "" : `?engineer=${encodeURIComponent(engineer)}`;
});

window.addEventListener("offline", draw);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
setInterval(() => !document.querySelector(".fx-sheet") && draw(), TICK);
queue.set_clock(day.now);
queue.load().then(() => queue.flush());
if ("serviceWorker" in navigator)
	navigator.serviceWorker.register("/my-day-worker.js", { scope: "/my-day" }).catch(() => {});
