/* Papers of two sides: what one side has signed opens no field until it is sent back. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const FOLDER = new URL("../../fangxiu_app/public/js/fangxiu/", import.meta.url);
let frozen;

beforeEach(() => {
	frozen = 0;
	globalThis.__ = (text) => text;
	globalThis.$ = () => ({ children: () => ({ length: 1, empty() {}, html() {} }) });
	globalThis.frappe = {
		utils: { escape_html: (text) => String(text ?? "") },
		call: async () => ({ message: { state: "Signed", sides: [], lacks: [], why_not: [] } }),
	};
});

const paper = (doc, is_new = false) => ({
	doctype: "Unit Transfer",
	doc: { docstatus: 0, name: "UT-1", ...doc },
	layout: { wrapper: {} },
	page: { wrapper: { addClass() {} }, set_indicator() {}, clear_custom_actions() {} },
	is_new: () => is_new,
	set_read_only: () => (frozen += 1),
	refresh_fields() {},
	disable_save: () => (frozen += 1),
	add_custom_button: () => ({ addClass() {} }),
});

test("a paper that a side has signed opens no field, a draft opens all", async () => {
	const { show_sides } = await import(new URL("two_sided.js?signed=1", FOLDER).href);
	for (const state of ["Awaiting Other Side", "Handed Over", "Signed"]) {
		frozen = 0;
		await show_sides(paper({ state }));
		assert.equal(frozen, 2, state);
	}
	frozen = 0;
	await show_sides(paper({ state: "Draft" }));
	await show_sides(paper({ state: "Draft" }, true));
	assert.equal(frozen, 0);
});

test("a new version of a plan is asked about before anything is written", async () => {
	const { revise_plan } = await import(new URL("plan.js?signed=2", FOLDER).href);
	const [asked, called] = [[], []];
	globalThis.frappe.confirm = (text, yes) => asked.push([text, yes]);
	globalThis.frappe.call = async ({ method }) => called.push(method) && { message: "RP-2" };
	globalThis.frappe.set_route = () => {};
	revise_plan({ name: "RP-1" });
	assert.deepEqual([asked.length, called.length], [1, 0]);
	await asked[0][1]();
	assert.match(called[0], /api_plan\.revise$/);
});

test("a link that was filled in by saving has its title fetched once", async () => {
	let refresh;
	const titles = { "Unit Archive::P-1-101": undefined };
	globalThis.document = {};
	globalThis.$ = () => ({ on: (_event, run) => (refresh = run) });
	globalThis.frappe = {
		boot: { link_title_doctypes: ["Unit Archive"] },
		utils: {
			get_link_title: (doctype, name) => titles[`${doctype}::${name}`],
			fetch_link_title: async (doctype, name) => (titles[`${doctype}::${name}`] = "1-101"),
		},
	};
	await import(new URL("link_titles.js?signed=3", FOLDER).href);
	const drawn = [];
	const fields = [
		{ fieldname: "unit", fieldtype: "Link", options: "Unit Archive" },
		{ fieldname: "ticket", fieldtype: "Link", options: "Repair Ticket" },
	];
	const frm = {
		doc: { unit: "P-1-101", ticket: "RT-1" },
		meta: { module: "Fangxiu App", fields },
		is_new: () => false,
		refresh_field: (name) => drawn.push(name),
	};
	refresh(null, frm);
	await new Promise(setImmediate);
	refresh(null, frm);
	assert.deepEqual(drawn, ["unit"]);
});
