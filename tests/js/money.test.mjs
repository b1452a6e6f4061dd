/* global frappe */
/* The money side's forms: what a new document begins with, and which button is the next step (R18, R111). */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const FOLDER = new URL("../../fangxiu_app/public/js/fangxiu/", import.meta.url);
let page = 0;
let dialogs;
let opened;
let said;
let server;
let asked;

const open_script = (name) => import(new URL(`${name}.js?money=${(page += 1)}`, FOLDER).href);

class Dialog {
	constructor(options) {
		Object.assign(this, options);
		dialogs.push(this);
	}
	show() {}
	hide() {}
}

beforeEach(() => {
	[dialogs, opened, said, asked, server] = [[], [], [], [], {}];
	globalThis.__ = (text, values = []) => text.replace(/\{(\d)\}/g, (_all, at) => values[at]);
	globalThis.format_currency = (value, currency) => `${currency} ${value}`;
	globalThis.document = { createElement: () => ({}) };
	globalThis.window = globalThis;
	globalThis.open = () => {};
	globalThis.frappe = {
		boot: { lang: "zh" },
		ui: { Dialog },
		utils: { escape_html: (text) => String(text ?? "") },
		datetime: { str_to_user: (day) => day },
		router: { slug: (name) => name, make_url: (parts) => `/app/${parts.join("/")}` },
		msgprint: (options) => said.push(options),
		model: {
			with_doctype: async () => {},
			get_new_doc: (doctype) => ({ doctype, name: `new-${doctype}` }),
			can_print: () => true,
		},
		set_route: (...route) => opened.push(route),
		call: async ({ method, args, type }) => {
			asked.push([type, method.split(".").at(-1), args]);
			return { message: server };
		},
	};
});

const agreement = (name, balance) => ({
	agreement: name,
	project: "P",
	project_name: "Lake",
	contractor: "C",
	contractor_name: "Builder",
	currency: "CNY",
	balance,
	liability_end: "2027-01-31",
});
const account = (...rows) => ({
	agreements: rows,
	figures: [
		{ safe: { lines: rows.map((row) => ({ agreement: row.agreement, amount: row.balance - 100 })) } },
	],
});

/** What the form was opened with. */
async function begun(doctype, data) {
	const made = [];
	frappe.model.get_new_doc = (kind) => made[made.push({ doctype: kind, name: "new" }) - 1];
	const { new_of_agreement } = await open_script("of_agreement");
	await new_of_agreement(doctype, data);
	return made;
}

test("a release of the only agreement with money is filled in, with the sum that is safe", async () => {
	const [doc] = await begun("Deposit Release", account(agreement("WA-1", 600), agreement("WA-2", 0)));
	assert.equal(dialogs.length, 0);
	assert.deepEqual(
		[doc.agreement, doc.project, doc.contractor, doc.contractor_name],
		["WA-1", "P", "C", "Builder"]
	);
	assert.equal(doc.amount, 500);
	assert.deepEqual(opened, [["Form", "Deposit Release", "new"]]);
});

test("of several agreements one is asked for, each with project, balance, day and sum", async () => {
	const made = await begun("Deposit Release", account(agreement("WA-1", 600), agreement("WA-2", 900)));
	assert.equal(made.length, 0);
	const [{ options }] = dialogs[0].fields;
	assert.deepEqual(
		options.map((one) => one.value),
		["WA-1", "WA-2"]
	);
	for (const part of ["WA-2", "Lake", "CNY 900", "2027-01-31", "CNY 800"])
		assert.ok(options[1].label.includes(part), part);
	await dialogs[0].primary_action({ agreement: "WA-2" });
	assert.deepEqual([made[0].agreement, made[0].amount], ["WA-2", 800]);
});

test("what is being signed already is not asked for a second time", async () => {
	const data = account(agreement("WA-1", 600));
	data.figures[0].safe.lines[0].in_approval = 499.9;
	const [doc] = await begun("Deposit Release", data);
	assert.equal(doc.amount, 0.1);
});

test("a release of which nothing can be asked for says why before it is begun", async () => {
	const asking = [];
	frappe.confirm = (text, yes) => asking.push([text, yes]);
	const data = account(agreement("WA-1", 100));
	assert.deepEqual(await begun("Deposit Release", data), []);
	assert.ok(asking[0][0].includes("WA-1") && asking[0][0].includes("CNY 100"));
	await asking[0][1]();
	assert.deepEqual(opened, [["Form", "Deposit Release", "new"]]);
});

test("a deduction is begun of an agreement without money as well, and asks for no sum", async () => {
	const made = await begun("Contractor Deduction", account(agreement("WA-1", 600), agreement("WA-2", 0)));
	await dialogs[0].primary_action({ agreement: "WA-2" });
	assert.deepEqual([made[0].agreement, "amount" in made[0]], ["WA-2", false]);
});

test("a deduction begins with the source of what waits longest for the agreement", async () => {
	const data = account(agreement("WA-1", 600), agreement("WA-2", 0));
	data.waiting = [
		{ agreement: "WA-2", kind: "Meter Charge" },
		{ agreement: "WA-2", kind: "Compensation" },
	];
	const made = await begun("Contractor Deduction", data);
	assert.ok(dialogs[0].fields[0].options[1].label.includes("waiting to be deducted"));
	await dialogs[0].primary_action({ agreement: "WA-2" });
	await dialogs[0].primary_action({ agreement: "WA-1" });
	assert.deepEqual([made[0].source, made[1].source], ["Meter Charge", undefined]);
});

function review_form(doc) {
	const frm = {
		doc: { purchase_invoice: "PI-1", items: [{}], ...doc },
		is_new: () => true,
		refresh_field() {},
	};
	frm.set_value = async (values, value) =>
		Object.assign(frm.doc, typeof values === "string" ? { [values]: value } : values);
	frm.clear_table = () => (frm.doc.items = []);
	frm.add_child = (_table, row) => frm.doc.items.push(row);
	return frm;
}

test("a bill that has its review leads to it: the choice is taken back, nothing is written", async () => {
	const { begin_review } = await open_script("payments");
	server = { review: "RPR-1" };
	const frm = review_form();
	await begin_review(frm);
	assert.equal(frm.doc.purchase_invoice, "");
	assert.ok(said[0].message.includes("RPR-1") && said[0].message.includes("PI-1"));
	assert.ok(asked.every(([type]) => type === "GET"));
});

test("a chosen bill fills the form and saves nothing", async () => {
	const { begin_review } = await open_script("payments");
	server = {
		values: { supplier: "S", claimed_total: 5 },
		items: [{ description: "a" }, { description: "b" }],
	};
	const frm = review_form();
	await begin_review(frm);
	assert.deepEqual([frm.doc.supplier, frm.doc.items.length, said.length], ["S", 2, 0]);
	assert.deepEqual(asked, [["GET", "begin", { purchase_invoice: "PI-1" }]]);
	assert.deepEqual(opened, []);
});

/** The form of a deduction, its buttons with their looks, what stands above it. */
function deduction_form(doc, chain = [{ code: "told" }, { code: "objection", done: false }]) {
	const frm = { doctype: "Contractor Deduction", intro: "", custom_buttons: {} };
	frm.doc = { name: "CD-1", docstatus: 0, approval_state: "Draft", __onload: { chain }, ...doc };
	frm.set_intro = (text) => (frm.intro = text);
	frm.add_custom_button = (label, run) => {
		const classes = new Set(["btn-default"]);
		const button = {
			run,
			classes,
			removeClass: (name) => classes.delete(name) && button,
			addClass: (name) => classes.add(name) && button,
		};
		return (frm.custom_buttons[label] = button);
	};
	return frm;
}

const black = (frm) =>
	Object.entries(frm.custom_buttons)
		.filter(([, { classes }]) => classes.has("btn-primary"))
		.map(([label]) => label);

test("of a draft the notice is the black button, and once it is printed its receipt", async () => {
	const { deduction_next, print_papers } = await open_script("deduction_words");
	const frm = deduction_form({ state: "Draft" });
	const step = deduction_next(frm);
	assert.equal(step, "notice");
	print_papers(frm, step);
	frm.add_custom_button("Record Notice");
	assert.ok(frm.intro.includes("Print Notice of Deduction") && frm.intro.includes("Record Notice"));
	assert.deepEqual(black(frm), ["Print Notice of Deduction"]);
	frm.custom_buttons["Print Notice of Deduction"].run();
	assert.deepEqual(black(frm), ["Record Notice"]);
});

test("an objection and a missing proof name their own step, a lump sum none", async () => {
	const { deduction_next } = await open_script("deduction_words");
	assert.equal(deduction_next(deduction_form({ state: "Objected" })), "answer");
	assert.equal(
		deduction_next(deduction_form({ state: "Notified", notified_at: "2026-11-01 08:00:00" })),
		"proof"
	);
	const told = { notified_at: "2026-11-01 08:00:00", notice_file: "/f.png" };
	assert.equal(deduction_next(deduction_form({ state: "Notified", ...told })), "");
	assert.equal(deduction_next(deduction_form({ state: "Draft" }, [])), "");
});

test("the answer to an objection is printed for the contractor", async () => {
	const { print_papers } = await open_script("deduction_words");
	const shown = [];
	globalThis.open = (address) => shown.push(address);
	const frm = deduction_form({ state: "Answered", objected_at: "x", answered_at: "y" });
	print_papers(frm, "");
	assert.deepEqual(Object.keys(frm.custom_buttons), ["Print Answer to the Objection"]);
	frm.custom_buttons["Print Answer to the Objection"].run();
	assert.ok(shown[0].includes("Deduction+Answer+Letter"));
});

test("a form that was never saved shows no state of a later moment", async () => {
	let refreshed;
	globalThis.$ = () => ({ on: (_event, run) => (refreshed = run) });
	await open_script("new_state");
	const field = (fieldname, first, more = {}) => ({ fieldname, default: first, read_only: 1, ...more });
	const shown = (fields, is_new, module = "Fangxiu App", name = "X") => {
		const found = {};
		const meta = { module, fields, name };
		refreshed({}, { meta, is_new: () => is_new, toggle_display: (name, on) => (found[name] = on) });
		return found;
	};
	assert.deepEqual(shown([field("state", "Issued")], true), { state: false });
	assert.deepEqual(shown([field("status", "Reported")], false), { status: true });
	assert.deepEqual(shown([field("state", "Draft"), field("status", "Trial", { read_only: 0 })], true), {});
	assert.deepEqual(shown([field("status", "Unpaid")], true, "Accounts"), {});
	assert.deepEqual(shown([field("status", "Reported")], false, "Fangxiu App", "Repair Ticket"), {});
});

test("a negative amount has its minus before the sign of its currency", async () => {
	globalThis.format_currency = (value) => `¥ ${value}`;
	await open_script("amounts");
	globalThis.frappe.get_route = () => ["Form", "Journal Entry"];
	globalThis.frappe.get_meta = () => ({ module: "Accounts" });
	assert.equal(globalThis.format_currency(-960), "¥ -960", "a voucher of others");
	globalThis.frappe.get_route = () => ["contractor-account"];
	assert.equal(globalThis.format_currency(-960), "−¥ 960");
	assert.equal(globalThis.format_currency(960), "¥ 960");
	const { minus_first } = await open_script("amounts");
	assert.deepEqual(["-5.00", "¥ 1-2", "–", null].map(minus_first), ["−5.00", "¥ 1-2", "–", null]);
});

test("rows of a scope that name nothing are dropped, on a new form and before it is saved", async () => {
	let events;
	frappe.ui.form = { on: (_doctype, found) => (events = found) };
	frappe.validated = true;
	await import(
		new URL(
			"../../fangxiu_app/fangxiu_app/doctype/warranty_agreement/warranty_agreement.js",
			import.meta.url
		).href
	);
	const frm = { doc: { scope: [{}, { trade: "T", idx: 2 }, { lot: "" }] }, refresh_field() {} };
	events.validate(frm);
	assert.deepEqual([frm.doc.scope, frappe.validated, said.length], [[{ trade: "T", idx: 1 }], true, 0]);
});

test("contractors with an agreement that the register lacks are named above it, once", async () => {
	const { unlisted_contractors } = await open_script("register");
	server = [{ contractor: "S-1", contractor_name: "Builder & Co", agreement: "WA-1", agreements: 2 }];
	frappe.utils.escape_html = (text) => String(text).replace("&", "&amp;");
	frappe.model.can_read = () => true;
	frappe.model.can_create = () => true;
	const [shown, removed, made] = [[], [], []];
	frappe.new_doc = (...given) => made.push(given);
	let click;
	globalThis.$ = (html) => ({ html, on: (_event, _which, run) => (click = run) });
	const main = {
		children: (which) => ({ remove: () => removed.push(which) }),
		prepend: ({ html }) => shown.push(html),
	};
	await unlisted_contractors({ page: { main } });
	assert.ok(shown[0].includes("Builder &amp; Co") && shown[0].includes("WA-1"));
	assert.equal(removed.length, 1);
	click({ currentTarget: { dataset: { enter: "0" } } });
	assert.deepEqual(made, [["Contractor Register", { supplier: "S-1", supplier_name: "Builder & Co" }]]);
	server = [];
	await unlisted_contractors({ page: { main } });
	assert.equal(shown.length, 1);
});
