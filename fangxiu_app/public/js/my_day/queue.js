/* The queue: entries leave in the order they were made, each once, at the time it happened. */
import { entries_of, forget, keep } from "./store";
import { __, new_key, parsed, plain, written } from "./text";

/** An entry younger than this happens "now" by the server's clock. */
const FRESH = 20_000;
const RETRY = 15_000;
const API = "/api/method/fangxiu_app.api.my_day";

export class Queue {
	/** ``changed`` runs when entries come or go, ``taken`` after the server has answered. */
	constructor(user, changed, taken) {
		Object.assign(this, { user, changed, taken, entries: [], taken_now: [], state: "", skew: 0, floor: "" });
		window.addEventListener("online", () => this.flush());
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
		return [...this.taken_now, ...this.entries].filter((entry) => entry.ticket === ticket && !entry.refused);
	}

	waiting(ticket) {
		return this.entries.filter((entry) => !ticket || entry.ticket === ticket);
	}

	async add(ticket, kind, label, values, file = null) {
		const entry = { key: new_key(), user: this.user, ticket, kind, label, values, file, at: this.now(), made: Date.now() };
		await keep(entry);
		await this.load();
		this.flush();
		return entry.key;
	}

	async drop(entry) {
		await forget(entry.id);
		await this.load();
		this.flush();
	}

	/** Send a refused entry again as it is. */
	async again(entry) {
		await keep({ ...entry, refused: "" });
		await this.load();
		this.flush();
	}

	/** Send what waits. A refusal is kept with its reason and the next entry goes on; without a connection all wait. */
	async flush() {
		if (this.running) return;
		this.running = true;
		clearTimeout(this.timer);
		let answered = 0;
		let open = this.entries.filter((entry) => !entry.refused);
		while (open.length) {
			const answer = await this.send(open[0]);
			if (answer.later) {
				this.state = answer.later;
				this.timer = setTimeout(() => this.flush(), RETRY);
				break;
			}
			this.state = "";
			answered += 1;
			if (answer.refused) await keep({ ...open[0], refused: answer.refused });
			else {
				await forget(open[0].id);
				this.taken_now.push(open[0]);
			}
			this.entries = await entries_of(this.user);
			open = this.entries.filter((entry) => !entry.refused);
		}
		this.running = false;
		this.changed();
		if (answered) this.taken();
	}

	async send(entry) {
		const form = new FormData();
		form.append("key", entry.key);
		form.append("ticket", entry.ticket);
		form.append("kind", entry.kind);
		form.append("values", JSON.stringify(entry.values));
		if (Date.now() - entry.made > FRESH) form.append("at", entry.at);
		if (entry.file) form.append("file", entry.file, entry.values.file_name);
		let response;
		try {
			response = await fetch(`${API}.send`, { method: "POST", body: form, headers: headers() });
		} catch {
			return { later: __("No connection") };
		}
		if (response.ok) return {};
		return this.failed(response.status, await response.json().catch(() => ({})));
	}

	/** What a refused request means: the server is busy, the login has ended, or the entry does not hold. */
	async failed(status, body) {
		if (status >= 500 || status === 429 || status === 408) return { later: __("The server is busy") };
		if (await logged_out(this.user)) return { later: __("Log in again, then everything is sent") };
		if (body.exc_type === "CSRFTokenError") return { later: __("Reload the page, then everything is sent") };
		const texts = JSON.parse(body._server_messages || "[]").map((row) => plain(JSON.parse(row).message));
		return { refused: texts.join("\n") || __("Not allowed, or no longer there.") };
	}
}

const headers = () => ({ "X-Frappe-CSRF-Token": window.frappe.csrf_token || "", Accept: "application/json" });

async function logged_out(user) {
	const answer = await fetch("/api/method/frappe.auth.get_logged_user", { headers: headers() }).catch(() => null);
	return !answer?.ok || (await answer.json()).message !== user;
}

/** Read from an endpoint; null without a connection. */
export async function read(method, args = {}) {
	const query = new URLSearchParams(args);
	const answer = await fetch(`/api/method/fangxiu_app.api.${method}?${query}`, { headers: headers() }).catch(() => null);
	return answer?.ok ? (await answer.json()).message : null;
}
