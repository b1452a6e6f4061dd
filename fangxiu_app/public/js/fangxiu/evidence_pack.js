/* Evidence on the forms of a ticket, a deduction and a compensation: what is missing, and the pack to hand over. */
import { made_file } from "./made_files";
import { esc, icon } from "./util";
import { __ } from "./wording";

/** What the case has to prove and lacks, above the form; the button that makes the pack. */
export function show_proofs(frm) {
	if (frm.is_new()) return;
	const proofs = (frm.doc.__onload && frm.doc.__onload.proofs) || [];
	const open = proofs.filter((proof) => !proof.done);
	if (proofs.length) {
		const line = (proof) => `<li class="text-danger">${icon("dash")} ${esc(proof.label)}</li>`;
		// the chain of a deduction may still wait for time or an answer: then not everything is there
		const waits = (frm.doc.__onload?.chain || []).some((row) => !row.done);
		const complete = waits
			? __("The proofs are on file. What is still waited for stands in the chain of evidence.")
			: __("The evidence is complete.");
		const words = open.length ? `<ul class="fx-missing">${open.map(line).join("")}</ul>` : esc(complete);
		// after its first save a form is refreshed twice, its dashboard only once
		frm.dashboard.parent.find(".fx-proofs").remove();
		frm.dashboard.add_section(words, __("Is the Evidence Complete?"), "custom fx-proofs");
		frm.dashboard.show();
	}
	if (frappe.model.can_print("Evidence Item")) frm.add_custom_button(__("Evidence Pack"), () => pack(frm));
}

/** The pack; a large one is made in the queue and followed until it is there. */
function pack(frm) {
	return made_file(
		"evidence.api_evidence.pack",
		{ doctype: frm.doctype, name: frm.doc.name },
		"evidence.api_evidence.pack_state",
		{
			title: __("Evidence Pack"),
			doing: __("Originals are put together"),
			interrupted: __("The pack was interrupted. Start it again."),
			ready: __("The evidence pack is ready."),
		}
	);
}
