/* A letter that is written by hand: who answers for the ticket, a text that is about it, the ticket before everything else (R17, R107). */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const FOLDER = new URL("../../fangxiu_app/public/js/fangxiu/", import.meta.url);
let page = 0;
let form;
let hints;
let asked;
let said;
let scripts;
let state;
let dialogs;
let answers;

/** The question: answered at once with what the test says. */
class Dialog {
	constructor(options) {
		dialogs.push(options);
		this.options = options;
	}
	show() {
		answers.shift() === "anew"
			? this.options.primary_action.call(this)
			: this.options.secondary_action.call(this);
	}
	hide() {
		this.onhide();
	}
}

const KINDS = [
	"Notice",
	"Second Notice",
	"Rectification Notice",
	"Re-inspection Notice",
	"Work Contact Letter",
];
const WHOSE = { "RT-1": "Zhongtai" };

/** The server: a receiver that is named after the contractor, a text that names the contractor and the ticket. */
function answer(method, args) {
	asked.push(method.split(".").at(-1));
	if (method.endsWith("compose")) {
		const kind = KINDS.includes(args.template) ? args.template : "Notice";
		const to = kind === "Notice" ? args.contractor : args.receiver;
		return { kind, subject: kind, body: `To ${to} about ${args.ticket}` };
	}
	if (method.endsWith("letter")) {
		const kind = args.kind || "Second Notice";
		return { kind, template: kind, to_party: "Contractor" };
	}
	if (method.endsWith("step")) return { step: "letter_step_serve", text: `about ${args.letter}` };
	const { contractor, ticket, to_party, kind } = args;
	if (to_party !== "Contractor")
		return { problem: "", template: kind, values: { to_name: `${to_party} of ${ticket}`, cc: null } };
	const other = WHOSE[ticket] && WHOSE[ticket] !== contractor;
	const agreement = other ? null : `WA-${contractor}`;
	return {
		problem: other ? `${ticket} is answered for by ${WHOSE[ticket]}` : "",
		template: kind,
		values: { to_name: contractor, agreement, attention: null, from_name: "Repair Centre" },
	};
}

function new_form(doc) {
	return {
		doc: { name: "new", state: "Draft", to_party: "Contractor", kind: "Notice", project: "P", ...doc },
		is_new: () => state.fresh,
		is_dirty: () => state.fresh,
		set_value: async (values, value) =>
			Object.assign(form.doc, typeof values === "string" ? { [values]: value } : values),
		set_df_property: (field, _property, text) => (hints[field] = text),
		refresh_field() {},
		set_intro: (text) => (state.intro = text ? [...state.intro, text] : []),
		toggle_enable() {},
		add_custom_button: () => ({ removeClass: () => ({ addClass() {} }) }),
	};
}

beforeEach(async () => {
	[hints, asked, said, state] = [{}, [], [], { fresh: true, intro: [] }];
	[dialogs, answers] = [[], []];
	globalThis.__ = (text, values = []) => text.replace(/\{(\d)\}/g, (_all, at) => values[at]);
	const call = async ({ method, args }) => ({ message: answer(method, args) });
	globalThis.window = { addEventListener() {} };
	globalThis.frappe = {
		call,
		show_alert() {},
		ui: { Dialog },
		utils: { escape_html: (text) => text },
		meta: { get_docfield: (_doctype, field) => (field === "kind" ? { default: "Notice" } : {}) },
		msgprint: ({ message }) => said.push(message),
		model: { can_write: () => false },
		user: { has_role: () => false },
		session: { user: "me" },
		provide() {},
		validated: true,
	};
	const open = (name) => import(new URL(`${name}.js?page=${(page += 1)}`, FOLDER).href);
	scripts = { ...(await open("letters")), ...(await open("letter_contractor")) };
	form = new_form({});
});

test("another contractor's ticket is said at the field, and its agreement is not taken", async () => {
	Object.assign(form.doc, { contractor: "Huayue" });
	await scripts.letter_contractor(form);
	assert.deepEqual([form.doc.to_name, form.doc.agreement], ["Huayue", "WA-Huayue"]);
	form.doc.ticket = "RT-1";
	await scripts.letter_contractor(form);
	assert.match(hints.contractor, /RT-1 is answered for by Zhongtai/);
	assert.deepEqual([form.doc.to_name, form.doc.agreement], ["Huayue", null]);
	form.doc.contractor = "Zhongtai";
	await scripts.letter_contractor(form);
	assert.equal(hints.contractor, "");
	assert.deepEqual([form.doc.to_name, form.doc.agreement], ["Zhongtai", "WA-Zhongtai"]);
});

test("a receiver that was typed stays", async () => {
	Object.assign(form.doc, { contractor: "Huayue", to_name: "Mr Li" });
	await scripts.letter_contractor(form);
	assert.equal(form.doc.to_name, "Mr Li");
});

test("an untouched text is composed anew, one that was written into stays and is marked", async () => {
	Object.assign(form.doc, { contractor: "Huayue", ticket: "RT-1", template: "T" });
	await scripts.compose_letter(form);
	assert.equal(form.doc.body, "To Huayue about RT-1");
	form.doc.contractor = "Zhongtai";
	await scripts.letter_contractor(form);
	assert.equal(form.doc.body, "To Zhongtai about RT-1");
	form.doc.body += " and more";
	form.doc.contractor = "Huayue";
	await scripts.letter_contractor(form);
	assert.equal(form.doc.body, "To Zhongtai about RT-1 and more");
	assert.match(hints.body, /written for another contractor/);
	await scripts.compose_letter(form);
	assert.deepEqual([form.doc.body, hints.body], ["To Huayue about RT-1", ""]);
});

test("a stored text is marked only when what it is about changes", async () => {
	state.fresh = false;
	Object.assign(form.doc, {
		contractor: "Zhongtai",
		ticket: "RT-1",
		template: "T",
		subject: "s",
		body: "b",
	});
	Object.assign(form.doc, { to_name: "Zhongtai", agreement: "WA-Zhongtai" });
	scripts.letter_opened(form);
	await scripts.letter_contractor(form);
	assert.equal(hints.body, "");
	form.doc.contractor = "Huayue";
	await scripts.letter_text(form);
	assert.match(hints.body, /written for another contractor/);
	assert.equal(form.doc.body, "b");
});

test("a notice asks for its ticket before anything else, a work contact letter does not", () => {
	scripts.letter_needs_ticket(form);
	assert.match(said[0], /Notice rests on a ticket/);
	assert.equal(globalThis.frappe.validated, false);
	globalThis.frappe.validated = true;
	form.doc.tickets = [{ ticket: "RT-1" }];
	scripts.letter_needs_ticket(form);
	Object.assign(form.doc, { kind: "Work Contact Letter", tickets: [] });
	scripts.letter_needs_ticket(form);
	assert.deepEqual([said.length, globalThis.frappe.validated], [1, true]);
});

test("the line above a letter is about this letter, and stands once", async () => {
	state.fresh = false;
	Object.assign(form.doc, { name: "CR-11", state: "Issued", ticket: "RT-1", modified: "1" });
	const dirty = form.is_dirty;
	form.is_dirty = () => false;
	scripts.letter_buttons(form);
	scripts.letter_buttons(form);
	await new Promise((resolve) => setTimeout(resolve, 0));
	form.is_dirty = dirty;
	assert.deepEqual(state.intro, ["about CR-11"]);
});

/** A new notice with its text composed, and a server that knows a template for each kind. */
async function composed_notice(more = {}) {
	Object.assign(form.doc, {
		contractor: "Huayue",
		ticket: "RT-2",
		template: "Notice",
		notice_cause: "Past Its Time",
		...more,
	});
	scripts.letter_opened(form);
	await scripts.letter_contractor(form);
	await scripts.compose_letter(form);
	asked = [];
}

test("text and receiver that nobody typed follow another kind and another receiver", async () => {
	await composed_notice();
	form.doc.kind = "Work Contact Letter";
	await scripts.letter_kind(form);
	assert.deepEqual([form.doc.template, form.doc.subject], ["Work Contact Letter", "Work Contact Letter"]);
	assert.deepEqual([form.doc.to_name, dialogs.length], ["Huayue", 0]);
	form.doc.to_party = "Owner";
	await scripts.letter_contractor(form);
	assert.equal(form.doc.to_name, "Owner of RT-2");
	assert.match(form.doc.body, /^To Owner of RT-2/);
	assert.equal(dialogs.length, 0, "nothing of anybody is lost, so nothing is asked");
});

test("what somebody wrote is asked about once, and stays without the other kind's template", async () => {
	await composed_notice();
	Object.assign(form.doc, { body: "written", to_name: "Mr Li" });
	form.doc.kind = "Work Contact Letter";
	answers.push("keep");
	await scripts.letter_kind(form);
	assert.deepEqual(
		[dialogs.length, form.doc.body, form.doc.to_name, form.doc.template],
		[1, "written", "Mr Li", null]
	);
	assert.match(hints.body, /another kind/);
	form.doc.kind = "Rectification Notice";
	answers.push("anew");
	await scripts.letter_kind(form);
	assert.deepEqual(
		[dialogs.length, form.doc.template, form.doc.to_name],
		[2, "Rectification Notice", "Huayue"]
	);
	assert.match(form.doc.body, /^To Huayue/);
});

test("of a stored draft it is known what was typed", async () => {
	state.fresh = false;
	await composed_notice({
		to_name: "Huayue",
		agreement: "WA-Huayue",
		from_name: "Repair Centre",
		cc: "Project Department",
	});
	const stored = { ...form.doc };
	for (const body of [stored.body, "typed"]) {
		form = new_form({ ...stored, body });
		delete form.doc.__fx_composed;
		delete form.doc.__fx_receiver;
		delete form.doc.__fx_stood;
		scripts.letter_opened(form);
		form.doc.kind = "Re-inspection Notice";
		answers.push("keep");
		await scripts.letter_kind(form);
		assert.equal(form.doc.body === "typed", body === "typed");
		assert.equal(form.doc.template, body === "typed" ? null : "Re-inspection Notice");
	}
	assert.equal(dialogs.length, 1);
});

test("a letter that begins with project and kind has receiver and text without a ticket", async () => {
	Object.assign(form.doc, { kind: "Work Contact Letter", to_party: "Project Department" });
	scripts.letter_opened(form);
	await scripts.letter_contractor(form);
	assert.deepEqual(
		[form.doc.to_name, form.doc.template],
		["Project Department of undefined", "Work Contact Letter"]
	);
	assert.match(form.doc.body, /^To Project Department/);
});

test("a receiver that is typed into an empty field stands in the salutation", async () => {
	Object.assign(form.doc, { kind: "Work Contact Letter", to_party: "Property Company", to_name: null });
	form.doc.template = "Work Contact Letter";
	await scripts.compose_letter(form);
	form.doc.to_name = "Lake Property";
	await scripts.letter_text(form);
	assert.match(form.doc.body, /^To Lake Property/);
});

test("the earlier letter brings its ticket, where none was chosen", async () => {
	globalThis.frappe.db = { get_value: async () => ({ message: { ticket: "RT-1" } }) };
	Object.assign(form.doc, { kind: "Second Notice", earlier: "CR-1" });
	await scripts.letter_earlier(form);
	assert.equal(form.doc.ticket, "RT-1");
	form.doc.ticket = "RT-2";
	await scripts.letter_earlier(form);
	assert.equal(form.doc.ticket, "RT-2");
});

test("a template of another kind is put back, the kind stays", async () => {
	await composed_notice();
	Object.assign(form.doc, { kind: "Work Contact Letter", template: "Re-inspection Notice" });
	await scripts.compose_letter(form);
	assert.deepEqual([form.doc.kind, form.doc.template], ["Work Contact Letter", null]);
});

test("a ticket chosen later fills in what belongs to the chosen kind", async () => {
	const { fill_from_ticket } = await import(new URL(`prefill.js?page=${(page += 1)}`, FOLDER).href);
	Object.assign(form.doc, { kind: "Rectification Notice", ticket: "RT-1", to_party: "" });
	await fill_from_ticket(form, "letter");
	assert.deepEqual([form.doc.kind, form.doc.template], ["Rectification Notice", "Rectification Notice"]);
	form = new_form({ ticket: "RT-1" });
	await fill_from_ticket(form, "letter");
	assert.equal(form.doc.kind, "Second Notice", "nobody chose: the next notice is proposed");
	form = new_form({ ticket: "RT-1" });
	await scripts.letter_kind(form);
	await fill_from_ticket(form, "letter");
	assert.equal(form.doc.kind, "Notice", "chosen, though it is the first of the list");
});
