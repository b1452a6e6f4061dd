/* The contractor of a letter: whether it answers for the ticket, whom the letter goes to, and a text that is about it. */
import { follow_kind, known_before, proposals, remember, turned, untouched_text } from "./letter_kind";
import { basis, compose_letter } from "./letters";
import { __ } from "./wording";

/** Whom the letter is addressed to, as somebody may have typed it. */
const ADDRESS = ["to_name", "attention", "cc"];

/** Kinds that rest on tickets; the server refuses to issue them without one. */
const ON_TICKETS = ["Notice", "Second Notice", "Rectification Notice", "Deduction Notice"];

const open = (frm) => frm.is_new() || frm.doc.state === "Draft";

/** A stored text is about what stands in the form when it is opened. */
export function letter_opened(frm) {
	if (!frm.is_new() && !frm.doc.__fx_composed) frm.doc.__fx_composed = { about: basis(frm.doc) };
	remember(frm);
	if (!frm.is_dirty()) ["contractor", "body"].forEach((field) => hint(frm, field, ""));
}

/** Templates of the letter's own kind, earlier notices of its own ticket. */
export function letter_queries(frm) {
	frm.set_query("template", () => ({ filters: { kind: frm.doc.kind, enabled: 1 } }));
	frm.set_query("earlier", () => ({
		filters: {
			kind: ["in", ["Notice", "Second Notice"]],
			state: ["not in", ["Draft", "Withdrawn"]],
			name: ["!=", frm.doc.name],
			...(frm.doc.ticket ? { ticket: frm.doc.ticket } : {}),
		},
	}));
}

/** The earlier letter was chosen first: its ticket is this one's, and brings contractor, receiver and text. */
export async function letter_earlier(frm) {
	const { earlier, ticket } = frm.doc;
	if (open(frm) && earlier && ticket) return letter_text(frm); // the text names the letter that it follows
	if (!open(frm) || !earlier || ticket) return;
	const { message } = await frappe.db.get_value("Correspondence", earlier, "ticket");
	if (message?.ticket && frm.doc.earlier === earlier && !frm.doc.ticket)
		await frm.set_value({ ticket: message.ticket });
}

/** The writer chose the kind: no ticket chosen later changes it. */
export function letter_kind(frm) {
	if (!frm.doc.__fx_filling) frm.doc.__fx_kind_chosen = true;
	return letter_contractor(frm);
}

/** After another contractor, ticket, kind or receiver was chosen: receiver and text follow; what is wrong stands at the field. */
export async function letter_contractor(frm) {
	const { name, kind, contractor, project, ticket, to_party, notice_cause: cause } = frm.doc;
	if (!open(frm)) return;
	if (!project) {
		// a template of another kind does not stay; there is nothing yet to write a new text from
		if (turned(frm) && frm.doc.template) await frm.set_value({ template: null });
		remember(frm, true);
		return hint(frm, "contractor", "");
	}
	await known_before(frm);
	const about = { kind, contractor: contractor || "", project, ticket, to_party, cause };
	const found = await proposals(about);
	const now = frm.doc;
	const asked = { name, contractor, ticket, kind, to_party };
	if (Object.entries(asked).some(([field, value]) => now[field] !== value)) return;
	hint(frm, "contractor", contractor ? found.problem : "");
	const typed = await fill(frm, found.values);
	if (turned(frm)) {
		if (await follow_kind(frm, found.template, typed)) return hint(frm, "body", "");
		return hint(
			frm,
			"body",
			__(
				"This text was written for another kind or receiver. Check it, or choose a template of this kind."
			)
		);
	}
	remember(frm, true);
	const { template, subject, body } = frm.doc;
	// the first text is offered by itself, as it is for a ticket
	if (frm.is_new() && found.template && !template && !subject && !body)
		await frm.set_value({ template: found.template });
	await letter_text(frm);
}

/** Receiver and agreement where nobody typed others; returns what is proposed instead of those that somebody typed. */
async function fill(frm, values) {
	const before = { ...frm.doc.__fx_filled?.values, ...frm.doc.__fx_receiver };
	frm.doc.__fx_receiver = values;
	const differs = ([field, value]) => (frm.doc[field] || "") !== (value || "");
	const untouched = ([field]) => !frm.doc[field] || frm.doc[field] === before[field];
	const changed = Object.entries(values).filter(differs);
	const free = changed.filter(untouched);
	if (free.length) await frm.set_value(Object.fromEntries(free));
	return Object.fromEntries(
		changed.filter((one) => ADDRESS.includes(one[0]) && one[1] && !free.includes(one))
	);
}

/** A text that nobody wrote into is composed anew; another one stays, and a line says that it was written for something else. */
export async function letter_text(frm) {
	const { template, to_name, __fx_composed: composed } = frm.doc;
	if (!open(frm) || !template || turned(frm)) return; // another kind brings its own template
	const about = composed?.about === basis(frm.doc);
	const receiver = !composed?.body || (composed.receiver ?? to_name) === to_name;
	if (about && (receiver || !untouched_text(frm))) {
		hint(frm, "body", "");
		return;
	}
	if (untouched_text(frm)) return compose_letter(frm);
	hint(
		frm,
		"body",
		__(
			"This text was written for another contractor, ticket or agreement. Check it, or choose the template again."
		)
	);
}

/** Without its ticket most of a notice is missing: that is said first, instead of a list of what follows from it. */
export function letter_needs_ticket(frm) {
	const { kind, ticket, tickets } = frm.doc;
	if (!frm.is_new() || !ON_TICKETS.includes(kind) || ticket || (tickets || []).some((row) => row.ticket))
		return;
	frappe.validated = false;
	frappe.msgprint({
		title: __("Choose the Ticket"),
		message: __(
			"Repair Ticket: {0} rests on a ticket. Choose it first; contractor, agreement, receiver and text follow from it.",
			[__(kind)]
		),
		indicator: "orange",
	});
}

function hint(frm, field, text) {
	frm.set_df_property(field, "description", text && `<span class="text-warning">${text}</span>`);
}
