/* Deductions: the notice for the contractor, what comes next above the form, what a line is called (R111). */
import { esc, long_time } from "./util";

const NOTICE_FORM = "Deduction Notice Form";

/** The paper for the contractor, not the approval form that stays in the house. */
export const notice_address = ({ doctype, name }) =>
	`/printview?${new URLSearchParams({ doctype, name, format: NOTICE_FORM, trigger_print: 0, _lang: frappe.boot.lang || "zh" })}`;

/** What comes next, above the form: the notice, its receipt, the end of the window. */
export function deduction_next(frm) {
	const { state, docstatus, approval_state, objection_until, objected_at } = frm.doc;
	const chain = frm.doc.__onload?.chain || [];
	frm.set_intro("");
	if (docstatus !== 0 || approval_state === "In Approval" || !chain.some((row) => row.code === "told"))
		return;
	const group = __("Notice and Objection");
	if (state === "Draft")
		frm.set_intro(
			esc(
				__("Next: “{0}”, serve it on the contractor, then record its receipt under “{1}”.", [
					__("Print Notice of Deduction"),
					group,
				])
			),
			"blue"
		);
	if (state === "Notified" && !objected_at && chain.some((row) => row.code === "objection" && !row.done))
		frm.set_intro(
			esc(
				__(
					"The contractor may object until {0}. Record an objection under “{1}”; without one, request approval afterwards.",
					[long_time(objection_until), group]
				)
			),
			"blue"
		);
}

/** A cost by a meter is water and electricity; in the books it is a recovered cost like others. */
export function line_words(frm) {
	const meter = (row) => row?.line_kind === "Repair Cost" && row.source_type === "Meter Charge";
	const grid = frm.fields_dict.items.grid;
	grid.update_docfield_property("line_kind", "formatter", (value, _df, _options, row) =>
		meter(row) ? __("Water and Electricity") : __(value || "", null, "Deduction Item")
	);
	const label = frm.doc.source === "Meter Charge" ? __("Water and Electricity") : __("Repair Cost");
	frm.set_df_property("cost_total", "label", label);
}
