/* Words around a delivery: what a milestone waits for, the buildings of a batch, rounds on a phone, orders with nothing to come. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const FOLDER = new URL("../../fangxiu_app/public/js/fangxiu/", import.meta.url);
const open_script = (name) => import(new URL(`${name}.js`, FOLDER).href);

beforeEach(() => {
	globalThis.__ = (text, values = []) => text.replace(/\{(\d)\}/g, (_all, at) => values[at]);
	globalThis.window = { addEventListener() {}, innerWidth: 390 };
	globalThis.moment = (value) => ({ format: () => value.slice(0, 10) });
	globalThis.frappe = {
		provide() {},
		ui: { form: {} },
		utils: { escape_html: (text) => text.replaceAll("<", "&lt;") },
		datetime: { now_date: () => "2026-11-30" },
		router: { make_url: (route) => `/app/${route.join("/")}`, slug: (text) => text },
		db: {},
	};
});

test("a milestone is named once, and what would fulfil it reads as wanted", async () => {
	const { proof, lack } = await open_script("delivery_board");
	const row = { title: "Repair Meeting", proof: "Repair Meeting", state: "Overdue", have: 0, of: 5 };
	assert.equal(proof(row), "0/5");
	assert.equal(proof({ ...row, title: "专项房修见面会" }), "Repair Meeting 0/5");
	assert.equal(proof({ ...row, of: 0 }), "");
	assert.match(lack({ ...row, wants: "All is signed." }), />Done when: All is signed\.</);
	assert.match(lack({ ...row, missing: "总包" }), />Missing: 总包</);
	assert.equal(lack({ ...row, state: "Done", wants: "x" }), "");
});

test("a batch without rows says which buildings it is about", async () => {
	const { batch_scope } = await open_script("delivery_batch");
	const said = [];
	let asked = 0;
	const frm = (buildings, project = "P") => ({
		doc: { project, buildings },
		set_df_property: (field, property, text) => said.push([field, property, text].join(" ")),
	});
	globalThis.frappe.db.get_list = (_doctype, { filters }) => {
		asked += filters.project === "P";
		return Promise.resolve([{ building_no: "1" }, { building_no: "会所" }]);
	};
	await batch_scope(frm([]));
	await batch_scope(frm([{}]));
	await batch_scope(frm([{ building: "P-1" }]));
	await batch_scope(frm([], ""));
	const all = "buildings description All buildings of the project: Building 1、会所";
	assert.deepEqual([asked, said], [2, [all, all, "buildings description ", "buildings description "]]);
});

test("on a phone a round is told from the next one in its first column", async () => {
	const { inspection_title } = await open_script("inspection");
	const round = { round: "Re-inspection", inspected_at: "2026-11-20 09:00:00" };
	assert.equal(inspection_title("4-1-801", round), "4-1-801 · Re-inspection · 11-20");
	window.innerWidth = 1280;
	assert.equal(inspection_title("4-1-801", round), "4-1-801");
});

test("where no order has anything to come the way out is named", async () => {
	const { nothing_open } = await open_script("spare_parts");
	const frm = { doc: { project: "P 1" } };
	assert.match(nothing_open(frm, { drafts: { "Purchase Order": ["PO-1"] } }), /Submit the draft order/);
	const said = nothing_open(frm, { drafts: {} });
	assert.match(said, /Cancel the receipt that is wrong/);
	assert.match(said, /href="\/app\/purchase-receipt\?project=P%201"/);
});
