/* How a template reads once it is filled, before it is saved: with a sample, or with a ticket its author may read. */
import { esc, write } from "./util";
import { __ } from "./wording";

export function preview_template(frm) {
	if (!frappe.model.can_write("Letter Template")) return;
	frm.add_custom_button(__("Preview"), () => open(frm));
}

function open(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Preview"),
		size: "large",
		no_focus: true, // the list of tickets would lie over the letter
		fields: [
			{
				fieldname: "ticket",
				fieldtype: "Link",
				options: "Repair Ticket",
				label: __("Filled With Ticket"),
				description: __("Empty: a sample"),
				only_select: 1,
				onchange: () => fill(frm, dialog),
			},
			{ fieldname: "letter", fieldtype: "HTML" },
		],
	});
	dialog.show();
	fill(frm, dialog);
}

async function fill(frm, dialog) {
	const { subject, body } = frm.doc;
	const ticket = dialog.get_value("ticket") || undefined;
	const made = await write("correspondence.api_letters.preview", {
		subject: subject || "",
		body: body || "",
		ticket,
	});
	if (ticket !== (dialog.get_value("ticket") || undefined)) return; // another one was chosen meanwhile
	dialog.fields_dict.letter.html(`${missing(made)}
		<div class="fx-letter-preview"><h4>${esc(made.subject)}</h4><div style="white-space: pre-wrap">${esc(made.body)}</div></div>`);
}

function missing({ unknown, places }) {
	if (!unknown.length) return "";
	const names = unknown.map((name) => `<b>${esc(name)}</b>`).join("、");
	const known = places.map((name) => `{{ ${name} }}`).join("、");
	return `<div class="alert alert-warning">${__("Nothing fills in {0}. These can be written: {1}.", [names, esc(known)])}</div>`;
}
