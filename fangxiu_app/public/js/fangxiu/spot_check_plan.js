/* The month's plan of spot checks: tickets added by rule (R103, R105). */
import { suppliers } from "./buying";
import { write } from "./util";
import { __ } from "./wording";

/** A button that adds running repairs chosen by rule to the form's plan. */
export function propose_button(frm) {
	frm.add_custom_button(__("Add by Rule"), () => {
		if (frm.is_dirty()) {
			frappe.msgprint(__("Save the plan first, then add tickets by rule."));
			return;
		}
		const dialog = new frappe.ui.Dialog({
			title: __("Add by Rule"),
			fields: [
				{
					fieldname: "rule",
					fieldtype: "Select",
					label: __("Rule"),
					options: "Oldest\nComplex\nContractor",
					default: "Oldest",
					reqd: 1,
				},
				{ fieldname: "count", fieldtype: "Int", label: __("How Many"), non_negative: 1 },
				{
					fieldname: "contractor",
					fieldtype: "Link",
					options: "Supplier",
					get_query: () => ({ filters: suppliers.contractor }),
					label: __("Contractor"),
					depends_on: "eval:doc.rule=='Contractor'",
					description: __("Empty: from each contractor in turn"),
				},
			],
			primary_action_label: __("Add by Rule"),
			primary_action({ rule, count, contractor }) {
				write(
					"quality.api_spot_check.add",
					{ plan: frm.doc.name, rule, count, contractor },
					dialog.get_primary_btn()
				).then((answer) => {
					dialog.hide();
					frappe.show_alert({
						message: frappe.utils.escape_html(answer.message),
						indicator: answer.found ? "green" : "orange",
					});
					frm.reload_doc();
				});
			},
		});
		dialog.show();
	});
}
