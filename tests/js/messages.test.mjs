/* Messages on the screen: the recipient by name, files by name. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const FOLDER = new URL("../../fangxiu_app/public/js/fangxiu/", import.meta.url);
let messages, asked;

beforeEach(async () => {
	asked = [];
	globalThis.__ = (text) => (text === "Repair Manager" ? "房修经理" : text);
	globalThis.window = { addEventListener() {} };
	globalThis.frappe = {
		provide() {},
		utils: { escape_html: (text) => String(text).replaceAll("<", "&lt;") },
		call: (request) => {
			asked.push(request.args);
			return Promise.resolve({ message: { "e@x.cn": "孙志强" } });
		},
	};
	messages = await import(new URL("messages.js", FOLDER).href);
});

test("a role stands in Chinese, a user by name, an address beside its name", async () => {
	const user = { name: "m1", recipient_kind: "User", recipient: "e@x.cn" };
	let drawn = 0;
	const listview = { data: [user], render_list: () => drawn++ };
	await messages.show_message_list(listview);
	await messages.show_message_list(listview);
	assert.deepEqual([drawn, asked.length], [1, 1]);
	assert.equal(messages.recipient(user), "孙志强");
	assert.equal(messages.recipient({ recipient_kind: "Role", recipient: "Repair Manager" }), "房修经理");
	const owner = { recipient_kind: "Address", recipient: "13800002101", recipient_name: "王一" };
	assert.equal(messages.recipient(owner), "王一 138 0000 2101");
});

test("a file is called by its name", () => {
	const links = messages.file_links("/private/files/a%20b.pdf\n/private/files/c.pdf");
	assert.match(links, />a b\.pdf<\/a><br>/);
	assert.doesNotMatch(links.replaceAll(/href="[^"]*"/g, ""), /private/);
});

test("a message that waits says from when it leaves", () => {
	globalThis.moment = (value) => ({ format: () => value.slice(0, 16) });
	globalThis.frappe.datetime = { now_date: () => "2026-11-30" };
	globalThis.__ = (text, values = []) => text.replace(/\{(\d)\}/g, (_all, at) => values[at]);
	const queued = { state: "Queued", next_try_at: "2026-12-01 08:30:00" };
	assert.equal(messages.sent_or_waits(queued), "from 12-01 08:30 on");
	assert.equal(messages.sent_or_waits({ state: "Sent", sent_at: "2026-11-30 09:01:02" }), "11-30 09:01");
	assert.equal(messages.sent_or_waits({ state: "Failed" }), "");
});
