/* Deductions: the notice for the contractor, what comes next above the form, what a line is called (R111). */
import { esc, long_time } from "./util";
import { __ } from "./wording";

const NOTICE_FORM = "Deduction Notice Form";
const ANSWER_FORM = "Deduction Answer Letter";

/** A paper for the contractor, not the approval form that stays in the house. */
export const paper_address = ({ doctype, name }, format) =>
	`/printview?${new URLSearchParams({ doctype, name, format, trigger_print: 0, _lang: frappe.boot.lang || "zh" })}`;

export const main_button = (frm, label, run) =>
	frm.add_custom_button(label, run).removeClass("btn-default").addClass("btn-primary");

/** The notice until the contractor has answered, the answer once it is given. After the print its receipt is the next step. */
export function print_papers(frm, step) {
	const { state, docstatus, objected_at, answered_at } = frm.doc;
	if (!frappe.model.can_print(frm.doctype)) return;
	const show = (format) => window.open(paper_address(frm.doc, format), "_blank");
	if (docstatus === 0 && ["Draft", "Notified"].includes(state)) {
		const button = frm.add_custom_button(__("Print Notice of Deduction"), () => {
			show(NOTICE_FORM);
			if (step !== "notice") return;
			const told = frm.custom_buttons?.[__("Record Notice")];
			button.removeClass("btn-primary").addClass("btn-default");
			told?.removeClass("btn-default").addClass("btn-primary");
		});
		if (step === "notice") button.removeClass("btn-default").addClass("btn-primary");
	}
	if (objected_at && answered_at)
		frm.add_custom_button(__("Print Answer to the Objection"), () => show(ANSWER_FORM));
}

/** What comes next, above the form; returns which it is: notice, proof, answer, or none of them. */
export function deduction_next(frm) {
	const { state, docstatus, approval_state, objection_until, objected_at, notified_at, notice_file } =
		frm.doc;
	const chain = frm.doc.__onload?.chain || [];
	const say = (text) => frm.set_intro(esc(text), "blue");
	frm.set_intro("");
	if (docstatus !== 0 || approval_state === "In Approval" || !chain.some((row) => row.code === "told"))
		return "";
	if (state === "Draft") {
		say(
			__("Next: “{0}”, serve it on the contractor, then “{1}”.", [
				__("Print Notice of Deduction"),
				__("Record Notice"),
			])
		);
		return "notice";
	}
	if (state === "Objected") {
		say(__("The contractor has objected. Next: “{0}”.", [__("Answer Objection")]));
		return "answer";
	}
	if (notified_at && !notice_file && ["Notified", "Answered"].includes(state)) {
		say(__("The receipt of the notice has no file. Next: “{0}”.", [__("Add Proof File")]));
		return "proof";
	}
	if (state === "Notified" && !objected_at && chain.some((row) => row.code === "objection" && !row.done))
		say(
			__(
				"The contractor may object until {0}. Record an objection under “{1}”; without one, request approval afterwards.",
				[long_time(objection_until), __("Notice and Objection")]
			)
		);
	return "";
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
