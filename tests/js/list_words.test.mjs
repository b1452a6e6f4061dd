/* Lists say chosen words and their first heading as the form of the document does. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const LIST = new URL("../../fangxiu_app/public/js/fangxiu/list_columns.js", import.meta.url).href;
const ROWS = { Subject: "主题", "Subject:Risk Warning": "标题", Fail: "失败", "Fail:Store Check": "不合格" };
const OURS = { module: "Fangxiu App", autoname: "format:RW-{####}", title_field: "subject", fields: [] };
let pages = 0;
let List;

beforeEach(() => {
	List = class {
		setup_columns() {
			this.columns = [
				{ type: "Subject", df: { fieldname: "subject", label: "Subject", parent: "Risk Warning" } },
			];
		}
	};
	globalThis.window = { innerWidth: 1440 };
	globalThis.__ = (text, _values, context) => ROWS[`${text}:${context}`] || ROWS[text] || text;
	globalThis.frappe = {
		views: { ListView: List },
		breadcrumbs: {},
		form: { link_formatters: {}, formatters: { Data: (value) => value } },
		ui: { form: { ControlAttach: class {} } },
		utils: { escape_html: (text) => text },
		meta: {},
	};
});

const open_script = () => import(`${LIST}?page=${(pages += 1)}`);

test("the first heading is looked up with its document, and the field keeps its label", async () => {
	await open_script();
	const list = Object.assign(new List(), {
		meta: { ...OURS, name: "Risk Warning" },
		settings: {},
		list_view_settings: {},
	});
	list.setup_columns();
	assert.equal(list.columns[0].df.label, "标题");
	assert.equal(list.columns[0].df.fieldname, "subject");
});

test("a list of others keeps its heading", async () => {
	await open_script();
	const list = Object.assign(new List(), { meta: { module: "Support", fields: [] }, settings: {} });
	list.setup_columns();
	assert.equal(list.columns[0].df.label, "Subject");
});

test("a chosen word and its tip are what the form calls them", async () => {
	const { in_words } = await open_script();
	const html = '<span title="结果: Fail"><span class="ellipsis"> 失败 </span></span>';
	const df = { fieldname: "result", fieldtype: "Select" };
	const said = in_words(html, df, { result: "Fail" }, { meta: OURS, doctype: "Store Check" });
	assert.equal(said, '<span title="结果: 不合格"><span class="ellipsis"> 不合格 </span></span>');
	assert.equal(
		in_words(html, df, { result: "Fail" }, { meta: { module: "Stock" }, doctype: "Item" }),
		html
	);
});
