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

test("cells, groups and jumps are called as their document calls them", async () => {
	const messages = {
		Unit: "单位",
		"Unit:Complaint Unit": "房屋",
		Transferred: "已转移",
		"Transferred:Repair Ticket": "已转物业",
	};
	const stock = (text, _values, context) => messages[`${text}:${context}`] || messages[text] || text;
	const hints = [];
	let route = ["Workspaces"];
	class ListGroupBy {
		doctype = "Repair Ticket";
		get_dropdown_html(text) {
			if (!text) throw new Error("nothing");
			return globalThis.__(text);
		}
	}
	globalThis.__ = stock;
	globalThis.frappe = {
		views: { ListGroupBy },
		ui: {
			form: {
				ControlSelect: class {
					set_options() {
						return this.df.context;
					}
				},
				make_control: () => ({ $input: { attr: (...said) => hints.push(said) } }),
			},
		},
		boot: { fx_ours: true },
		get_meta: (doctype) => ({ module: doctype === "Repair Ticket" ? "Fangxiu App" : "Accounts" }),
		get_route: () => route,
	};
	await import(new URL("../../fangxiu_app/public/js/fangxiu/bare_words.js", import.meta.url).href);
	const { make_control } = globalThis.frappe.ui.form;
	const df = { label: "Unit", parent: "Complaint Unit" };
	make_control({ df, grid_row: {}, only_input: true });
	make_control({ df }); // a field of a form has its label beside it
	await new Promise((done) => setTimeout(done, 5));
	assert.deepEqual(hints, [["placeholder", "房屋"]]);
	const choices = (df, doctype) =>
		Object.assign(new globalThis.frappe.ui.form.ControlSelect(), { df, doctype }).set_options();
	assert.equal(choices({}), "Fangxiu", "a dialog of a desk");
	assert.equal(choices({ parent: "Repair Ticket" }), undefined, "a form says its document itself");
	assert.equal(choices({}, "Repair Ticket"), undefined);
	route = ["Form", "Repair Ticket", "RT-1"];
	assert.equal(choices({}), "Fangxiu");
	route = ["Form", "Sales Invoice", "SI-1"];
	assert.equal(choices({}), undefined, "ERPNext's dialogs keep their words");
	const group = new ListGroupBy();
	assert.equal(group.get_dropdown_html("Transferred"), "已转物业");
	assert.throws(() => group.get_dropdown_html(""));
	assert.equal(globalThis.__, stock, "Frappe's own again, whatever happened");
});
