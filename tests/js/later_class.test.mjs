/* Classes that come after the desk's scripts are extended all the same, and their absence stops nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";

const { extend_when_set } = await import(
	new URL("../../fangxiu_app/public/js/fangxiu/later_class.js", import.meta.url).href
);

class Stock {
	words() {
		return "stock";
	}
}
const ours = (Given) =>
	class extends Given {
		words() {
			return `our ${super.words()}`;
		}
	};

test("a class that is there is extended at once", () => {
	const holder = { Stock };
	extend_when_set(holder, "Stock", ours);
	assert.equal(new holder.Stock().words(), "our stock");
});

test("a class that is not there yet is extended when it comes, and until then is missing as before", () => {
	const holder = {};
	extend_when_set(holder, "Stock", ours);
	assert.equal(holder.Stock, undefined);
	holder.Stock = Stock;
	assert.equal(new holder.Stock().words(), "our stock");
});
