/* A phone: what its browser keeps and shows, its clock, and a server that answers as a test says. */
import assert from "node:assert/strict";
import { mock } from "node:test";
import { IDBFactory } from "fake-indexeddb";
import { JSDOM } from "jsdom";

const FOLDER = new URL("../../fangxiu_app/public/js/my_day/", import.meta.url);
const GIVEN = ["window", "document", "localStorage", "DOMParser", "Event", "HTMLElement"];
const API = "/api/method/fangxiu_app.";
/** 10:00 of the phone's zone, so that hours in tests are hours of the day. */
export const TEN = new Date(2026, 4, 6, 10, 0, 0).getTime();

let pages = 0;

/** A new phone: nothing kept, a connection, 10 o'clock. */
export function new_phone() {
	const { window } = new JSDOM(
		'<!doctype html><body><div id="fx-day" data-desk="/desk"></div><script type="application/json" id="fx-words">{}</script></body>',
		{ url: "http://fangxiu.example/my-day", pretendToBeVisual: true }
	);
	for (const name of GIVEN) set(name, name === "window" ? window : window[name]);
	set("navigator", window.navigator);
	set("requestAnimationFrame", window.requestAnimationFrame.bind(window));
	set("indexedDB", new IDBFactory());
	window.frappe = { csrf_token: "token" };
	window.HTMLElement.prototype.scrollIntoView = () => {};
	const pen = { scale() {}, beginPath() {}, moveTo() {}, lineTo() {}, stroke() {} };
	window.HTMLCanvasElement.prototype.getContext = () => pen;
	window.HTMLCanvasElement.prototype.toDataURL = () => "data:image/png;base64,AA==";
	window.HTMLCanvasElement.prototype.setPointerCapture = () => {};
	mock.timers.reset();
	mock.timers.enable({ apis: ["setTimeout", "Date"], now: TEN });
	return new Server();
}

/** Time passes on the phone; what waited for it is done. */
export async function pass(milliseconds) {
	mock.timers.tick(milliseconds);
	await rest();
}

/** Let everything that was begun come to its end. */
export async function rest() {
	for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** The scripts of a page that was just opened: `const { Queue } = await open_page("queue")`. */
export async function open_page(...names) {
	pages += 1;
	const query = `?page=${pages}`;
	const modules = await Promise.all(
		names.map((name) => import(new URL(`${name}.js${query}`, FOLDER).href))
	);
	return Object.assign({}, ...modules);
}

function set(name, value) {
	Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** What stands behind `fetch`. */
class Server {
	constructor() {
		this.user = "engineer@fangxiu.example";
		/** Answers to entries, one for each request; the last one stays. */
		this.answers = [];
		this.calls = [];
		set("fetch", (url, options) => this.fetch(url, options));
	}

	/** Answer entries in this way from now on; a function gets the entry's fields. */
	answer(...answers) {
		this.answers = answers;
	}

	/** The entries that have arrived, as ``ticket kind``. */
	arrived() {
		return this.forms("field.api_my_day.send").map(({ ticket, kind }) => `${ticket} ${kind}`);
	}

	forms(method) {
		return this.calls.filter((call) => call.method === method).map((call) => call.form);
	}

	async fetch(url, options = {}) {
		if (url.endsWith("get_logged_user")) return json(200, { message: this.user });
		const method = url.replace(API, "").split("?")[0];
		const form = Object.fromEntries(options.body || []);
		this.calls.push({ method, form, headers: options.headers });
		if (method === "field.api_my_day.tell_refused") return this.told?.() ?? json(200, { message: "ok" });
		if (method !== "field.api_my_day.send") return json(200, { message: null });
		const next = this.answers.length > 1 ? this.answers.shift() : (this.answers[0] ?? taken);
		return next(form);
	}
}

export const json = (status, body) => new Response(JSON.stringify(body), { status });
/** The server has taken the entry. */
export const taken = ({ key }) => json(200, { message: { received: key } });
/** A rule of the server refuses the entry for good. */
export const refuses = (reason) => () =>
	json(417, {
		exc_type: "ValidationError",
		_server_messages: JSON.stringify([JSON.stringify({ message: reason })]),
	});
export const fails = (status) => () => json(status, { exception: "broken" });
/** The login page of a Wi-Fi, which says that all is well. */
export const foreign_page = () =>
	new Response("<html><body>Welcome to the Wi-Fi</body></html>", { status: 200 });
export const no_connection = () => {
	throw new TypeError("Failed to fetch");
};

/** A queue of a page that was just opened, with what the phone has kept for ``user``. */
export async function open_queue(user = "engineer@fangxiu.example") {
	const { Queue, UNDO } = await open_page("queue");
	const queue = new Queue(
		user,
		() => {},
		() => {}
	);
	queue.UNDO = UNDO;
	await queue.load();
	return queue;
}

/** Hand in an entry and wait until it was tried. */
export async function enter(queue, ticket, kind, values = {}, file = null, wait = 0) {
	const key = await queue.add(ticket, kind, kind, values, file, wait);
	await rest();
	assert.equal(queue.running, false, "the queue has come to rest");
	return key;
}

/** What still waits, as ``ticket kind``, with the reason of what was refused. */
export const waiting = (queue) =>
	queue.waiting().map(({ ticket, kind, refused }) => [ticket, kind, refused].filter(Boolean).join(" "));
