/* 新增单位申请: a new company is requested by any department, and accepted by procurement or finance. */
import { form_link } from "./util";
import { __ } from "./wording";

const DECIDERS = ["Spare Parts Buyer", "Accounts Manager"];

export const request_contractor = (values = {}) => frappe.new_doc("Contractor Request", values);

export function contractor_request(frm) {
	frm.set_intro("");
	if (frm.is_new()) return;
	const { state, supplier, owner, decision_note } = frm.doc;
	if (state === "Accepted") {
		frm.disable_form();
		frm.set_intro(
			__(
				"Accepted as supplier {0}: it can be chosen in orders and agreements, payments carry its bank account.",
				[form_link("Supplier", supplier)]
			),
			"green"
		);
	}
	if (state === "Declined")
		frm.set_intro(
			frappe.utils.escape_html(__("Declined: {0} Correct and save it to ask anew.", [decision_note])),
			"orange"
		);
	if (
		state !== "Requested" ||
		frm.is_dirty() ||
		owner === frappe.session.user ||
		!DECIDERS.some((role) => frappe.user.has_role(role))
	)
		return;
	const decide = (method, label, reqd) => () =>
		frappe.prompt(
			[
				{
					fieldname: "note",
					fieldtype: "Small Text",
					label: reqd ? __("Reason") : __("Comment"),
					reqd,
				},
			],
			({ note }) => frm.call(method, { note }).then(() => frm.reload_doc()),
			label,
			label
		);
	frm.add_custom_button(__("Accept Company"), decide("accept", __("Accept Company"), 0))
		.removeClass("btn-default")
		.addClass("btn-primary");
	frm.add_custom_button(__("Decline"), decide("decline", __("Decline"), 1));
}

/** A new form that the user may not save is refused at once; of a supplier the way to ask for it is shown. */
$(document).on("form-refresh", (_event, frm) => {
	if (!frm.is_new() || frappe.model.can_create(frm.doctype)) return;
	const asked =
		["Supplier", "Contractor Register"].includes(frm.doctype) &&
		frappe.model.can_create("Contractor Request");
	frappe.model.clear_doc(frm.doctype, frm.docname);
	frappe.set_route(frappe.model.can_read(frm.doctype) ? ["List", frm.doctype] : []);
	const text = asked
		? __(
				"You may not create {0}. Request the company: procurement or finance accepts it, and it is made with its register entry and bank account.",
				[__(frm.doctype)]
			)
		: __(
				"You may not create {0}: your roles do not give this right. Ask a colleague who has it, or the administrator for the role.",
				[__(frm.doctype)]
			);
	frappe.msgprint({
		title: __("Not Allowed"),
		message: frappe.utils.escape_html(text),
		indicator: "orange",
		...(asked
			? {
					primary_action: {
						label: __("Request New Contractor"),
						action: () => (frappe.hide_msgprint(), request_contractor()),
					},
				}
			: {}),
	});
});
