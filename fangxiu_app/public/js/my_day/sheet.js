/* A sheet over the whole phone: fields, one button; what is typed is kept until it is handed in. */
import { signature_field } from "./canvas";
import { keep_days } from "./days";
import { drop_draft, load_draft, save_draft } from "./store";
import { __, esc } from "./text";

const INPUTS = {
	Data: (field, value) => `<input type="text" name="${field.name}" value="${esc(value)}">`,
	"Small Text": (field, value) => `<textarea name="${field.name}" rows="2">${esc(value)}</textarea>`,
	Text: (field, value) => `<textarea name="${field.name}" rows="4">${esc(value)}</textarea>`,
	Datetime: (field, value) =>
		`<input type="datetime-local" name="${field.name}" value="${esc(
			String(value ?? "")
				.slice(0, 16)
				.replace(" ", "T")
		)}">`,
	Float: (field, value) =>
		`<input type="number" inputmode="decimal" min="0" step="0.5" name="${field.name}" value="${esc(value)}">`,
	Percent: (field, value) =>
		`<input type="number" inputmode="numeric" min="0" max="100" step="5" name="${field.name}" value="${esc(value)}">`,
	Check: (field, value) => `<input type="checkbox" name="${field.name}" ${value ? "checked" : ""}>`,
	Select: (field, value) => `<select name="${field.name}">${options(field.options, value)}</select>`,
	Signature: (field) => `<div class="fx-sign" data-sign="${field.name}"></div>`,
};

export const options = (rows, value) =>
	rows
		.map(
			([key, label]) =>
				`<option value="${esc(key)}" ${key === value ? "selected" : ""}>${esc(label)}</option>`
		)
		.join("");

function field_html(field, value) {
	const input = (INPUTS[field.type] || INPUTS.Data)(field, value);
	const mark = field.required ? ' <b class="fx-must">*</b>' : "";
	if (field.type === "Check")
		return `<label class="fx-field fx-check">${input} ${esc(field.label)}</label>`;
	const tag = field.type === "Signature" ? "div" : "label";
	return `<${tag} class="fx-field" data-field="${field.name}"><span>${esc(field.label)}${mark}</span>${input}</${tag}>`;
}

/**
 * Show a form. ``form``: title, about (what it is about), intro (HTML), fields, values, button (null: none, something is chosen or it is left), check(values) → text or null, extra (HTML below),
 * ready(root, close, values) once it stands, shown(name, values) → whether a field is asked for. ``done(values)`` gets what was
 * typed.
 */
export function open_sheet(ticket, kind, form, done) {
	const values = { ...form.values, ...load_draft(ticket, kind) };
	const root = document.createElement("div");
	root.className = "fx-sheet";
	root.setAttribute("role", "dialog");
	root.setAttribute("aria-label", form.title);
	root.innerHTML = `<form novalidate>
		<header><button type="button" class="fx-link fx-back">‹ ${__("Back")}</button><div><h2>${esc(form.title)}</h2>${form.about ? `<small>${esc(form.about)}</small>` : ""}</div></header>
		<main>${form.intro || ""}${form.fields.map((field) => field_html(field, values[field.name])).join("")}${form.extra || ""}
			<p class="fx-error" role="alert" hidden></p></main>
		${form.button === null ? "" : `<footer><button type="submit" class="fx-primary">${esc(form.button || form.title)}</button></footer>`}
	</form>`;
	keep_days(root);
	document.body.append(root);
	const pads = {};
	root.querySelectorAll("[data-sign]").forEach(
		(holder) => (pads[holder.dataset.sign] = signature_field(holder))
	);
	const collect = () => ({
		...typed(root, form.fields, pads),
		...(form.collect ? form.collect(root) : {}),
	});
	const close = () => root.remove();
	const show = () => form.shown && hide_fields(root, (name) => form.shown(name, collect()));
	show();
	root.addEventListener("input", show);
	root.addEventListener("input", () => save_draft(ticket, kind, without_drawings(form.fields, collect())));
	root.querySelector(".fx-back").addEventListener("click", close);
	root.querySelector("form").addEventListener("submit", async (event) => {
		event.preventDefault();
		const given = collect();
		const problem = missing(form.fields, given) || form.check?.(given);
		if (problem) return complain(root, problem);
		await done(given);
		drop_draft(ticket, kind);
		close();
	});
	form.ready?.(root, close, values);
}

function hide_fields(root, shown) {
	root.querySelectorAll("[data-field]").forEach((field) => (field.hidden = !shown(field.dataset.field)));
}

function complain(root, text) {
	const line = root.querySelector(".fx-error");
	line.textContent = text;
	line.hidden = false;
	line.scrollIntoView({ block: "center" });
}

function missing(fields, given) {
	const empty = fields.filter((field) => field.required && !String(given[field.name] ?? "").trim());
	return empty.length ? __("Fill in: {0}", [empty.map((field) => field.label).join("、")]) : null;
}

function typed(root, fields, pads) {
	const found = {};
	for (const { name, type } of fields) {
		const input = root.querySelector(`[name="${name}"]`);
		if (type === "Signature") found[name] = pads[name].value();
		else if (type === "Check") found[name] = input.checked ? 1 : 0;
		else if (type === "Datetime") found[name] = input.value ? `${input.value.replace("T", " ")}:00` : "";
		else found[name] = input.value;
	}
	return found;
}

/** A drawing is made anew: it belongs to the moment it is handed in. */
function without_drawings(fields, given) {
	const drawings = fields.filter((field) => field.type === "Signature").map((field) => field.name);
	return Object.fromEntries(Object.entries(given).filter(([name]) => !drawings.includes(name)));
}
