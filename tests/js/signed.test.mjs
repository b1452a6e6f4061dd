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
