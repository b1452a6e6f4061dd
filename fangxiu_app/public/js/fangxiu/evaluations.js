/* Monthly evaluation of contractors (施工单位月度评价): scores, confirmation, and the end of a suspension (R112). */
import { write } from "./util";
import { __ } from "./wording";

/** What the session's user may score: the manager everything, others the engineer's lines. */
function mine(row) {
	if (row.kind === "Figure") return false;
	return frappe.user.has_role("Repair Manager") || row.scored_by === "Engineer";
}

export function evaluation_form(frm) {
	if (frm.is_new()) {
		frm.set_intro(__("Save: the figures of the month are collected then."), "blue");
		return;
	}
	hide_nothings(frm);
	const { name, state } = frm.doc;
	const draft = state === "Draft";
	frm.toggle_enable(["conclusion", "measures"], draft);
	frm.add_custom_button(__("Print"), () => print_sheet(name));
	if (frm.doc.suspends) {
		const text = draft
			? __("The confirmation will suspend this contractor: no new orders and dispatches (R112).")
			: __(
					"This evaluation suspended the contractor. Lift it in the Contractor Register, with the reason."
				);
		frm.set_intro(text, "red");
	}
	if (frm.is_dirty() || !frappe.model.can_write("Contractor Evaluation")) return;
	const manager = frappe.user.has_role("Repair Manager");
	if (draft) {
		frm.add_custom_button(__("Refresh Figures"), () =>
			write("quality.api_evaluations.refresh", { evaluation: name }).then(() => frm.reload_doc())
		);
		if (frm.doc.rows.some(mine)) frm.add_custom_button(__("Give Scores"), () => give_scores(frm));
		if (manager) primary(frm, __("Confirm"), () => confirm_evaluation(frm));
	} else if (manager) {
		frm.add_custom_button(__("Reopen"), () =>
			ask_reason(__("Reopen"), (reason) =>
				write("quality.api_evaluations.reopen", { evaluation: name, reason }).then(() =>
					frm.reload_doc()
				)
			)
		);
	}
}

/** A line without data shows a dash, not a nought that nobody gave. */
function hide_nothings(frm) {
	const judged = (row) => Boolean(row.judged);
	const rules = {
		weight: (row) => row.kind !== "Veto",
		value: (row) => row.kind === "Figure" && judged(row),
		base: (row) => row.kind === "Figure",
		score: judged,
	};
	const { grid } = frm.fields_dict.rows;
	Object.entries(rules).forEach(([field, shown]) => {
		const write_out = (value, df, options, row) => {
			const digits = Number.isInteger(flt(value)) ? 0 : 1;
			return `<div class="text-right">${row && shown(row) ? format_number(flt(value), null, digits) : "–"}</div>`;
		};
		grid.update_docfield_property(field, "formatter", write_out);
	});
	grid.refresh();
}

function confirm_evaluation(frm) {
	const text = frm.doc.suspends
		? __("Grade {0}, {1} points. The contractor is suspended from today. Confirm?", [
				frm.doc.grade,
				frm.doc.total,
			])
		: __("Grade {0}, {1} points. Confirm?", [frm.doc.grade || "–", frm.doc.total ?? "–"]);
	frappe.confirm(text, () =>
		write("quality.api_evaluations.confirm", { evaluation: frm.doc.name }).then(() => frm.reload_doc())
	);
}

/** A line nobody touched keeps whoever gave it: the manager does not take the engineer's scores for their own. */
function changed({ row, score, vetoed, note }) {
	if ((note || "") !== (row.note || "")) return row.kind === "Veto" || (score ?? "") !== "";
	if (row.kind === "Veto") return cint(vetoed) !== cint(row.vetoed);
	return (score ?? "") !== "" && !(row.judged && flt(score) === flt(row.score));
}

function give_scores(frm) {
	const rows = frm.doc.rows.filter(mine);
	const fields = rows.flatMap((row) => [
		{ fieldtype: "Section Break", label: row.criterion },
		row.kind === "Veto"
			? { fieldname: `v_${row.name}`, fieldtype: "Check", label: __("Veto"), default: row.vetoed }
			: {
					fieldname: `s_${row.name}`,
					fieldtype: "Data",
					label: __("Points (0 to 100)"),
					default: row.judged ? row.score : "",
				},
		{ fieldtype: "Column Break" },
		{
			fieldname: `n_${row.name}`,
			fieldtype: "Small Text",
			label: __("Remark"),
			default: row.note,
			max_height: "60px",
		},
	]);
	const dialog = new frappe.ui.Dialog({
		title: __("Give Scores"),
		size: "large",
		fields,
		primary_action_label: __("Give Scores"),
		primary_action(values) {
			const lines = rows
				.map((row) => ({
					row,
					name: row.name,
					score: values[`s_${row.name}`],
					vetoed: values[`v_${row.name}`] || 0,
					note: values[`n_${row.name}`],
				}))
				.filter(changed)
				.map(({ row, ...line }) => line);
			write(
				"quality.api_evaluations.score",
				{ evaluation: frm.doc.name, lines },
				dialog.get_primary_btn()
			).then(() => {
				dialog.hide();
				frm.reload_doc();
			});
		},
	});
	dialog.show();
}

/** The register's button that ends a suspension. */
export function register_buttons(frm) {
	if (frm.is_new() || frm.doc.state !== "Suspended" || !frappe.user.has_role("Repair Manager")) return;
	primary(frm, __("Lift Suspension"), () =>
		ask_reason(__("Lift Suspension"), (reason) =>
			write("quality.api_evaluations.lift_suspension", { contractor: frm.doc.name, reason }).then(() =>
				frm.reload_doc()
			)
		)
	);
}

function ask_reason(title, run) {
	frappe.prompt(
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		({ reason }) => run(reason),
		title,
		title
	);
}

function print_sheet(name) {
	const query = new URLSearchParams({
		doctype: "Contractor Evaluation",
		name,
		format: "Contractor Evaluation Sheet",
		no_letterhead: 1,
	});
	window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`, "_blank", "noopener");
}

function primary(frm, label, run) {
	frm.add_custom_button(label, run).removeClass("btn-default").addClass("btn-primary");
}
