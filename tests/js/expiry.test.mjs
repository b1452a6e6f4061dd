/* A campaign before the end of the warranty: its steps in words, the one main button, problems that must not be lost (R52-R57). */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const FOLDER = new URL("../../fangxiu_app/public/js/fangxiu/", import.meta.url);
const TODAY = "2026-11-30";
let pages = 0;
let asked;
let calls;
let typed;
let said;

const open_script = (name) => import(new URL(`${name}.js?page=${(pages += 1)}`, FOLDER).href);

/** Stands for whatever is not looked at: every call and every part of it is itself. */
const anything = new Proxy(function () {}, {
	get: (_target, key) =>
		key === "then" ? undefined : key === Symbol.toPrimitive ? () => "" : key === "length" ? 0 : anything,
	set: () => true,
	apply: () => anything,
});

class Dialog {
	constructor(options) {
		Object.assign(this, options, {
			fields_list: [],
			$wrapper: anything,
			body: anything,
			footer: anything,
		});
		asked.push(this);
	}
	show() {}
	hide() {}
	set_title() {}
	get_primary_btn = () => anything;
	get_close_btn = () => anything;
}

beforeEach(() => {
	[asked, calls, typed, said] = [[], [], {}, null];
	globalThis.__ = (text, values = []) => text.replace(/\{(\d)\}/g, (_all, at) => values[at]);
	globalThis.$ = () => anything;
	globalThis.window = {
		addEventListener: anything,
		matchMedia: anything,
		open: () => calls.push("printed"),
	};
	globalThis.document = anything;
	globalThis.localStorage = { getItem: () => null, setItem: () => 0, removeItem: () => 0 };
	globalThis.moment = () => anything;
	globalThis.setInterval = () => 0;
	globalThis.frappe = {
		ui: {
			Dialog,
			form: {
				make_control: ({ df }) => ({
					df,
					$wrapper: anything,
					refresh() {},
					get_value: () => typed[df.fieldname] || "",
					set_value: (value) => (typed[df.fieldname] = value),
				}),
			},
		},
		user: { has_role: () => true },
		session: {},
		boot: { fx_projects: {} },
		model: { can_create: () => true },
		router: { make_url: (route) => `/app/${route.join("/")}`, slug: (text) => text },
		utils: {
			escape_html: (text) => text.replaceAll("<", "&lt;"),
			debounce: (run) => run,
			get_random: () => "x",
		},
		datetime: {
			get_today: () => TODAY,
			now_date: () => TODAY,
			str_to_user: (day) => day,
			system_datetime: () => `${TODAY} 10:00:00`,
			add_days: (day, number) => new Date(+new Date(day) + number * 864e5).toISOString().slice(0, 10),
		},
		call: (request) => {
			calls.push(request);
			return Promise.resolve({ message: null });
		},
		show_alert() {},
		msgprint: (message) => calls.push({ message }),
	};
});

const step = (clause, due, done = null, more = {}) => ({
	clause,
	label: clause,
	due,
	done,
	have: 0,
	of: 0,
	...more,
});

test("a step is done in time or late, past its day or not due yet; without a problem nothing is late", async () => {
	const { step_state } = await open_script("expiry_steps");
	const state = (...row) => step_state(step("R52", ...row), TODAY).slice(0, 2);
	assert.deepEqual(state("2026-11-30", "2026-11-30 18:00:00"), ["Step Completed", "green"]);
	assert.deepEqual(state("2026-11-29", "2026-11-30 09:00:00"), ["Step Completed Late", "orange"]);
	assert.deepEqual(state("2026-11-29"), ["Step Past Due", "red"]);
	assert.deepEqual(state("2026-11-30"), ["Step Not Due Yet", "grey"]);
	assert.deepEqual(state("2026-11-29", null, { needed: false }), ["Step Not Needed", "grey"]);
	assert.deepEqual(state("2026-12-25", null, { needed: false }), ["Step Not Due Yet", "grey"]);
	assert.deepEqual(state("2026-11-29", null, { waits: "2026-12-01 08:30:00" }), [
		"Waiting to Be Sent",
		"orange",
	]);
});

test("what is past its day is named in a banner and beside the title, also once the notice has left", async () => {
	const { show_campaign } = await open_script("expiry");
	const shown = {};
	const steps = [
		step("R52", "2026-11-25", null, { waits: "2026-12-01 08:30:00" }),
		step("R53", "2026-11-25"),
		step("R55", "2026-12-02"),
		step("R57", "2026-12-25"),
	];
	const [doc, panel] = campaign(
		{ notified_at: "2026-11-30 23:00:00" },
		{ steps, waits: "2026-12-01 08:30:00" }
	);
	const box = { html: () => box, off: () => box, on: () => box };
	const frm = {
		doc,
		is_new: () => false,
		is_dirty: () => false,
		toggle_enable() {},
		fields_dict: { panel_html: { $wrapper: box } },
		add_custom_button: () => ({ addClass() {} }),
		set_intro: (text, colour) => Object.assign(shown, { text, colour }),
		page: {
			wrapper: { addClass() {} },
			set_indicator: (text, colour) => Object.assign(shown, { badge: text, red: colour }),
		},
	};
	globalThis.frappe.call = () => Promise.resolve({ message: panel });
	await show_campaign(frm);
	assert.deepEqual([shown.colour, shown.red], ["red", "red"]);
	assert.equal(shown.badge, "Under Way · Overdue");
	assert.match(shown.text, /R53 was due on 2026-11-25: do it now \(R53\)/);
	assert.match(shown.text, /Messages wait for the message hours/);
	assert.doesNotMatch(shown.text, /R52/);
});

/** A campaign as far as it is: (document, what the server says). */
function campaign(doc = {}, panel = {}, r55 = null, r57 = {}) {
	const steps = [step("R55", "2026-12-02", r55), step("R57", "2026-12-25", null, r57)];
	return [
		{
			doctype: "Expiry Campaign",
			name: "EC-1",
			project: "P",
			status: "Under Way",
			last_date: "2026-12-31",
			postings: [{}],
			repair_days: [],
			...doc,
		},
		{
			steps,
			rates: { units: 2, notified: 2 },
			letters_left: 0,
			to_brief: { papers: 0, tickets: 0, fresh: 0 },
			tickets: [],
			missing: ["x"],
			unreported: [],
			contractors: [],
			calls: [],
			channels: [],
			no_print: [],
			...panel,
		},
	];
}

test("steps follow one another as the regulation has them", async () => {
	const { next_steps } = await open_script("expiry_steps");
	const first = (...parts) => next_steps(...campaign(...parts), TODAY)[0];
	const open = { tickets: [{}], to_brief: { papers: 1, tickets: 1, fresh: 1 } };
	assert.equal(first({ status: "To Notify", postings: [] }), "issue");
	assert.equal(first({}, { rates: { units: 3, notified: 2 } }), "issue");
	assert.equal(first({ postings: [] }, { letters_left: 2 }), "post");
	assert.equal(first({}, { letters_left: 2 }), "letters_delivered");
	assert.equal(first({}), "meeting");
	assert.equal(first({}, open, TODAY), "plan_day");
	assert.equal(first({ repair_days: [{ day: TODAY }] }, open, TODAY), "record_day");
	assert.equal(first({ repair_days: [{ day: "2026-12-01" }] }, open, TODAY), undefined);
	assert.equal(first({ repair_days: [{ day: TODAY, note: "done" }] }, open, TODAY), "brief");
	assert.equal(first({}, {}, TODAY, { of: 2, have: 1 }), "sign");
	assert.equal(first({}, { missing: [] }, TODAY), "close");
	assert.equal(first({ last_date: "2026-11-29" }, {}, TODAY), "close");
});

/** The form of a campaign with ``panel``: its buttons as (label, group, main). */
async function form(doc, panel) {
	const { show_campaign } = await open_script("expiry");
	const buttons = [];
	let html = "";
	const box = { html: (text) => (html = text), off: () => ({ on: (_e, _s, run) => (box.click = run) }) };
	globalThis.frappe.call = (request) => {
		calls.push(request);
		// what the dialog asks about its unit stays without an answer: only what it begins with is looked at
		if (request.method.includes("intake")) return new Promise(() => 0);
		return Promise.resolve({ message: request.method.endsWith("panel") ? panel : null });
	};
	await show_campaign({
		doc,
		is_new: () => false,
		is_dirty: () => false,
		toggle_enable() {},
		reload_doc: () => calls.push("reload"),
		page: { wrapper: anything, set_indicator() {} },
		fields_dict: { panel_html: { $wrapper: box } },
		set_intro: (text, colour) => (said = [text, colour]),
		add_custom_button(label, run, group) {
			const button = { label, run, group, addClass: (name) => (button.main = name === "btn-primary") };
			buttons.push(button);
			return button;
		},
	});
	return { buttons, html, box };
}

test("one main button is the next step, all others stand behind one", async () => {
	const { buttons } = await form(...campaign());
	assert.deepEqual(
		buttons.filter((one) => one.main).map((one) => [one.label, one.group]),
		[["Mobilisation Meeting", undefined]]
	);
	const others = buttons.filter((one) => !one.main);
	assert.equal(others.length > 5, true);
	assert.deepEqual([...new Set(others.map((one) => one.group))], ["Other Actions"]);
});

test("a notice that names no way to report is not printed, and the field is named", async () => {
	const { buttons } = await form(...campaign({}, { no_print: ["Fill in How to Report After the End"] }));
	buttons.find((one) => one.label === "Print Poster").run();
	assert.equal(calls.at(-1).message.message, "Fill in How to Report After the End");
	const { buttons: ready } = await form(...campaign());
	ready.find((one) => one.label === "Print Letters").run();
	assert.equal(calls.at(-1), "printed");
});

test("the notice that is over due says so at the top, with what it lacks; it is read before it is sent", async () => {
	const waiting = { status: "To Notify", notice_due: "2026-11-25" };
	const panel = { rates: { units: 2, notified: 0 }, notice: "Dear owner", no_print: ["Fill in How"] };
	const { buttons } = await form(...campaign(waiting, panel));
	assert.deepEqual([said[0].includes("Fill in How"), said[1]], [true, "red"]);
	const late = [step("R52", "2026-11-25"), step("R53", "2026-11-25"), ...campaign()[1].steps];
	await form(...campaign(waiting, { ...panel, steps: late }));
	assert.match(said[0], /send it now \(R52\).*R53 was due on 2026-11-25: do it now \(R53\)/);
	assert.equal(said[0].match(/R52/g).length, 1);
	buttons.find((one) => one.label === "Send Friendly Notice").run();
	assert.equal(calls.at(-1).message.message, "Fill in How");
	const { buttons: ready } = await form(
		...campaign({ ...waiting, notice_due: TODAY }, { ...panel, no_print: [] })
	);
	assert.equal(said[1], "blue");
	ready.find((one) => one.label === "Send Friendly Notice").run();
	assert.match(asked[0].fields.map((field) => field.options).join(""), /Dear owner/);
});

test("what lacks is named instead of asked for a reason while a reason cannot stand for it yet", async () => {
	const { buttons } = await form(...campaign({ last_date: TODAY }, { missing: ["no posting"] }));
	buttons.find((one) => one.label === "Close Campaign").run();
	assert.match(calls.at(-1).message.message, /no posting/);
	const { buttons: over } = await form(
		...campaign({ last_date: "2026-11-29" }, { missing: ["no posting"] })
	);
	over.find((one) => one.label === "Close Campaign").run();
	assert.equal(asked[0].fields.at(-1).fieldname, "reason");
});

test("making the briefings says beforehand how many there will be, and what stands in none", async () => {
	const panel = { to_brief: { papers: 2, tickets: 5, fresh: 5 }, unreported: [{ unit_code: "A2-101" }] };
	const { buttons } = await form(...campaign({}, panel));
	buttons.find((one) => one.label === "Make Briefings").run();
	const said = asked[0].fields.map((field) => field.options).join("");
	assert.match(said, /5 tickets are open: 2 briefings/);
	assert.match(said, /1 units have problems of which there is no ticket/);
});

const ROW = {
	name: "U1",
	unit: "UNIT-1",
	unit_code: "A2-101",
	owner_name: "王一",
	owner_phone: "13800001501、0571-88880000",
};

test("problems without a ticket stand in red with their button, telephones dial", async () => {
	const said = { ...ROW, reply_note: "墙裂\n漏水" };
	const { html, box } = await form(...campaign({}, { unreported: [said] }));
	assert.match(html, /fx-red.*Problems Without a Ticket.*A2-101.*data-log="0"/s);
	assert.match(html, /href="tel:13800001501">138 0000 1501<\/a>.*href="tel:0571-88880000"/s);
	box.click({ currentTarget: { dataset: { log: "0" } } });
	assert.deepEqual([asked[0].title, typed.description], ["Log a Defect", "墙裂 漏水"]);
	const covered = await form(...campaign({}, { unreported: [{ ...said, owner_phone: "138****1501" }] }));
	assert.equal(covered.html.includes("tel:"), false);
});

/** Record what an owner said on the call list. */
async function answered(answer) {
	const { box } = await form(...campaign({}, { calls: [ROW] }));
	box.click({ currentTarget: { dataset: { call: "0" } } });
	assert.deepEqual(
		asked[0].fields.map((field) => field.label),
		["Result of the Call", "What Was Said"]
	);
	asked[0].primary_action({ answer, note: "墙裂" });
	await new Promise((done) => setTimeout(done));
}

test("after problems were said the report is taken at once, with what was said", async () => {
	await answered("Problems Reported");
	assert.equal(asked.length, 2);
	assert.deepEqual([asked[1].title, typed.description], ["Log a Defect", "墙裂"]);
});

test("where nothing was found no report is taken", async () => {
	await answered("Nothing Found");
	assert.equal(asked.length, 1);
});

test("the check tells apart that nothing ends and that everything is in a campaign", async () => {
	const { checked } = await open_script("expiry");
	assert.match(checked(0, 0), /^No warranty ends/);
	assert.match(checked(7, 0), /^7 units end .* in a campaign already/);
	assert.match(checked(7, 3), /^3 units came/);
});

test("the check begins with the user's only project, and may be for all of them", async () => {
	const { check_expiry } = await open_script("expiry");
	const page = { set_primary_action: (_title, run) => run() };
	globalThis.frappe.boot.fx_projects = { P: "Garden" };
	check_expiry({ page });
	globalThis.frappe.boot.fx_projects = { P: "Garden", Q: "Lake" };
	check_expiry({ page });
	assert.deepEqual(
		asked.map(({ fields: [field] }) => [field.default, Boolean(field.reqd)]),
		[
			["P", false],
			["", false],
		]
	);
});

/** The buttons of a briefing, as (label, main), and the first dialog. */
async function briefing(doc) {
	const { show_briefing } = await open_script("expiry_briefing");
	const buttons = [];
	show_briefing({
		doc: {
			doctype: "Expiry Briefing",
			name: "B",
			contractor: "S",
			__onload: { owner_name: "王一" },
			...doc,
		},
		is_new: () => false,
		reload_doc() {},
		set_intro() {},
		add_custom_button(label, run) {
			const button = { label, run, main: false, addClass: () => (button.main = true) };
			buttons.push(button);
			return button;
		},
	});
	return buttons;
}

test("a briefing has one main button: the owner, then the contractor, then the print", async () => {
	const main = async (doc) => (await briefing(doc)).filter((one) => one.main).map((one) => one.label);
	assert.deepEqual(await main({ state: "Draft" }), ["Owner Signs"]);
	assert.deepEqual(await main({ state: "Awaiting Other Side", owner_signed_at: "x" }), [
		"Contractor Signs",
	]);
	assert.deepEqual(await main({ state: "Signed" }), ["Print Briefing"]);
	const [owner, contractor] = await briefing({ state: "Draft" });
	[owner, contractor].forEach((one) => one.run());
	assert.deepEqual(
		asked.map(({ fields }) => fields[0].default),
		["王一", ""]
	);
});

test("the list of campaigns says what is over due as the form does, asked once for a page", async () => {
	const { mark_late_campaigns } = await open_script("expiry");
	const row = (name, more = {}) => ({ name, status: "Under Way", notice_due: "2026-11-25", ...more });
	const data = [
		row("late"),
		row("kept"),
		row("closed", { status: "Closed" }),
		row("ahead", { notice_due: TODAY }),
	];
	const answer = {
		late: [step("R52", "2026-11-25", "2026-11-25"), step("R53", "2026-11-25")],
		kept: [step("R53", "2026-11-25", "2026-11-25")],
	};
	globalThis.frappe.call = (request) => {
		calls.push(request.args);
		return Promise.resolve({ message: answer });
	};
	let drawn = 0;
	const listview = { data, render_list: () => (drawn += 1) };
	await mark_late_campaigns(listview);
	await mark_late_campaigns(listview);
	assert.deepEqual(calls, [{ campaigns: '["late","kept"]' }]);
	assert.deepEqual([drawn, data.filter((one) => one.fx_late).map((one) => one.name)], [1, ["late"]]);
});

test("told are those whose message has left", async () => {
	const { draw_panel } = await open_script("expiry_panel");
	const shown = [];
	const box = { html: (text) => (shown.push(text), box), off: () => box, on: () => box };
	const rates = { units: 12, notified: 12, waiting: 12, reached: 0, answered: 0, tickets: 0, repaired: 0 };
	const [, panel] = campaign({}, { rates, waits: "2026-12-01 08:30:00" });
	draw_panel(box, panel, {});
	assert.match(shown.join(), /Told <b>0\/12<\/b>/);
	assert.match(shown.join(), /Waiting to Be Sent <b>12<\/b>/);
});
