/* Words as this app means them: the row of the form, then ours, then the site's. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const { __ } = await import(new URL("../../fangxiu_app/public/js/fangxiu/wording.js", import.meta.url).href);

beforeEach(() => {
	const messages = {
		Delivery: "交货",
		"Delivery:Fangxiu": "集中交付",
		"Issued:Ticket Part": "已领出",
		"Issued:Fangxiu": "已发出",
	};
	globalThis.frappe = { _messages: messages };
	globalThis.__ = (text, values, context) => {
		const said = messages[`${text}:${context}`] || messages[text] || text;
		return said.replace(/\{(\d)\}/g, (_all, at) => values[at]);
	};
});

test("a word of ours stands before that of the site", () => {
	assert.equal(__("Delivery"), "集中交付");
	assert.equal(globalThis.__("Delivery"), "交货");
});

test("the row of a form stands before ours, and ours where the form has none", () => {
	assert.equal(__("Issued", null, "Ticket Part"), "已领出");
	assert.equal(__("Issued", null, "Repair Plan"), "已发出");
});

test("a text without a row is said as it is, with its values", () => {
	assert.equal(__("{0} units", [3]), "3 units");
});

test("the hint of a cell is what its table calls the column", async () => {
	const messages = { Unit: "单位", "Unit:Complaint Unit": "房屋" };
	globalThis.__ = (text, _values, context) => messages[`${text}:${context}`] || messages[text] || text;
	globalThis.frappe = {
		ui: { form: { make_control: () => ({ $input: { attr: (...said) => hints.push(said) } }) } },
	};
	const hints = [];
	await import(new URL("../../fangxiu_app/public/js/fangxiu/cell_hints.js", import.meta.url).href);
	const { make_control } = globalThis.frappe.ui.form;
	const df = { label: "Unit", parent: "Complaint Unit" };
	make_control({ df, grid_row: {}, only_input: true });
	make_control({ df }); // a field of a form has its label beside it
	await new Promise((done) => setTimeout(done, 5));
	assert.deepEqual(hints, [["placeholder", "房屋"]]);
});
