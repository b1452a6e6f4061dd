/* Several calls at once: the one in hand, those parked, and what a lost session or a crash has left (drafts). */
import { draft_key, drafts_of, drop_draft, keep_draft, load_draft } from "./drafts";
import { esc } from "./util";
import { __ } from "./wording";

const FORM = "intake";
const REOPEN = "intake-reopen";

/** A key no other call has; also where the page is served without TLS. */
export function new_key() {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const keep_call = (key, values) => keep_draft(FORM, key, values, title_of(values));
export const drop_call = (key) => drop_draft(FORM, key);

/** After a lost session the call that was open opens by itself once the user is back. */
export const mark_reopen = (key) => keep_draft(REOPEN, "call", { key });

export function take_reopen() {
	const found = load_draft(REOPEN, "call");
	drop_draft(REOPEN, "call");
	return found ? load_draft(FORM, found.values.key) : null;
}

function title_of({ unit, fields, items }) {
	const first = items.find((item) => item.defect_type || item.description) || {};
	return [unit?.unit_code, fields.caller_name, first.defect_type || first.description]
		.filter(Boolean)
		.join(" ");
}

/** The strip above the dialog's fields: parked calls to go on with, and a button that parks this one. */
export class Calls {
	constructor(parent, current, { open, park }) {
		this.box = $('<div class="fx-calls"></div>').appendTo(parent);
		this.current = current;
		this.undo = null;
		this.box.on("click", "[data-open]", ({ currentTarget: { dataset } }) =>
			open(load_draft(FORM, dataset.open))
		);
		this.box.on("click", "[data-discard]", ({ currentTarget: { dataset } }) =>
			this.discard(dataset.discard)
		);
		this.box.on("click", "[data-undo]", () => this.bring_back());
		this.box.on("click", "[data-park]", park);
		// another tab may park or finish calls too
		this.listen = (event) => event.key && event.key.startsWith(draft_key(FORM)) && this.draw();
		window.addEventListener("storage", this.listen);
		this.draw();
	}

	draw() {
		const parked = drafts_of(FORM).filter((row) => row.id !== this.current);
		const call = (
			row
		) => `<span class="fx-call"><button type="button" class="btn btn-xs btn-default" data-open="${esc(row.id)}"
			title="${esc(__("Restore Draft"))}">${esc(moment(row.values.opened_at).format("HH:mm"))} ${esc(row.title || __("Draft"))}</button><button
			type="button" class="btn btn-xs btn-link" data-discard="${esc(row.id)}" title="${esc(__("Discard Draft"))}">✕</button></span>`;
		const list = parked.length
			? `<span class="text-muted">${esc(__("Not Saved Yet"))}</span> ${parked.map(call).join("")}`
			: "";
		const undo = this.undo
			? `<span class="fx-call text-muted">${esc(__("Draft discarded."))} <button type="button" class="btn btn-xs btn-default" data-undo>${esc(__("Undo"))}</button></span>`
			: "";
		const park = `<button type="button" class="btn btn-xs btn-default" data-park>${esc(__("Park, Take the Next Call"))}</button>`;
		this.box.html(`${list}${undo}${park}`);
	}

	discard(id) {
		this.undo = load_draft(FORM, id);
		drop_call(id);
		this.draw();
	}

	bring_back() {
		keep_call(this.undo.id, this.undo.values);
		this.undo = null;
		this.draw();
	}

	close() {
		window.removeEventListener("storage", this.listen);
	}
}
