/* The phone's queue: what is entered without a connection arrives once, in order, at the time it happened. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
	enter,
	fails,
	foreign_page,
	json,
	new_phone,
	no_connection,
	open_queue,
	pass,
	refuses,
	rest,
	taken,
	waiting,
} from "./phone.mjs";

const RETRY = 15_000;
let server;

beforeEach(() => {
	server = new_phone();
});

test("an entry arrives at once and is gone from the phone", async () => {
	const queue = await open_queue();
	const key = await enter(queue, "T-1", "accept", { note: "a" });
	assert.deepEqual(server.forms("field.api_my_day.send"), [
		{ key, ticket: "T-1", kind: "accept", values: '{"note":"a"}' },
	]);
	assert.deepEqual(waiting(queue), []);
	assert.equal(server.calls[0].headers["X-Frappe-CSRF-Token"], "token");
});

test("a photo goes with its own name", async () => {
	const queue = await open_queue();
	await enter(queue, "T-1", "photo", { file_name: "crack.jpg" }, new Blob(["photo"]));
	const [{ file }] = server.forms("field.api_my_day.send");
	assert.equal(file.name, "crack.jpg");
	assert.equal(await file.text(), "photo");
});

test("what was entered without a connection leaves in its order when there is one", async () => {
	server.answer(no_connection);
	const queue = await open_queue();
	await enter(queue, "T-1", "arrive");
	await enter(queue, "T-1", "survey");
	await enter(queue, "T-2", "accept");
	assert.equal(queue.connected(), false);
	assert.equal(queue.state, "No connection");
	server.calls.length = 0;
	server.answer(taken);
	window.dispatchEvent(new Event("online"));
	await rest();
	assert.deepEqual(server.arrived(), ["T-1 arrive", "T-1 survey", "T-2 accept"]);
	assert.deepEqual(waiting(queue), []);
	assert.equal(queue.connected(), true);
});

test("without a connection only the first entry is tried, and again after a pause", async () => {
	server.answer(no_connection);
	const queue = await open_queue();
	await enter(queue, "T-1", "arrive");
	server.calls.length = 0;
	await enter(queue, "T-2", "accept");
	assert.deepEqual(server.arrived(), ["T-1 arrive"]);
	server.answer(taken);
	await pass(RETRY - 1000);
	assert.deepEqual(waiting(queue), ["T-1 arrive", "T-2 accept"]);
	await pass(1000);
	assert.deepEqual(waiting(queue), []);
});

test("an entry the server stumbles over holds up its own ticket only", async () => {
	server.answer(no_connection);
	const queue = await open_queue();
	await enter(queue, "T-1", "arrive");
	await enter(queue, "T-1", "survey");
	await enter(queue, "T-2", "accept");
	server.calls.length = 0;
	server.answer(({ ticket, key }) => (ticket === "T-1" ? fails(500)() : taken({ key })));
	await pass(RETRY);
	assert.deepEqual(server.arrived(), ["T-1 arrive", "T-2 accept"]);
	assert.deepEqual(waiting(queue), ["T-1 arrive", "T-1 survey"]);
	server.answer(taken);
	await pass(RETRY);
	assert.deepEqual(server.arrived().slice(2), ["T-1 arrive", "T-1 survey"]);
});

test("a try again sends the same key, so that what arrived twice is taken once", async () => {
	// the server took it, but its answer was lost
	server.answer(no_connection, taken);
	const queue = await open_queue();
	const key = await enter(queue, "T-1", "arrive");
	await pass(RETRY);
	assert.deepEqual(
		server.forms("field.api_my_day.send").map((form) => form.key),
		[key, key]
	);
	assert.deepEqual(waiting(queue), []);
});

test("after three failures over one entry a person has to look, and the next ones go on", async () => {
	server.answer(({ kind, key }) => (kind === "arrive" ? fails(500)() : taken({ key })));
	const queue = await open_queue();
	await enter(queue, "T-1", "arrive");
	for (const tries of [2, 3]) {
		assert.deepEqual(waiting(queue), ["T-1 arrive"], `before try ${tries}`);
		await pass(RETRY);
	}
	assert.match(waiting(queue)[0], /failed 3 times/);
	await enter(queue, "T-1", "survey");
	assert.deepEqual(server.arrived(), [...Array(3).fill("T-1 arrive"), "T-1 survey"]);
});

for (const status of [408, 425, 429, 502, 503, 504]) {
	test(`an answer of ${status} asks for patience and counts against no entry`, async () => {
		server.answer(fails(status));
		const queue = await open_queue();
		await enter(queue, "T-1", "arrive");
		for (let round = 0; round < 4; round++) await pass(RETRY);
		assert.deepEqual(waiting(queue), ["T-1 arrive"]);
		assert.equal(queue.state, "The server is busy");
	});
}

const STRANGERS = {
	"a page of HTML": foreign_page,
	"an empty answer": () => new Response("", { status: 200 }),
	"JSON of somebody else": () => json(200, { ok: true }),
	"an answer of ours about another entry": () => json(200, { message: { received: "another key" } }),
};
for (const [what, answer] of Object.entries(STRANGERS)) {
	test(`${what} with status 200 is no receipt`, async () => {
		server.answer(answer);
		const queue = await open_queue();
		await enter(queue, "T-1", "arrive");
		await enter(queue, "T-2", "accept");
		assert.deepEqual(waiting(queue), ["T-1 arrive", "T-2 accept"]);
		assert.match(queue.state, /Another page answers/);
		assert.deepEqual(queue.ahead("T-1").length, 1, "not shown twice, as if it were taken");
		server.answer(taken);
		await pass(RETRY);
		assert.deepEqual(waiting(queue), []);
	});
}

test("a page of HTML with an error status refuses nothing", async () => {
	server.answer(() => new Response("<html>403</html>", { status: 403 }));
	const queue = await open_queue();
	await enter(queue, "T-1", "arrive");
	assert.deepEqual(waiting(queue), ["T-1 arrive"]);
	assert.deepEqual(server.forms("field.api_my_day.tell_refused"), []);
});

test("what a rule refuses stays with its reason and is never sent again by itself", async () => {
	server.answer(refuses("The visit has <b>no</b> arrival."));
	const queue = await open_queue();
	await enter(queue, "T-1", "survey");
	assert.deepEqual(waiting(queue), ["T-1 survey The visit has no arrival."]);
	server.answer(taken);
	for (let round = 0; round < 4; round++) await pass(RETRY);
	window.dispatchEvent(new Event("online"));
	await rest();
	assert.deepEqual(server.arrived(), ["T-1 survey"]);
	assert.deepEqual(queue.ahead("T-1"), [], "the card does not go on as if it were taken");
});

test("after a refusal the ticket's next entry is tried", async () => {
	server.answer(refuses("No."), taken);
	const queue = await open_queue();
	await enter(queue, "T-1", "survey");
	await enter(queue, "T-1", "photo");
	assert.deepEqual(server.arrived(), ["T-1 survey", "T-1 photo"]);
	assert.deepEqual(waiting(queue), ["T-1 survey No."]);
});

test("a refused entry is sent again when a person says so, as it was", async () => {
	server.answer(refuses("No."), taken);
	const queue = await open_queue();
	const key = await enter(queue, "T-1", "survey", { root_cause: "pipe" });
	await queue.again(queue.waiting()[0]);
	await rest();
	const [first, second] = server.forms("field.api_my_day.send");
	assert.deepEqual([second.key, second.values], [key, first.values]);
	assert.deepEqual(waiting(queue), []);
});

test("a file that is too large is refused in words", async () => {
	server.answer(() => new Response("", { status: 413 }));
	const queue = await open_queue();
	await enter(queue, "T-1", "photo", { file_name: "long.mp4" }, new Blob(["x"]));
	assert.match(waiting(queue)[0], /too large/);
});

test("the administrator is told of a refusal once, later where it cannot be told now", async () => {
	server.answer(refuses("No."), taken);
	server.told = foreign_page;
	const queue = await open_queue();
	const key = await enter(queue, "T-1", "survey");
	assert.equal(server.forms("field.api_my_day.tell_refused").length, 1, "tried");
	server.told = null;
	await enter(queue, "T-2", "accept");
	await enter(queue, "T-2", "arrive");
	const tellings = server.forms("field.api_my_day.tell_refused");
	assert.equal(tellings.length, 2, "and told with the next round, then no more");
	assert.deepEqual([tellings[1].key, tellings[1].reason], [key, "No."]);
});

test("a lost login refuses nothing: after the next login everything is sent", async () => {
	server.answer(() => json(403, { exc_type: "PermissionError" }));
	server.user = "Guest";
	const queue = await open_queue();
	await enter(queue, "T-1", "arrive");
	assert.deepEqual(waiting(queue), ["T-1 arrive"]);
	assert.match(queue.state, /Log in again/);
	server.user = "engineer@fangxiu.example";
	server.answer(taken);
	await pass(RETRY);
	assert.deepEqual(waiting(queue), []);
});

test("somebody else's login does not send my entries as theirs refused", async () => {
	server.answer(() => json(403, { exc_type: "PermissionError" }));
	server.user = "other@fangxiu.example";
	const queue = await open_queue();
	await enter(queue, "T-1", "arrive");
	assert.deepEqual(waiting(queue), ["T-1 arrive"]);
});

test("one who is logged in and may not is refused", async () => {
	server.answer(() => json(403, { exc_type: "PermissionError" }));
	const queue = await open_queue();
	await enter(queue, "T-1", "arrive");
	assert.deepEqual(waiting(queue), ["T-1 arrive Not allowed, or no longer there."]);
});

test("an old page asks to be loaded anew and refuses nothing", async () => {
	server.answer(() => json(400, { exc_type: "CSRFTokenError" }));
	const queue = await open_queue();
	await enter(queue, "T-1", "arrive");
	assert.deepEqual(waiting(queue), ["T-1 arrive"]);
	assert.match(queue.state, /Reload the page/);
});

test("one press can be taken back for some seconds, then it leaves", async () => {
	const queue = await open_queue();
	await enter(queue, "T-1", "accept", {}, null, queue.UNDO);
	await enter(queue, "T-2", "accept", {}, null, queue.UNDO);
	assert.deepEqual(server.arrived(), []);
	const [first] = queue.waiting();
	assert.equal(queue.can_undo(first), true);
	await queue.drop(first);
	await pass(queue.UNDO - 1);
	assert.deepEqual(server.arrived(), []);
	await pass(100);
	assert.deepEqual(server.arrived(), ["T-2 accept"]);
});

test("an entry on its way cannot be taken back", async () => {
	let seen;
	const queue = await open_queue();
	server.answer((form) => {
		seen = queue.can_undo(queue.waiting()[0]);
		return taken(form);
	});
	await enter(queue, "T-1", "accept");
	assert.equal(seen, false);
});

test("an entry that waits to be taken back holds the later ones of its ticket", async () => {
	const queue = await open_queue();
	await enter(queue, "T-1", "arrive", {}, null, queue.UNDO);
	await enter(queue, "T-1", "photo");
	assert.deepEqual(server.arrived(), []);
	await pass(queue.UNDO + 100);
	assert.deepEqual(server.arrived(), ["T-1 arrive", "T-1 photo"]);
});

test("what was discarded comes back to where it was", async () => {
	server.answer(no_connection);
	const queue = await open_queue();
	await enter(queue, "T-1", "arrive");
	await enter(queue, "T-1", "survey");
	const [first] = queue.waiting();
	await queue.drop(first);
	await rest();
	assert.deepEqual(waiting(queue), ["T-1 survey"]);
	await queue.restore(first);
	await rest();
	assert.deepEqual(waiting(queue), ["T-1 arrive", "T-1 survey"]);
});

test("an entry that waited tells when it happened, by the server's clock; a fresh one happens now", async () => {
	server.answer(no_connection);
	const queue = await open_queue();
	queue.set_clock("2026-05-06 10:05:00"); // the phone is five minutes slow
	await enter(queue, "T-1", "arrive");
	server.answer(taken);
	await pass(30_000);
	await enter(queue, "T-2", "accept");
	const sent = server.forms("field.api_my_day.send");
	assert.equal("at" in sent[0], false);
	assert.equal(sent.find((form) => form.ticket === "T-1" && form.at)?.at, "2026-05-06 10:05:00");
	assert.equal("at" in sent.at(-1), false);
});

test("nothing happens before what the server has said already", async () => {
	const queue = await open_queue();
	queue.set_clock("2026-05-06 10:00:30");
	queue.set_clock("2026-05-06 09:58:00"); // an older answer, come late
	assert.equal(queue.now(), "2026-05-06 10:00:30");
});

test("entries, their photos, refusals and keys are kept through a reload", async () => {
	server.answer(refuses("No."), no_connection);
	const before = await open_queue();
	await enter(before, "T-1", "survey", { root_cause: "pipe" });
	const key = await enter(before, "T-1", "photo", { file_name: "crack.jpg" }, new Blob(["photo"]));
	server.calls.length = 0;
	const after = await open_queue();
	assert.deepEqual(waiting(after), ["T-1 survey No.", "T-1 photo"]);
	server.answer(taken);
	await after.flush();
	const [sent] = server.forms("field.api_my_day.send");
	assert.equal(sent.key, key);
	assert.equal(await sent.file.text(), "photo");
	assert.deepEqual(waiting(after), ["T-1 survey No."]);
});

test("tries are counted across reloads", async () => {
	server.answer(fails(500));
	for (let page = 0; page < 2; page++) {
		const queue = await open_queue();
		if (!page) await enter(queue, "T-1", "arrive");
		else await queue.flush();
		assert.deepEqual(waiting(queue), ["T-1 arrive"]);
	}
	const last = await open_queue();
	await last.flush();
	assert.match(waiting(last)[0], /failed 3 times/);
});

test("who shares the phone neither sees nor sends the other's entries", async () => {
	server.answer(no_connection);
	const mine = await open_queue("engineer@fangxiu.example");
	await enter(mine, "T-1", "arrive");
	server.calls.length = 0;
	server.answer(taken);
	const theirs = await open_queue("other@fangxiu.example");
	assert.deepEqual(waiting(theirs), []);
	await theirs.flush();
	assert.deepEqual(server.arrived(), []);
	const again = await open_queue("engineer@fangxiu.example");
	assert.deepEqual(waiting(again), ["T-1 arrive"]);
});

test("two rounds at once send an entry once", async () => {
	server.answer(no_connection);
	const queue = await open_queue();
	await enter(queue, "T-1", "arrive");
	server.calls.length = 0;
	server.answer((form) => new Promise((resolve) => setImmediate(() => resolve(taken(form)))));
	await Promise.all([queue.flush(), queue.flush()]);
	await rest();
	assert.deepEqual(server.arrived(), ["T-1 arrive"]);
});

test("what was just taken still counts until the page is read anew", async () => {
	const queue = await open_queue();
	await enter(queue, "T-1", "accept");
	assert.deepEqual(
		queue.ahead("T-1").map((entry) => entry.kind),
		["accept"]
	);
	assert.deepEqual(queue.ahead("T-2"), []);
});
