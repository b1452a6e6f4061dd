/* An order without prices: what stands above it, and which button is black. */
import assert from "node:assert/strict";
import { test } from "node:test";

test("an order without a price asks for prices, not to be submitted", async () => {
	globalThis.__ = (text, values = []) => text.replace(/\{(\d)\}/g, (_all, at) => values[at]);
	globalThis.frappe = { provide() {}, utils: { escape_html: (text) => text } };
	globalThis.window = { addEventListener() {} };
	const { price_button } = await import("../../fangxiu_app/public/js/fangxiu/buying.js");
	let lines = [" Submit this document to confirm ", "Another line"].map((textContent) => ({ textContent }));
	const said = [];
	const marks = [];
	const button = { removeClass: () => button, addClass: (name) => (marks.push(name), button) };
	const frm = {
		doc: { docstatus: 0, items: [{ item_code: "A" }, { item_code: "B", rate: 5 }] },
		layout: {
			message: {
				text: () => "",
				children: () => ({
					filter: (test_line) => ({
						remove: () => (lines = lines.filter((line, at) => !test_line(at, line))),
					}),
				}),
			},
		},
		dashboard: { set_headline_alert: (text) => said.push(text) },
		page: { btn_primary: { addClass: (name) => marks.push(`submit ${name}`) } },
		add_custom_button: () => button,
	};
	price_button(frm);
	assert.deepEqual(lines, [{ textContent: "Another line" }]);
	assert.deepEqual(said, ["1 of 2 rows have no price yet: fill in the prices, then submit."]);
	assert.deepEqual(marks, ["submit fx-save", "btn-primary"]);
	frm.doc.items[0].rate = 3;
	price_button(frm);
	assert.equal(said.length, 1);
});
