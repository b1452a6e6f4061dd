/* Photos of one problem: taken or chosen in the dialog, sent at once as private originals, evidence once the report is saved. */
import { esc, write } from "./util";
import { __ } from "./wording";

const ENDPOINT = "/api/method/fangxiu_app.tickets.intake.api_intake.keep_photo";

export class Photos {
	constructor(parent) {
		this.kept = [];
		this.titles = {};
		this.sending = new Set();
		// a phone opens its camera; a desk has none worth opening
		const camera = window.matchMedia("(pointer: coarse)").matches
			? `<label class="btn btn-xs btn-default">${esc(__("Take Photo"))}<input type="file" accept="image/*" capture="environment" hidden></label>`
			: "";
		this.box = $(`<div class="fx-photos">
			${camera}
			<label class="btn btn-xs btn-default">${esc(__("Add Photos"))}<input type="file" accept="image/*,video/*" multiple hidden></label>
			<span class="fx-thumbs"></span>
		</div>`).appendTo(parent);
		this.box.on("change", "input", (event) => {
			const files = [...event.target.files];
			event.target.value = "";
			files.forEach((file) => this.send(file));
		});
		this.box.on("click", "[data-remove]", (event) => this.remove(event.currentTarget.dataset.remove));
	}

	async send(file) {
		const thumb = $(`<span class="fx-thumb"><progress></progress></span>`).appendTo(
			this.box.find(".fx-thumbs")
		);
		const work = upload(file);
		this.sending.add(work);
		try {
			const kept = await work;
			this.kept.push(kept.name);
			this.titles[kept.name] = file.name;
			thumb.html(picture(file, kept.name));
		} catch (refused) {
			thumb.remove();
			frappe.msgprint({ title: __("Photo Not Kept"), message: refused.message, indicator: "orange" });
		} finally {
			this.sending.delete(work);
		}
	}

	/** Names of the kept files, once none is under way. */
	async names() {
		await Promise.allSettled([...this.sending]);
		return this.kept;
	}

	/** The kept files with the names they had, for a draft. */
	get files() {
		return this.kept.map((name) => ({ name, file_name: this.titles[name] || "" }));
	}

	/** Files a draft was kept with: still this user's, waiting on the server. */
	restore(files) {
		files.forEach(({ name, file_name }) => {
			this.kept.push(name);
			this.titles[name] = file_name;
			$('<span class="fx-thumb"></span>')
				.html(picture({ type: "", name: file_name }, name))
				.appendTo(this.box.find(".fx-thumbs"));
		});
	}

	remove(name) {
		this.kept = this.kept.filter((each) => each !== name);
		this.box.find(`[data-remove="${name}"]`).parent().remove();
		write("tickets.intake.api_intake.drop_photos", { names: [name] });
	}

	/** Nothing was saved with them. */
	drop() {
		if (this.kept.length) write("tickets.intake.api_intake.drop_photos", { names: this.kept });
		this.kept = [];
	}
}

function picture(file, name) {
	const look = file.type.startsWith("image/")
		? `<img src="${URL.createObjectURL(file)}" alt="${esc(file.name)}">`
		: `<span class="fx-file">${esc(file.name)}</span>`;
	return `${look}<button type="button" data-remove="${esc(name)}" title="${esc(__("Remove"))}">✕</button>`;
}

async function upload(file) {
	const body = new FormData();
	body.append("file", file, file.name);
	let answer;
	try {
		answer = await fetch(ENDPOINT, { method: "POST", headers: headers(), body });
	} catch (offline) {
		throw new Error(esc(__("The photo could not be sent: no connection. Choose it again.")));
	}
	const data = await answer.json().catch(() => ({}));
	if (answer.ok) return data.message;
	throw new Error(said(data) || esc(__("The photo could not be kept. Choose it again.")));
}

const headers = () => ({ Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token });

/** What the server said, which is escaped already. */
function said(data) {
	return JSON.parse(data._server_messages || "[]")
		.map((entry) => JSON.parse(entry).message)
		.join("<br>");
}
