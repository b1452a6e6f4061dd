/* The phone's forms: what they ask for, what they refuse before it is sent, and whose drafts they show. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CARD, DAY } from "./day.mjs";
import { json, new_phone, open_page, rest } from "./phone.mjs";

const ME = "engineer@fangxiu.example";
const NOTE = { name: "note", type: "Data", label: "Note", required: true };
const REST = { name: "rest", type: "Small Text", label: "Rest" };
const SIGN = { name: "signature", type: "Signature", label: "Signature", required: true };
let page;
let server;

beforeEach(async () => {
	server = new_phone();
	page = await open_forms();
});

/** The page after a reload: the scripts are new, what the phone keeps is what it was. */
async function open_forms(user = ME) {
	document.querySelectorAll(".fx-sheet").forEach((sheet) => sheet.remove());
	const scripts = await open_page("forms", "store", "cards", "text");
	scripts.drafts_belong_to(user);
	return scripts;
}

/** Open a form; ``taken`` holds what was handed in. */
function show(form, kind = "note", done = null) {
	const taken = [];
	page.open_sheet(CARD.name, kind, form, done || ((values) => taken.push(values)));
	return taken;
}

const simple = (more = {}) => ({ title: "Note", fields: [NOTE, REST], values: {}, ...more });
const last = (selector) => [...document.querySelectorAll(selector)].at(-1);
const field = (name) => last(`.fx-sheet [name="${name}"]`);
const error = () => last(".fx-error");
const is_open = () => Boolean(last(".fx-sheet"));

function type(input, value) {
	if (input.type === "checkbox") input.checked = value;
	else input.value = value;
	input.dispatchEvent(new window.Event("input", { bubbles: true }));
}

async function hand_in() {
	last(".fx-sheet form").dispatchEvent(new window.Event("submit", { bubbles: true, cancelable: true }));
	await rest();
}

/** A finger draws in the field to sign in. */
async function draw() {
	await new Promise((resolve) => window.requestAnimationFrame(resolve));
	const canvas = last(".fx-sheet canvas");
	for (const name of ["pointerdown", "pointermove", "pointerup"])
		canvas.dispatchEvent(new window.MouseEvent(name, { clientX: 5, clientY: 5, bubbles: true }));
}

test("what is missing is named, nothing is handed in, and the sheet stays", async () => {
	const taken = show(simple());
	type(field("note"), "   ");
	await hand_in();
	assert.deepEqual(taken, []);
	assert.equal(error().textContent, "Fill in: Note");
	assert.equal(error().hidden, false);
});

test("what was handed in leaves no draft, and the sheet closes", async () => {
	const taken = show(simple());
	type(field("note"), "a & <b>");
	await hand_in();
	assert.deepEqual(taken, [{ note: "a & <b>", rest: "" }]);
	assert.equal(is_open(), false);
	assert.equal(localStorage.length, 0);
});

test("what was typed is kept through a reload and shown as it was typed", async () => {
	show(simple());
	type(field("note"), '"a" & <b>');
	type(field("rest"), "two\nlines");
	page = await open_forms();
	show(simple());
	assert.equal(field("note").value, '"a" & <b>');
	assert.equal(field("rest").value, "two\nlines");
});

test("the draft goes once the entry is kept, not before", async () => {
	let kept;
	show(simple(), "note", () => new Promise((resolve) => (kept = resolve)));
	type(field("note"), "long text");
	await hand_in();
	assert.equal(page.load_draft(CARD.name, "note").note, "long text");
	assert.equal(is_open(), true);
	kept();
	await rest();
	assert.deepEqual(page.load_draft(CARD.name, "note"), {});
	assert.equal(is_open(), false);
});

test("going back keeps what was typed", () => {
	show(simple());
	type(field("note"), "half");
	last(".fx-back").click();
	assert.equal(is_open(), false);
	show(simple());
	assert.equal(field("note").value, "half");
});

test("a draft is its user's, its ticket's and its form's", async () => {
	show(simple());
	type(field("note"), "mine");
	assert.deepEqual(page.load_draft(CARD.name, "other"), {});
	assert.deepEqual(page.load_draft("T-2", "note"), {});
	page = await open_forms("other@fangxiu.example");
	show(simple());
	assert.equal(field("note").value, "");
	type(field("note"), "theirs");
	page = await open_forms(ME);
	show(simple());
	assert.equal(field("note").value, "mine");
});

test("a draft that cannot be read is no draft", () => {
	show(simple());
	type(field("note"), "x");
	localStorage.setItem(localStorage.key(0), "{broken");
	assert.deepEqual(page.load_draft(CARD.name, "note"), {});
});

test("a drawing is handed in and never kept", async () => {
	const form = simple({ fields: [NOTE, SIGN] });
	const taken = show(form);
	await draw();
	type(field("note"), "x");
	assert.deepEqual(page.load_draft(CARD.name, "note"), { note: "x" });
	await hand_in();
	assert.match(taken[0].signature, /^data:image\/png/);
});

test("nobody has signed before something is drawn, nor after it is cleared", async () => {
	const form = simple({ fields: [SIGN] });
	const taken = show(form);
	await hand_in();
	assert.equal(error().textContent, "Fill in: Signature");
	await draw();
	last(".fx-clear").click();
	await hand_in();
	assert.deepEqual(taken, []);
});

test("times go to the server in its own form", async () => {
	const form = simple({
		fields: [{ name: "at", type: "Datetime", label: "At" }],
		values: { at: "2026-05-06 11:30:00" },
	});
	const taken = show(form);
	assert.equal(field("at").value, "2026-05-06T11:30");
	await hand_in();
	assert.deepEqual(taken, [{ at: "2026-05-06 11:30:00" }]);
});

test("an action leaves out what the phone does not ask for", () => {
	assert.deepEqual(
		page
			.action_form(DAY, CARD, "survey")
			.fields.map(({ name, options }) => [name, options?.map(([key]) => key)]),
		[["responsibility", ["Warranty"]]]
	);
	const { fields } = page.action_form(DAY, CARD, "owner_accept");
	assert.deepEqual(
		fields.map(({ name }) => name),
		["acceptance_result", "acceptance_remark", "owner_signature"]
	);
	assert.deepEqual(
		fields[0].options.map(([key]) => key),
		["Pass", "Pass With Remark"]
	);
	assert.equal(DAY.forms.owner_accept.fields[0].options.length, 3, "the day's own table is left as it is");
});

test("one press is enough where only the place is asked for", () => {
	assert.deepEqual(
		["accept", "arrive", "survey", "unknown"].map((action) => page.is_plain(DAY, action)),
		[true, true, false, true]
	);
});

for (const [now, emergency, proposed] of [
	["2026-05-06 10:00:00", false, "2026-05-06 11:00:00"],
	["2026-05-06 10:01:00", false, "2026-05-06 12:00:00"],
	["2026-05-06 16:30:00", false, "2026-05-07 09:00:00"],
	["2026-05-06 16:30:00", true, "2026-05-06 18:00:00"],
	["2026-05-06 03:10:00", false, "2026-05-06 09:00:00"],
	["2026-05-31 23:10:00", false, "2026-06-01 09:00:00"],
]) {
	test(`the appointment proposed at ${now}${emergency ? " in an emergency" : ""} is ${proposed}`, () => {
		const form = page.action_form({ ...DAY, now }, { ...CARD, emergency }, "appoint");
		assert.equal(form.values.appointment_at, proposed);
	});
}

test("the owner signs, and says what is reserved", async () => {
	const taken = show(page.action_form(DAY, CARD, "owner_accept"), "owner_accept");
	const remark = () => last('[data-field="acceptance_remark"]').hidden;
	assert.equal(remark(), true);
	type(field("acceptance_result"), "Pass With Remark");
	assert.equal(remark(), false);
	await hand_in();
	assert.match(error().textContent, /owner sign/);
	await draw();
	await hand_in();
	assert.equal(taken[0].acceptance_result, "Pass With Remark");
});

test("a plan starts tomorrow at nine, lasts what the survey expects, and ends after it starts", async () => {
	const form = page.plan_form(DAY, CARD);
	assert.deepEqual(
		[form.values.start_at, form.values.completion_at, form.values.problem],
		["2026-05-07 09:00:00", "2026-05-10 09:00:00", "Bathroom，Leak，drips"]
	);
	const taken = show(form, "plan");
	type(field("completion_at"), "2026-05-07T09:00");
	await hand_in();
	assert.match(error().textContent, /before the start/);
	type(field("completion_at"), "2026-05-07T09:01");
	await hand_in();
	assert.equal(taken.length, 1);
});

test("a plan is signed by a name and a drawing; the owner may refuse instead", async () => {
	let refused = 0;
	const plan = { problem: "<wall>", start_at: "2026-05-07 09:00:00", completion_at: "2026-05-10 09:00:00" };
	show(
		page.sign_form(DAY, CARD, plan, () => (refused += 1)),
		"sign"
	);
	assert.match(last(".fx-plan").textContent, /<wall>/);
	await hand_in();
	assert.equal(error().textContent, "Fill in: Signature");
	last(".fx-refuse").click();
	assert.deepEqual([refused, is_open()], [1, false]);
});

async function patrol(percent = "50") {
	const taken = show(page.patrol_form(DAY, CARD), "patrol");
	await rest();
	type(field("progress_percent"), percent);
	type(field("work_done"), "tiles");
	type(field("next_work"), "joints");
	return taken;
}

const mark = (aspect, result, remark = "") => {
	const row = last(`[data-aspect="${aspect}"]`);
	type(row.querySelector("input"), remark);
	type(row.querySelector("select"), result);
};

test("every aspect of a patrol is marked by somebody who looked, a fault with words", async () => {
	const taken = await patrol();
	mark("Safety", "Fault");
	await hand_in();
	assert.match(error().textContent, /^1 of the aspects/);
	last("[data-all]").click();
	await hand_in();
	assert.match(error().textContent, /what is wrong/);
	mark("Safety", "Fault", "no rail");
	await hand_in();
	assert.deepEqual(taken[0].checks, [
		{ aspect: "Safety", result: "Fault", remark: "no rail" },
		{ aspect: "Quality", result: "Pass", remark: "" },
	]);
});

for (const percent of ["-1", "101"]) {
	test(`a progress of ${percent} % is refused while the sheet is open`, async () => {
		const taken = await patrol(percent);
		last("[data-all]").click();
		await hand_in();
		assert.match(error().textContent, new RegExp(`Progress of ${percent} %`));
		assert.deepEqual(taken, []);
	});
}

test("the marks of a patrol are kept through a reload", async () => {
	await patrol("40");
	mark("Quality", "Fault", "hollow");
	page = await open_forms();
	show(page.patrol_form(DAY, CARD), "patrol");
	await rest();
	const row = last('[data-aspect="Quality"]');
	assert.deepEqual(
		[row.querySelector("select").value, row.querySelector("input").value],
		["Fault", "hollow"]
	);
	assert.equal(field("progress_percent").value, "40");
});

test("without a connection a patrol can be written all the same", async () => {
	server.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
	const taken = await patrol();
	last("[data-all]").click();
	await hand_in();
	assert.equal(taken.length, 1);
});

test("what to look at comes from the checklist, the progress from the last patrol unless it is typed", async () => {
	const rows = [{ aspect: "Safety", item: "rails" }];
	server.fetch = async () => json(200, { message: { rows, last: { progress_percent: 30 } } });
	show(page.patrol_form(DAY, CARD), "patrol");
	await rest();
	assert.equal(last('[data-aspect="Safety"] small').textContent, "rails");
	assert.equal(field("progress_percent").value, "30");
});

const free = (item) => last(`[data-item="${item}"]`);
const answer = (item, name, value) => type(free(item).querySelector(`[name="${name}"]`), value);

test("each item of the free check is marked; a problem names its place; what the owner tells is a problem or nothing", async () => {
	const taken = show(page.free_check_form(DAY), "free_checks");
	await hand_in();
	assert.match(error().textContent, /^1 of the items/);
	answer("Windows", "result", "In Order");
	answer("", "result", "Problem");
	await hand_in();
	assert.match(error().textContent, /location and defect type/);
	answer("", "result", "Not Checked");
	await hand_in();
	assert.deepEqual(taken, [
		{
			asked: false,
			rows: [
				{
					check_item: "Windows",
					result: "In Order",
					location: "Living Room",
					defect_type: "Leak",
					remark: "",
				},
			],
		},
	]);
});

test("the free check is kept through a reload", async () => {
	show(page.free_check_form(DAY), "free_checks");
	type(field("asked"), true);
	answer("Windows", "remark", "draught");
	page = await open_forms();
	show(page.free_check_form(DAY), "free_checks");
	assert.equal(field("asked").checked, true);
	assert.equal(free("Windows").querySelector('[name="remark"]').value, "draught");
});

test("a card goes on by what waits on the phone", () => {
	const ahead = (...entries) => entries.map(([kind, values = {}]) => ({ kind, values }));
	const step = (...entries) => page.step_of({ step: "accept" }, ahead(...entries));
	assert.equal(step(), "accept");
	assert.equal(step(["accept"], ["appoint"]), "arrive");
	assert.equal(step(["survey", { responsibility: "Warranty" }]), "plan");
	assert.equal(step(["survey", { responsibility: "Expired" }]), "");
	assert.equal(step(["plan", { important: 1 }]), "");
	assert.equal(step(["plan"]), "sign");
	assert.equal(step(["photo"]), "accept");
	assert.equal(step(["patrol", { checks: [{ result: "Pass" }] }]), "pre_accept");
	assert.equal(step(["patrol", { checks: [{ result: "Fault" }] }]), "patrol", "looked at again first");
});

test("days of a plan that do not fit its dates are refused on the phone, where somebody looks", async () => {
	const form = page.plan_form(DAY, CARD);
	const given = { start_at: "2026-05-07 09:00:00", completion_at: "2026-05-17 09:00:00" };
	assert.match(form.check({ ...given, days: "8" }), /do not fit/);
	assert.equal(form.check({ ...given, days: "10" }), null);
	assert.equal(form.check({ ...given, days: "9.5" }), null);
});

test("the start asks for the agreed completion where no plan names one", async () => {
	const input = {
		name: "agreed_completion",
		type: "Datetime",
		label: "Agreed",
		required: false,
		options: [],
	};
	const day = { ...DAY, forms: { ...DAY.forms, start: { label: "Start", fields: [input] } } };
	const card = { ...CARD, expected_days: 2 };
	assert.equal(page.is_plain(day, "start", { ...card, agreed_completion: "2026-05-09 09:00:00" }), true);
	assert.equal(page.is_plain(day, "start", card), false);
	const form = page.action_form(day, card, "start");
	assert.equal(form.values.agreed_completion, "2026-05-08 10:00:00");
	const taken = show(form, "start");
	type(field("agreed_completion"), "2026-05-06T09:00");
	await hand_in();
	assert.match(error().textContent, /before the start/);
	type(field("agreed_completion"), "");
	await hand_in();
	assert.match(error().textContent, /Fill in: Agreed/);
	type(field("agreed_completion"), "2026-05-09T18:00");
	await hand_in();
	assert.deepEqual(taken, [{ agreed_completion: "2026-05-09 18:00:00" }]);
});

test("a survey's days are asked before the entry leaves the phone", () => {
	const { check } = page.action_form(DAY, CARD, "survey");
	assert.match(check({ responsibility: "Warranty", expected_days: -3 }), /half a day/);
	assert.match(check({ responsibility: "Warranty", expected_days: "" }), /half a day/);
	assert.match(check({ responsibility: "Owner", expected_days: -1 }), /half a day/);
	assert.equal(check({ responsibility: "Owner", expected_days: "" }), null);
	assert.equal(check({ responsibility: "Warranty", expected_days: 0.5 }), null);
});

test("an emergency is offered a visit before its limit", () => {
	const at = (card) => page.action_form(DAY, { ...CARD, ...card }, "appoint").values.appointment_at;
	assert.equal(at({ emergency: 1, left: 900 }), "2026-05-06 10:15:00");
	assert.equal(at({ emergency: 1, left: -60 }), "2026-05-06 10:05:00");
	assert.equal(at({ emergency: 1, left: 7200 }), "2026-05-06 11:00:00");
	assert.equal(at({ emergency: 0, left: 900 }), "2026-05-06 11:00:00");
});

test("a sheet to choose from has one way back, and a time of another year names it", () => {
	show(simple({ fields: [], button: null }), "more");
	assert.equal(last(".fx-sheet footer"), undefined);
	last(".fx-back").click();
	assert.equal(is_open(), false);
	assert.equal(page.short_time("2026-05-07 09:00:00"), "05-07 09:00");
	assert.equal(page.short_time("2029-05-07 09:00:00"), "2029-05-07 09:00");
});

test("a card names the fault that is still open, and a notice is opened and re-checked from it", async () => {
	const quiet = { waiting: () => [], ahead: () => [], can_undo: () => false };
	const card = {
		...CARD,
		step: "patrol",
		left: null,
		photos: {},
		patrolled: true,
		faults: ["质量"],
		corrections: [
			{ name: "CN-1", state: "Served", due_at: "2026-05-08 18:00:00", demand: "铲除重做" },
			{ name: "CN-2", state: "Issued" },
		],
	};
	const html = page.card_html(DAY, card, quiet, 0);
	assert.match(html, /patrol is recorded.*质量/);
	assert.match(html, /href="[^"]*correction-notice\/CN-1"/);
	assert.match(html, /data-do="recheck" data-about="CN-1"/);
	assert.doesNotMatch(html, /data-about="CN-2"/);
	const waits = [{ kind: "recheck", values: { correction_notice: "CN-1" } }];
	assert.doesNotMatch(page.card_html(DAY, card, { ...quiet, ahead: () => waits }, 0), /CN-1/);
	let pictured = false;
	const day = { ...DAY, check_results: [["Pass", "合格"]] };
	const taken = show(
		page.recheck_form(day, { name: "CN-1" }, () => pictured),
		"recheck"
	);
	type(field("result"), "Fail");
	await hand_in();
	assert.match(error().textContent, /Fill in: What was found/);
	type(field("findings"), "接缝仍开裂");
	await hand_in();
	assert.match(error().textContent, /until when it is put right/);
	type(field("result"), "Pass");
	await hand_in();
	assert.match(error().textContent, /Take a photo/);
	assert.deepEqual(taken, []);
	pictured = true;
	await hand_in();
	assert.deepEqual([taken[0].result, taken[0].findings], ["Pass", "接缝仍开裂"]);
});
