/* Special reports in words: whose turn it is and why, what filing lacks, the decision in the answer; the customer of the chosen unit (R60). */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const FOLDER = new URL("../../fangxiu_app/public/js/fangxiu/", import.meta.url);
let words;

beforeEach(async () => {
	globalThis.__ = (text, values) => text.replace(/\{(\d)\}/g, (all, at) => (values || [])[at] ?? all);
	globalThis.window = { addEventListener() {} };
	globalThis.frappe = {
		provide() {},
		datetime: { str_to_user: (day) => day },
		utils: { escape_html: (text) => String(text).replaceAll("<", "&lt;") },
	};
	words = await import(new URL("special_report_words.js", FOLDER).href);
});

const PANEL = { steps: [], people: { u: "He" }, lacks: [], carried_out: true };

test("who returned it and why is said to all, what to do to who can do it", () => {
	const returned = { user: "u", department: "Project Department", why: "photos are missing" };
	const doc = { state: "Sent Back" };
	const desk = words.banner(doc, { ...PANEL, steps: ["file"], returned }).text;
	assert.match(desk, /Returned by Project Department He: photos are missing/);
	assert.ok(desk.includes(`“${words.filing_label(doc)}”`), "the button is called as the line says");
	const others = words.banner(doc, { ...PANEL, returned }).text;
	assert.match(others, /The property company completes it/);
	assert.ok(!others.includes(words.filing_label(doc)));
});

test("what filing will ask for stands above the draft", () => {
	const text = words.banner(
		{ state: "Draft", routing: [{}] },
		{ ...PANEL, lacks: ["Add the ticket."] }
	).text;
	assert.match(text, /Before the report can be filed: Add the ticket\./);
	assert.match(words.banner({ state: "Draft", routing: [{}] }, PANEL).text, /^File the report/);
});

test("the decision stands above the form and in the answer", () => {
	const doc = {
		...{ state: "Decided", decision: "Shared Cost", customer_share: "40%", decision_text: "re-seal" },
		...{ decision_due: "2026-12-20", answer_due: "2026-12-14" },
	};
	assert.match(
		words.banner(doc, PANEL).text,
		/Shared Cost；Customer's share: 40%；re-seal\. Answer the customer by 2026-12-14/
	);
	assert.equal(
		words.answer_proposal(doc),
		"Shared Cost；Customer's share: 40%；re-seal；Done by 2026-12-20"
	);
});

test("after the answer the next step is named", () => {
	const doc = { state: "Answered" };
	assert.match(
		words.banner(doc, { ...PANEL, carried_out: false }).text,
		/carry out the decision under “Carry Out”/
	);
	assert.match(words.banner(doc, PANEL).text, /close the report/);
	assert.ok(words.banner(doc, { ...PANEL, late: 2 }).red);
});

test("beside the decision stand the opinions of this circulation alone", () => {
	const row = (round, state, comment) => ({
		round,
		state,
		comment,
		person: "u",
		department: "D",
		opinion: "No Repair",
	});
	const opinions = [row(1, "Given", "first"), row(2, "Given", "<b>second"), row(2, "Lapsed", "never")];
	const html = words.opinions_html({ opinions, round: 2 }, PANEL.people);
	assert.match(html, /&lt;b>second/);
	assert.ok(!html.includes("first") && !html.includes("never"));
});

test("the chosen unit brings customer, phone and project, and leaves what was typed", async () => {
	const owners = { "U-1": { owner_name: "Wang", phone: "1" }, "U-2": { owner_name: "Li", phone: "2" } };
	globalThis.frappe.call = async ({ args }) => ({
		message: { owners: [{ owner_name: "x" }, { ...owners[args.unit], is_primary: 1 }] },
	});
	globalThis.frappe.db = { get_value: async () => ({ message: { project: "P" } }) };
	const frm = {
		doc: { unit: "U-1", state: "Draft" },
		is_new: () => true,
		set_value: async (values) => Object.assign(frm.doc, values),
	};
	await words.special_report_unit(frm);
	assert.deepEqual([frm.doc.customer_name, frm.doc.phone, frm.doc.project], ["Wang", "1", "P"]);
	Object.assign(frm.doc, { unit: "U-2", phone: "typed" });
	await words.special_report_unit(frm);
	assert.deepEqual([frm.doc.customer_name, frm.doc.phone], ["Li", "typed"]);
	Object.assign(frm.doc, { unit: "U-1", state: "In Circulation" });
	await words.special_report_unit(frm);
	assert.equal(frm.doc.customer_name, "Li", "what was filed stays");
});

test("what the row of a department has offered is asked for anew once the department is another", async () => {
	const { forget_choices } = await import(new URL("record_rows.js", FOLDER).href);
	const control = (list) => ({
		$input: { cache: { User: { "": list } } },
		awesomplete: { list, close() {} },
	});
	const [cell, editor] = [control(["a"]), control(["b"])];
	const line = { on_grid_fields_dict: { person: cell }, grid_form: { fields_dict: { person: editor } } };
	const frm = { get_field: () => ({ grid: { grid_rows_by_docname: { row1: line } } }) };
	forget_choices(frm, "routing", "row1", "person");
	for (const { $input, awesomplete } of [cell, editor])
		assert.deepEqual([$input.cache, awesomplete.list], [{}, []]);
	forget_choices(frm, "routing", "row2", "person");
});
