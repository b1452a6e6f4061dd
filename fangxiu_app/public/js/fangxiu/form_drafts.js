/* Drafts of the stock forms: every form of the app keeps what is typed, and offers it again after logout or crash. */
import { drafts_of, drop_draft, keep_draft, offer, tidy_drafts } from "./drafts";
import { esc } from "./util";
import { __ } from "./wording";

const MODULE = "Fangxiu App";
const EVERY = 1500;
/** What is worth copying when it can no longer be saved. */
const TEXT = ["Data", "Small Text", "Text", "Long Text", "Text Editor"];

const ours = (frm) => frm && frm.meta && frm.meta.module === MODULE && !frm.meta.issingle;
const draft_form = (frm) => `form:${frm.doctype}`;
const draft_id = (frm) => (frm.is_new() ? `new:${frm.docname}` : frm.docname);

/** Fields people write, with the rows of tables. */
function typed(frm) {
	const values = {};
	frm.meta.fields.forEach((df) => {
		const value = frm.doc[df.fieldname];
		const table = frappe.model.table_fields.includes(df.fieldtype);
		if (table) values[df.fieldname] = (value || []).map(row);
		else if (value !== undefined && !String(value).startsWith("data:")) values[df.fieldname] = value;
	});
	return values;
}

const OWN = [
	"name",
	"parent",
	"parenttype",
	"parentfield",
	"doctype",
	"owner",
	"creation",
	"modified",
	"modified_by",
	"idx",
	"docstatus",
];

function row(doc) {
	return Object.fromEntries(
		Object.entries(doc).filter(([key]) => !key.startsWith("__") && !OWN.includes(key))
	);
}

function title_of(frm) {
	const name = frm.is_new() ? __("New {0}", [__(frm.doctype)]) : `${__(frm.doctype)} ${frm.docname}`;
	return [name, frm.doc.unit_code || frm.doc.subject || frm.doc.title].filter(Boolean).join(" · ");
}

function keep(frm) {
	if (!ours(frm) || !frm.doc || !frm.doc.__unsaved || frm.doc.docstatus || !frm.fx_typed) return;
	keep_draft(
		draft_form(frm),
		draft_id(frm),
		{ modified: frm.doc.modified, values: typed(frm) },
		title_of(frm)
	);
}

/** Whether a field of the form may be written now: a document that went on has fields that may not any more. */
const writable = (frm, df) => {
	const field = frm.fields_dict[df.fieldname];
	return Boolean(field) && !field.df.read_only && (!field.disp_status || field.disp_status === "Write");
};

/** What was typed into fields that cannot be written any more, as text to copy. */
function tell_lost(frm, values) {
	const differs = (df) =>
		String(values[df.fieldname] ?? "").trim() !== String(frm.doc[df.fieldname] ?? "").trim();
	const lost = frm.meta.fields
		.filter((df) => df.fieldname in values && TEXT.includes(df.fieldtype) && values[df.fieldname])
		.filter((df) => !writable(frm, df) && !df.read_only && differs(df))
		.map((df) => `<p><b>${esc(__(df.label, null, frm.doctype))}</b><br>${esc(values[df.fieldname])}</p>`);
	if (!lost.length) return;
	const title = __("Not Taken Over");
	const text = __(
		"The document went on meanwhile: these fields cannot be written any more. What was typed:"
	);
	frappe.msgprint({ title, message: `<p>${text}</p>${lost.join("")}`, indicator: "orange" });
}

/** Whether the form says of a field what the draft says; an empty value is an empty value. */
const same = (frm, values) => {
	const text = (value) => JSON.stringify(value || "");
	const standing = typed(frm);
	return (df) => !(df.fieldname in values) || text(values[df.fieldname]) === text(standing[df.fieldname]);
};

/** Put the draft back into the form as if it had just been typed, where it can still be written. */
function restore(frm, values) {
	tell_lost(frm, values);
	const as_it_stands = same(frm, values);
	const open = frm.meta.fields.filter((df) => writable(frm, df) && !as_it_stands(df));
	if (!open.length) return;
	open.forEach((df) => {
		if (!(df.fieldname in values)) return;
		if (frappe.model.table_fields.includes(df.fieldtype)) {
			frm.clear_table(df.fieldname);
			values[df.fieldname].forEach((each) => Object.assign(frm.add_child(df.fieldname), each));
		} else if (!df.read_only) frm.doc[df.fieldname] = values[df.fieldname];
	});
	frm.fx_typed = true;
	frm.dirty();
	frm.refresh();
}

function show_offer(frm) {
	frm.layout.wrapper.find(".fx-form-draft").remove();
	if (frm.doc.docstatus) return;
	const all = drafts_of(draft_form(frm));
	const fitting = frm.is_new()
		? all.filter((each) => each.id.startsWith("new:") && each.id !== draft_id(frm))
		: all.filter((each) => each.id === frm.docname && !frm.doc.__unsaved);
	fitting.slice(-3).forEach((found) => {
		// what was typed is what stands there: the page was closed while it was saved
		if (!frm.is_new() && frm.meta.fields.every(same(frm, found.values.values))) {
			drop_draft(draft_form(frm), found.id);
			return;
		}
		if (!frm.is_new() && found.values.modified !== frm.doc.modified)
			found.title += ` · ${__("the document was changed meanwhile")}`;
		const drop = () => drop_draft(draft_form(frm), found.id);
		offer($('<div class="fx-form-draft"></div>').prependTo(frm.layout.wrapper), found, {
			restore() {
				drop();
				restore(frm, found.values.values);
			},
			drop,
			undo: () => keep_draft(draft_form(frm), found.id, found.values, found.title),
		});
	});
}

$(document).on("form-refresh", (event, frm) => {
	if (!ours(frm)) return;
	if (!frm.doc.__unsaved) frm.fx_typed = false;
	show_offer(frm);
});

/** Only what a hand did makes a draft: scripts fill new forms by themselves. */
$(document).on("input change click", ".form-layout", () => {
	if (ours(window.cur_frm)) window.cur_frm.fx_typed = true;
});

/** The server has it. A new document was kept under the name it had before. */
$(document).on("save", (event, doc) => drop_draft(`form:${doc.doctype}`, doc.name));
$(document).on("rename", (event, doctype, before) => drop_draft(`form:${doctype}`, `new:${before}`));

export function watch_forms() {
	tidy_drafts();
	setInterval(() => keep(window.cur_frm), EVERY);
	window.addEventListener("pagehide", () => keep(window.cur_frm));
}
