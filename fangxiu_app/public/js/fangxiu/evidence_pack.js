/* Evidence on the forms of a ticket, a deduction and a compensation: what is missing, and the pack to hand over. */
import { esc, icon, read, write } from "./util";

/** What the case has to prove and lacks, above the form; the button that makes the pack. */
export function show_proofs(frm) {
	if (frm.is_new()) return;
	const proofs = (frm.doc.__onload && frm.doc.__onload.proofs) || [];
	const open = proofs.filter((proof) => !proof.done);
	if (proofs.length) {
		const line = (proof) => `<li class="text-danger">${icon("dash")} ${esc(proof.label)}</li>`;
		const words = open.length
			? `<ul class="fx-missing">${open.map(line).join("")}</ul>`
			: esc(__("The evidence is complete."));
		frm.dashboard.add_section(words, __("Is the Evidence Complete?"));
		frm.dashboard.show();
	}
	if (frappe.model.can_print("Evidence Item")) frm.add_custom_button(__("Evidence Pack"), () => pack(frm));
}

/** The pack; a large one is made in the queue and followed until it is there. */
async function pack(frm) {
	const title = __("Evidence Pack");
	let answer = await write("evidence.api_evidence.pack", { doctype: frm.doctype, name: frm.doc.name });
	while (answer.job) {
		await new Promise((resolve) => setTimeout(resolve, 1000));
		const state = await read("evidence.api_evidence.pack_state", { job: answer.job });
		if (state.state === "running")
			frappe.show_progress(title, state.percent, 100, __("Originals are put together"));
		else {
			frappe.hide_progress();
			answer = state;
			if (!state.file)
				frappe.msgprint({
					title,
					indicator: "red",
					message: state.message || __("The pack was interrupted. Start it again."),
				});
		}
	}
	if (answer.file) save(answer.file);
}

/** Save a file: a window that opens long after the click is blocked by browsers, a download is not. */
function save(address) {
	const link = document.createElement("a");
	link.href = address;
	link.download = "";
	link.click();
	frappe.show_alert({ message: __("The evidence pack is ready."), indicator: "green" });
}
