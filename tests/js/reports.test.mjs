/* What a report says on paper beside its table: of which company, when, by whom, and what it was asked for. */
import assert from "node:assert/strict";
import { test } from "node:test";

const SCRIPT = new URL("../../fangxiu_app/public/js/fangxiu/report_print.js", import.meta.url);

function page(module, filters) {
	class QueryReport {
		report_doc = { module };
		get_filter_values() {
			return filters;
		}
		get_filters_html_for_print() {
			return Object.values(filters)
				.map((value) => `<div class="filter-row">${value}</div>`)
				.join("");
		}
	}
	globalThis.window = globalThis;
	globalThis.__ = (text) => text;
	globalThis.frappe = {
		views: { QueryReport },
		sys_defaults: { company: "示例房产 <A>" },
		datetime: { now_datetime: () => "2026-11-30 18:00:00", str_to_user: (time) => time },
		user: { full_name: () => "沈秋萍" },
		utils: { escape_html: (text) => String(text).replace("<", "&lt;") },
	};
	return QueryReport;
}

test("a report of ours says company, time, name and its filters", async () => {
	const Report = page("Fangxiu App", {});
	await import(`${SCRIPT.href}?reports=1`);
	const bare = new Report().get_filters_html_for_print();
	for (const word of ["示例房产 &lt;A>", "2026-11-30 18:00:00", "沈秋萍", "None: everything"])
		assert.ok(bare.includes(word), word);
	const report = new Report();
	report.get_filter_values = () => ({ company: "乙公司" });
	assert.ok(report.get_filters_html_for_print().includes("乙公司"));
});

test("what was asked for stands instead, and reports of others stay as they are", async () => {
	const Report = page("Fangxiu App", { project: "翠湖天地一期" });
	await import(`${SCRIPT.href}?reports=2`);
	const asked = new Report().get_filters_html_for_print();
	assert.ok(asked.includes("翠湖天地一期") && !asked.includes("None: everything"));
	const Other = page("Accounts", { project: "P" });
	await import(`${SCRIPT.href}?reports=3`);
	assert.ok(!new Other().get_filters_html_for_print().includes("沈秋萍"));
});
