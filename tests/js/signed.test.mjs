/* global frappe */
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

test("a link that nobody chose on the form is shown by its title, which is fetched once", async () => {
	const [shown, asked, titles] = [[], [], {}];
	class ControlLink {
		frm = { meta: { module: "Fangxiu App" } };
		get_options = () => "Unit Archive";
		is_title_link = () => true;
		set_disp_area(name) {
			shown.push(titles[name] || name);
		}
	}
	globalThis.frappe = {
		ui: { form: { ControlLink } },
		utils: {
			get_link_title: (_doctype, name) => titles[name],
			fetch_link_title: async (_doctype, name) => asked.push((titles[name] = "1-101")),
		},
	};
	await import(new URL("link_titles.js?signed=3", FOLDER).href);
	const field = new ControlLink();
	field.set_disp_area("P-1-101");
	await new Promise(setImmediate);
	field.set_disp_area("P-1-101");
	field.frm.meta.module = "Accounts";
	field.set_disp_area("P-1-102");
	assert.deepEqual(shown, ["P-1-101", "1-101", "1-101", "P-1-102"]);
	assert.equal(asked.length, 1);
});

test("what a person is told, and done by a code, is said in words", async () => {
	globalThis.frappe = {
		boot: { lang: "zh", fx_acts: { patrol: "完成巡查" } },
		utils: { escape_html: (text) => String(text ?? "") },
		user: { full_name: (name) => (name === "a@b.example" ? "孙志强" : name) },
		listview_settings: {},
		ui: { form: { on: () => {} } },
	};
	globalThis.__ = (text) => ({ "Repair Manager": "房修经理" })[text] || text;
	await import(new URL("acts.js?signed=4", FOLDER).href);
	const { formatters } = frappe.listview_settings["Clock Escalation"];
	assert.equal(formatters.told("a@b.example\nRepair Manager"), "孙志强、房修经理");
	assert.equal(frappe.listview_settings["Phone Entry"].formatters.kind("patrol"), "完成巡查");
});
