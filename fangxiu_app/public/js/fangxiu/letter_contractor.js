/* The contractor of a letter: whether it answers for the ticket, whom the letter goes to, and a text that is about it. */
import { basis, compose_letter } from "./letters";
import { read } from "./util";

/** Kinds that rest on tickets; the server refuses to issue them without one. */
const ON_TICKETS = ["Notice", "Second Notice", "Rectification Notice", "Deduction Notice"];

const open = (frm) => frm.is_new() || frm.doc.state === "Draft";

/** A stored text is about what stands in the form when it is opened. */
export function letter_opened(frm) {
	if (!frm.is_new() && !frm.doc.__fx_composed) frm.doc.__fx_composed = { about: basis(frm.doc) };
	if (!frm.is_dirty()) ["contractor", "body"].forEach((field) => hint(frm, field, ""));
}

/** After another contractor, ticket or kind was chosen: what is wrong with it stands at the field before anything is saved. */
export async function letter_contractor(frm) {
	const { name, kind, contractor, project, ticket } = frm.doc;
	if (!open(frm)) return;
	if (!contractor || !project) {
		hint(frm, "contractor", "");
	} else {
		const found = await read("correspondence.api_prefill.receiver", {
			kind,
			contractor,
			project,
			ticket,
		});
		const now = frm.doc;
		if (now.name !== name || now.contractor !== contractor || now.ticket !== ticket || now.kind !== kind)
			return;
		hint(frm, "contractor", found.problem);
		await fill(frm, found.values);
	}
	await letter_text(frm);
}

/** Receiver and agreement of the contractor, where nobody typed others. */
async function fill(frm, values) {
	const before = { ...frm.doc.__fx_filled?.values, ...frm.doc.__fx_receiver };
	frm.doc.__fx_receiver = values;
	if (frm.doc.to_party !== "Contractor") return;
	const untouched = ([field]) => !frm.doc[field] || frm.doc[field] === before[field];
	const changed = Object.entries(values)
		.filter(untouched)
		.filter(([field, value]) => (frm.doc[field] || "") !== (value || ""));
	if (changed.length) await frm.set_value(Object.fromEntries(changed));
}

/** A text that nobody wrote into is composed anew; another one stays, and a line says that it was written for something else. */
export async function letter_text(frm) {
	const { template, subject, body, __fx_composed: composed } = frm.doc;
	if (!open(frm) || !template) return;
	if (composed?.about === basis(frm.doc)) {
		hint(frm, "body", "");
		return;
	}
	const untouched =
		(!subject && !body) || (composed && composed.subject === subject && composed.body === body);
	if (untouched) return compose_letter(frm);
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
