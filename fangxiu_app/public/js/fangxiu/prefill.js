/* A new order or letter about a ticket is filled in from the ticket; typed values are kept. */
import { show_others } from "./compensation";
import { read } from "./util";

const VALUES = {
	order: "correspondence.api_prefill.order",
	letter: "correspondence.api_prefill.letter",
	compensation: "money.payments.api_compensations.values",
};

/** ``kind``: order, letter or compensation. Runs again for another ticket, whose values replace those of the first. */
export async function fill_from_ticket(frm, kind) {
	const { ticket, name } = frm.doc;
	if (!frm.is_new() || !ticket || frm.doc.__fx_filled?.ticket === ticket) return;
	const before = frm.doc.__fx_filled?.values || {};
	frm.doc.__fx_filled = { ticket, values: before };
	const { items, template, others, ...values } = await read(VALUES[kind], {
		ticket,
		...chosen_kind(frm, kind, before),
	});
	if (frm.doc.ticket !== ticket || frm.doc.name !== name) return;
	frm.doc.__fx_filled.values = values;
	if (others) show_others(frm, others);
	const untouched = (field) => {
		const now = frm.doc[field];
		return !now || now === before[field] || now === frappe.meta.get_docfield(frm.doctype, field)?.default;
	};
	frm.doc.__fx_filling = true;
	try {
		await frm.set_value(
			Object.fromEntries(Object.entries(values).filter(([field, value]) => value && untouched(field)))
		);
	} finally {
		delete frm.doc.__fx_filling;
	}
	if (items && !(frm.doc.items || []).some((row) => row.rate)) {
		frm.clear_table("items");
		items.forEach((row) => frm.add_child("items", row));
		frm.refresh_field("items");
	}
	// the template writes subject and text, from the values above
	if (template && !frm.doc.template) await frm.set_value("template", template);
}

/** The kind of a letter that its writer chose: the ticket fills in what belongs to it, and chooses no other. */
function chosen_kind(frm, what, before) {
	const { kind, __fx_kind_chosen: chosen } = frm.doc;
	const first = frappe.meta.get_docfield(frm.doctype, "kind")?.default;
	return what === "letter" && kind && (chosen || (kind !== first && kind !== before.kind)) ? { kind } : {};
}
