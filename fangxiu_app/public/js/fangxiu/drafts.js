/* What is typed but not saved yet: kept in this browser per user and form, offered again, dropped once saved.
   Survives logout, reload and a crash. Bounded: old and surplus drafts go, one too large is not kept. */
import { short_time } from "./util";
import { __ } from "./wording";

const PREFIX = "fx-draft";
/** One draft: two hundred pages of typing. */
const LARGEST = 200 * 1024;
const MOST = 40;
const KEPT_DAYS = 14;

const mine = () => `${PREFIX}|${encodeURIComponent(frappe.session.logged_in_user || frappe.session.user)}|`;
const key_of = (form, id) => `${mine()}${form}|${id}`;

/** What the keys of a form's drafts begin with. */
export const draft_key = (form) => `${mine()}${form}|`;

/** Names of the session user's drafts only: another user of the same browser never sees them. */
const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(mine()));

/** Keep ``values`` with a line that tells people what it is. Returns whether it could be kept. */
export function keep_draft(form, id, values, title = "") {
	const text = JSON.stringify({ at: Date.now(), title, values });
	if (text.length > LARGEST) return false;
	try {
		localStorage.setItem(key_of(form, id), text);
	} catch (full) {
		return false;
	}
	return true;
}

export function drop_draft(form, id) {
	localStorage.removeItem(key_of(form, id));
}

/** The draft of a form with this id, ``{id, at, title, values}``, or null. */
export function load_draft(form, id) {
	return parse(key_of(form, id));
}

/** All drafts of a form, the oldest first. */
export function drafts_of(form) {
	const start = `${mine()}${form}|`;
	return keys()
		.filter((key) => key.startsWith(start))
		.map(parse)
		.filter(Boolean)
		.sort((a, b) => a.at - b.at);
}

function parse(key) {
	try {
		const found = JSON.parse(localStorage.getItem(key));
		return found && found.values ? { ...found, id: key.split("|").slice(3).join("|") } : null;
	} catch (broken) {
		localStorage.removeItem(key);
		return null;
	}
}

/** Drafts nobody came back for, of whichever user, and the surplus of this one. */
export function tidy_drafts(now = Date.now()) {
	const age = (key) => {
		const found = parse(key);
		return found ? now - found.at : Infinity;
	};
	Object.keys(localStorage)
		.filter((key) => key.startsWith(`${PREFIX}|`) && age(key) > KEPT_DAYS * 86400000)
		.forEach((key) => localStorage.removeItem(key));
	keys()
		.sort((a, b) => age(a) - age(b))
		.slice(MOST)
		.forEach((key) => localStorage.removeItem(key));
}

/** What stands in a dialog's fields now. Not ``get_values``: that draws required fields anew which have no value yet, over
    what is being typed. */
function standing(dialog) {
	const fields = Object.entries(dialog.fields_dict).filter(([, field]) => field.get_value);
	return Object.fromEntries(
		fields.map(([name, field]) => [name, field.get_value()]).filter(([, value]) => !is_null(value))
	);
}

/** Keep what is typed into a dialog; what was left of an earlier time is offered above its fields. Call before ``show``. */
export function draft_dialog(dialog, form, id, extra = null) {
	const typed = () => ({ ...plain(standing(dialog)), ...(extra ? { extra: extra.get() } : {}) });
	const before = JSON.stringify(typed());
	let saved = false;
	const keep = frappe.utils.debounce(() => {
		const values = typed();
		if (!saved && dialog.display && JSON.stringify(values) !== before)
			keep_draft(form, id, values, dialog.title);
	}, 250);
	dialog.$wrapper.on("input change click", keep);
	const found = load_draft(form, id);
	if (found) {
		offer($('<div class="fx-draft"></div>').prependTo(dialog.body), found, {
			restore() {
				const { extra: more, ...values } = found.values;
				dialog.set_values(values);
				if (extra && more) extra.set(more);
			},
			drop: () => drop_draft(form, id),
			undo: () => keep_draft(form, id, found.values, found.title),
		});
	}
	return {
		/** The server has it: nothing to offer again. */
		done() {
			saved = true;
			drop_draft(form, id);
		},
	};
}

/** A line with 恢复草稿 and 放弃; giving it up can be taken back. */
export function offer(box, found, { restore, drop, undo }) {
	const when = short_time(found.at);
	box.addClass("fx-draft-offer").html(
		`<span>${text(__("Not saved on {0}: {1}", [when, found.title || __("Draft")]))}</span>
		<button type="button" class="btn btn-xs btn-default" data-draft="restore">${text(__("Restore Draft"))}</button>
		<button type="button" class="btn btn-xs btn-default" data-draft="drop">${text(__("Discard Draft"))}</button>`
	);
	box.on("click", "[data-draft=restore]", () => {
		restore();
		box.remove();
	});
	box.on("click", "[data-draft=drop]", () => {
		drop();
		box.html(
			`<span>${text(__("Draft discarded."))}</span>
			<button type="button" class="btn btn-xs btn-default" data-draft="undo">${text(__("Undo"))}</button>`
		);
	});
	box.on("click", "[data-draft=undo]", () => {
		undo();
		box.off("click");
		offer(box, found, { restore, drop, undo });
	});
}

const text = (value) => frappe.utils.escape_html(String(value));

/** Values that can be kept as text: no signature, no file's content. */
function plain(values) {
	return Object.fromEntries(
		Object.entries(values).filter(
			([, value]) => value !== undefined && !(typeof value === "string" && value.startsWith("data:"))
		)
	);
}
