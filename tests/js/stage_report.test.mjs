/* Issuing a stage report asks with what the saved report lacks, not with what it lacked when its form was opened (R43). */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const FOLDER = new URL("../../fangxiu_app/public/js/fangxiu/", import.meta.url);
let asked, reports;

beforeEach(async () => {
	asked = [];
	globalThis.__ = (text, values = []) => text.replace(/\{(\d)\}/g, (_all, at) => values[at]);
	globalThis.window = { addEventListener() {} };
	const button = { removeClass: () => button, addClass: () => button };
	globalThis.frappe = {
		utils: { escape_html: (text) => text },
		model: { can_write: () => true },
		user: { has_role: () => true },
		msgprint: ({ message }) => asked.push(message),
		confirm: (text) => asked.push(text),
	};
	globalThis.button = button;
	reports = await import(new URL("stage_report.js", FOLDER).href);
});

test("what was typed is saved before the button runs, which asks the report as it is then", () => {
	const buttons = {};
	const frm = {
		doc: {
			state: "Draft",
			kind: "Repair Weekly Report",
			title: "周报",
			__onload: { lacks: ["请填写经理结论。"] },
		},
		is_new: () => false,
		is_dirty: () => false,
		toggle_display() {},
		set_intro() {},
		add_custom_button: (label, run) => ((buttons[label] = run), globalThis.button),
	};
	reports.report_buttons(frm);
	buttons["Issue Report"]();
	frm.doc.__onload = { lacks: [], recipients: ["李经理"] };
	buttons["Issue Report"]();
	assert.equal(asked[0], "请填写经理结论。");
	assert.match(asked[1], /Issue 周报\? .* sent to: 李经理/);
});
