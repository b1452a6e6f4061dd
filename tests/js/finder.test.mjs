/* The search bar of the desk: ours for people with a role of this app, Frappe's for everybody else. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const FINDER = new URL("../../fangxiu_app/public/js/fangxiu/finder.js", import.meta.url);
let pages = 0;
let stock;

beforeEach(() => {
	stock = { asked: [], computed: [] };
	globalThis.__ = (text) => text;
	globalThis.$ = (element) => ({ get: () => element });
	globalThis.frappe = {
		boot: {},
		is_mobile: () => false,
		search: {
			AwesomeBar: class {
				setup() {}
				make_global_search(text) {
					stock.asked.push(text);
				}
				make_calculator(text) {
					stock.computed.push(text);
				}
			},
		},
	};
});

const bar_of = async (ours) => {
	globalThis.frappe.boot.fx_ours = ours;
	await import(`${FINDER.href}?page=${(pages += 1)}`);
	const bar = new globalThis.frappe.search.AwesomeBar();
	const listeners = [];
	const around = { addEventListener: (name) => listeners.push(name) };
	const input = { value: "", placeholder: "Frappe's", parentElement: { parentElement: around } };
	bar.setup(input);
	return { bar, input, listeners };
};

test("who has no role of ours keeps Frappe's hint, keys and calculator, and asks nothing of ours", async () => {
	const { bar, input, listeners } = await bar_of(false);
	bar.fx_ask = () => assert.fail("asked our finder");
	bar.make_global_search("12+3");
	bar.make_calculator("12+3");
	assert.equal(input.placeholder, "Frappe's");
	assert.deepEqual(listeners, []);
	assert.deepEqual(stock, { asked: ["12+3"], computed: ["12+3"] });
});

test("people of this app see what is found here, and a flat is not computed", async () => {
	const { bar, input, listeners } = await bar_of(true);
	const asked = [];
	bar.fx_ask = (text) => asked.push(text);
	bar.make_global_search("2-1501");
	bar.make_calculator("2-1501");
	assert.match(input.placeholder, /Unit, ticket/);
	assert.deepEqual(listeners, ["keydown"]);
	assert.deepEqual([asked, stock.computed], [["2-1501"], []]);
});
