/* The queue: entries leave in the order they were made, ticket by ticket, each once, at the time it happened. */
import { answered, foreign, meaning } from "./answer";
import { entries_of, forget, keep } from "./store";
import { __, new_key, parsed, written } from "./text";

/** An entry younger than this happens "now" by the server's clock. */
const FRESH = 20_000;
const RETRY = 15_000;
/** Time to take back what one press of a button has entered. */
export const UNDO = 6_000;
/** So often the server may break down over one entry, then a person has to look at it. */
const MOST_TRIES = 3;
const API = "/api/method/fangxiu_app";

export class Queue {
	/** ``changed`` runs when entries come or go, ``taken`` after the server has answered. */
	constructor(user, changed, taken) {
		Object.assign(this, {
			user,
			changed,
			taken,
			entries: [],
			taken_now: [],
			state: "",
			skew: 0,
			floor: "",
			sending: 0,
			reached: null,
		});
		window.addEventListener("online", () => this.flush());
		window.addEventListener("offline", () => (this.reached = null));
	}

	/** Whether there is a connection: as the last request found it, else as the phone believes. */
	connected() {
		return this.reached ?? navigator.onLine;
	}

	/** Set the phone's clock by the server's; nothing happens before what the server has said already. */
	set_clock(now) {
		this.skew = parsed(now) - Date.now();
		if (String(now) > this.floor) this.floor = String(now).slice(0, 19);
	}

	now() {
		const here = written(new Date(Date.now() + this.skew));
		return here > this.floor ? here : this.floor;
	}

	async load() {
		this.entries = await entries_of(this.user);
		this.changed();
	}

	/** What the phone knows to have happened, but the page does not show yet: just taken by the server, or waiting. */
	ahead(ticket) {
		return [...this.taken_now, ...this.entries].filter(
			(entry) => entry.ticket === ticket && !entry.refused
		);
	}

	waiting(ticket) {
		return this.entries.filter((entry) => !ticket || entry.ticket === ticket);
	}

	/** Whether an entry can still be taken back: it is on this phone only, and not just on its way. */
	can_undo(entry) {
		return !entry.refused && entry.id !== this.sending;
	}

	/** Keep a new entry. ``wait``: milliseconds in which it can be taken back before it leaves. */
	async add(ticket, kind, label, values, file = null, wait = 0) {
		const made = Date.now();
		const entry = {
			key: new_key(),
			user: this.user,
			ticket,
			kind,
			label,
			values,
			file,
			at: this.now(),
			made,
			leave: made + wait,
		};
		await keep(entry);
		await this.load();
		this.flush();
		return entry.key;
	}

	/** Put an entry that was dropped back to where it was. */
	async restore(entry) {
		await keep(entry);
		await this.load();
		this.flush();
	}

	async drop(entry) {
		await forget(entry.id);
		await this.load();
		this.flush();
	}

	/** Send a refused entry again as it is. */
	async again(entry) {
		await keep({ ...entry, refused: "", tries: 0 });
		await this.load();
		this.flush();
	}

	/** Entries to try now: the first of each ticket, unless it cannot leave yet or has just been tried in vain. */
	next(stuck) {
		const seen = new Set(stuck);
		return this.entries.find((entry) => {
			if (entry.refused || seen.has(entry.ticket)) return false;
			seen.add(entry.ticket);
			return (entry.leave || 0) <= Date.now();
		});
	}

	/** Send what waits. What is refused stays with its reason, what stalls holds up its own ticket only. */
	async flush() {
		if (this.running) return;
		this.running = true;
		clearTimeout(this.timer);
		this.state = "";
		let count = 0;
		const stuck = [];
		for (let entry = this.next(stuck); entry; entry = this.next(stuck)) {
			this.sending = entry.id;
			const answer = await this.send(entry);
			this.sending = 0;
			if (answer.all_wait) {
				this.state = answer.all_wait;
				break;
			}
			count += (await this.settle(entry, answer)) ? 1 : 0;
			if (answer.later) {
				this.state = answer.later;
				stuck.push(entry.ticket);
			}
			this.entries = await entries_of(this.user);
		}
		await this.tell_refused();
		this.running = false;
		this.plan();
		this.changed();
		if (count) this.taken();
	}

	/** Keep what the server said of an entry; true when it is settled, for good or bad. */
	async settle(entry, answer) {
		if (answer.later) {
			const tries = (entry.tries || 0) + (answer.broke ? 1 : 0);
			const over = tries >= MOST_TRIES;
			const refused = over
				? __("The server failed {0} times over this entry. The administrator is told.", [tries])
				: "";
			await keep({ ...entry, tries, refused, told: over ? false : entry.told });
			return over;
		}
		if (answer.refused) await keep({ ...entry, refused: answer.refused, told: entry.told || false });
		else {
			await forget(entry.id);
			this.taken_now.push(entry);
		}
		return true;
	}

	/** When to try next: as soon as an entry may leave, or after a pause where something stalled. */
	plan() {
		const open = this.entries.filter((entry) => !entry.refused);
		if (!open.length) return;
		const pauses = open.map(({ leave = 0 }) =>
			leave > Date.now() ? leave - Date.now() + 50 : this.state ? RETRY : 1000
		);
		this.timer = setTimeout(() => this.flush(), Math.min(...pauses));
	}

	async send(entry) {
		const form = new FormData();
		form.append("key", entry.key);
		form.append("ticket", entry.ticket);
		form.append("kind", entry.kind);
		form.append("values", JSON.stringify(entry.values));
		if (Date.now() - entry.made > FRESH) form.append("at", entry.at);
		if (entry.file) form.append("file", entry.file, entry.values.file_name);
		const response = await post("field.api_my_day.send", form);
		this.reached = Boolean(response);
		if (!response) return { all_wait: __("No connection") };
		const found = meaning(response.status, response.body, entry.key);
		if (found.login && (await logged_out(this.user)))
			return { all_wait: __("Log in again, then everything is sent") };
		return found;
	}

	/** Tell the administrator of what the server did not accept; what cannot be told now is told with the next round. */
	async tell_refused() {
		for (const entry of this.entries.filter((one) => one.refused && one.told === false)) {
			const form = new FormData();
			const { key, ticket, kind, at, refused } = entry;
			Object.entries({ key, ticket, kind, at, reason: refused }).forEach(([name, value]) =>
				form.append(name, value)
			);
			const response = await post("field.api_my_day.tell_refused", form);
			if (!response || !answered(response.status, response.body)) return;
			await keep({ ...entry, told: true });
			this.entries = await entries_of(this.user);
		}
	}
}

const headers = () => ({ "X-Frappe-CSRF-Token": window.frappe.csrf_token || "", Accept: "application/json" });

/** Status and JSON body (null for anything else) of a request; null without a connection. */
async function post(method, body) {
	try {
		const response = await fetch(`${API}.${method}`, { method: "POST", body, headers: headers() });
		return { status: response.status, body: await response.json().catch(() => null) };
	} catch {
		return null;
	}
}

async function logged_out(user) {
	const answer = await fetch("/api/method/frappe.auth.get_logged_user", { headers: headers() }).catch(
		() => null
	);
	const body = await answer?.json().catch(() => null);
	return !answer?.ok || body?.message !== user;
}

/** Read from an endpoint; null without a connection, or where somebody else's page answers. */
export async function read(method, args = {}) {
	const query = new URLSearchParams(args);
	const answer = await fetch(`${API}.${method}?${query}`, { headers: headers() }).catch(() => null);
	const body = await answer?.json().catch(() => null);
	return answer?.ok && !foreign(body) ? body.message : null;
}
