/* A form that was never saved shows no state of a later moment: a notice is not "issued", a release not "applied for" yet. */

const MODULE = "Fangxiu App";
/** A saved ticket shows its state in the head, not in the field. */
const ELSEWHERE = ["Repair Ticket"];

/** The state that the server gives with the first save, where it says more than that this is a draft. */
export const later_state = (meta) =>
	meta.module !== MODULE || meta.issingle || ELSEWHERE.includes(meta.name)
		? []
		: meta.fields
				.filter(
					({ fieldname, read_only, hidden, default: first }) =>
						["state", "status"].includes(fieldname) &&
						read_only &&
						!hidden &&
						first &&
						first !== "Draft"
				)
				.map(({ fieldname }) => fieldname);

$(document).on("form-refresh", (_event, frm) => {
	for (const fieldname of frm.fx_later_state || (frm.fx_later_state = later_state(frm.meta)))
		frm.toggle_display(fieldname, !frm.is_new());
});
