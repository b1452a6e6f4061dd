/* A button whose action is refused can be pressed again. */
import assert from "node:assert/strict";
import { test } from "node:test";

test("a button is free again after its action, done or refused", async () => {
	const stock = [];
	globalThis.frappe = {
		get_route: () => [],
		ui: {
			Page: class {
				add_inner_button() {}
				set_primary_action() {}
				btn_disable_enable(...given) {
					stock.push(given);
				}
			},
		},
	};
	await import(new URL("../../fangxiu_app/public/js/fangxiu/page_actions.js", import.meta.url).href);
	const page = new globalThis.frappe.ui.Page();
	const states = [];
	const button = { prop: (_name, value) => states.push(value) };
	for (const answer of [Promise.resolve(), Promise.reject(new Error("refused"))]) {
		page.btn_disable_enable(button, answer);
		await answer.catch(() => 0);
		await Promise.resolve();
	}
	assert.deepEqual(states, [true, false, true, false]);
	page.btn_disable_enable(button, undefined);
	assert.equal(stock.length, 1);
});
