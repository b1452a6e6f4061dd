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

const WHOSE = { "RT-1": "Zhongtai" };

/** The server: a receiver that is named after the contractor, a text that names the contractor and the ticket. */
function answer(method, args) {
	asked.push(method.split(".").at(-1));
	if (method.endsWith("compose"))
		return { kind: "Notice", subject: "Notice", body: `To ${args.contractor} about ${args.ticket}` };
	if (method.endsWith("step")) return { step: "letter_step_serve", text: `about ${args.letter}` };
	const { contractor, ticket } = args;
	const other = WHOSE[ticket] && WHOSE[ticket] !== contractor;
	const agreement = other ? null : `WA-${contractor}`;
	return {
		problem: other ? `${ticket} is answered for by ${WHOSE[ticket]}` : "",
		values: { to_name: contractor, agreement, attention: null, from_name: "Repair Centre" },
	};
}

function new_form(doc) {
	return {
		doc: { name: "new", state: "Draft", to_party: "Contractor", kind: "Notice", project: "P", ...doc },
		is_new: () => state.fresh,
		is_dirty: () => state.fresh,
		set_value: async (values) => Object.assign(form.doc, values),
		set_df_property: (field, _property, text) => (hints[field] = text),
		set_intro: (text) => (state.intro = text ? [...state.intro, text] : []),
		toggle_enable() {},
		add_custom_button: () => ({ removeClass: () => ({ addClass() {} }) }),
	};
}

beforeEach(async () => {
	[hints, asked, said, state] = [{}, [], [], { fresh: true, intro: [] }];
	globalThis.__ = (text, values = []) => text.replace(/\{(\d)\}/g, (_all, at) => values[at]);
	const call = async ({ method, args }) => ({ message: answer(method, args) });
	globalThis.window = { addEventListener() {} };
	globalThis.frappe = {
		call,
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
