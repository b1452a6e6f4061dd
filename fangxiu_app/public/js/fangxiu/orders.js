/* Third-party orders (第三方委托) after approval: quantities verified on site, the bill settled. */
import { charge_button } from "./money";
import { review_button, tax_fields } from "./payments";
import { write } from "./util";
import { __ } from "./wording";

/** The manager's reason to order from a suspended firm is asked where the firm is suspended, and shown where it is given (R112). */
export async function suspension_reason(frm) {
	const { third_party, docstatus, suspension_override } = frm.doc;
	const asked =
		third_party && !docstatus && !suspension_override && frappe.model.can_read("Contractor Register");
	const { message } = asked
		? await frappe.db.get_value("Contractor Register", { supplier: third_party }, "state")
		: {};
	frm.toggle_display(
		"suspension_override",
		Boolean(suspension_override || ["Suspended", "Banned"].includes(message?.state))
	);
}

export function order_buttons(frm) {
	if (frm.doc.docstatus !== 1 || frm.is_dirty()) return;
	const { status } = frm.doc;
	const { name, project, agreement, reason } = frm.doc;
	if (status === "Settled" && reason === "Contractor In Breach" && agreement) {
		charge_button(frm, { kind: "Third Party Order", name, project, agreement });
	}
	if (status === "Settled") review_button(frm, { order: frm.doc.name });
	const crew = ["Repair Engineer", "Repair Supervisor", "Repair Manager"].some((role) =>
		frappe.user.has_role(role)
	);
	if (crew && ["Ordered", "Verified"].includes(status))
		frm.add_custom_button(__("Verify Quantities"), () => ask_quantities(frm));
	if (!["Fangxiu Cost Department", "Repair Manager"].some((role) => frappe.user.has_role(role))) return;
	if (status === "Verified") {
		frm.add_custom_button(__("Settle"), () => ask_bill(frm))
			.removeClass("btn-default")
			.addClass("btn-primary");
	}
	if (status === "Settled") frm.add_custom_button(__("Undo Bill"), () => undo_bill(frm));
}

function ask_quantities(frm) {
	const column = (fieldname, fieldtype, label, more = {}) => ({
		fieldname,
		fieldtype,
		label,
		in_list_view: 1,
		...more,
	});
	const data = frm.doc.items.map((row) => ({
		description: row.description,
		qty: row.qty,
		claimed_qty: row.claimed_qty || row.qty,
		verified_qty: row.verified_qty || row.claimed_qty || row.qty,
		difference_reason: row.difference_reason,
	}));
	const dialog = new frappe.ui.Dialog({
		title: __("Verify Quantities"),
		size: "extra-large",
		fields: [
			{
				fieldname: "completed_at",
				fieldtype: "Datetime",
				label: __("Completed At"),
				reqd: 1,
				default: frm.doc.completed_at || frappe.datetime.system_datetime(),
			},
			{
				fieldname: "lines",
				fieldtype: "Table",
				label: __("Work Items"),
				cannot_add_rows: true,
				cannot_delete_rows: true,
				in_place_edit: true,
				data,
				fields: [
					column("description", "Data", __("Work"), { read_only: 1, columns: 3 }),
					column("qty", "Float", __("Quantity"), { read_only: 1, columns: 1 }),
					column("claimed_qty", "Float", __("Claimed Quantity"), { columns: 2 }),
					column("verified_qty", "Float", __("Verified Quantity"), { columns: 2 }),
					column("difference_reason", "Data", __("Reason For Difference"), { columns: 2 }),
				],
			},
		],
		primary_action_label: __("Verify Quantities"),
		primary_action({ completed_at, lines }) {
			write("money.payments.api_orders.verify", { order: frm.doc.name, lines, completed_at }).then(
				() => {
					dialog.hide();
					frm.reload_doc();
				}
			);
		},
	});
	dialog.show();
}

function undo_bill(frm) {
	frappe.confirm(
		__("Take the booked bill back? The order is verified again and can be settled anew."),
		() =>
			write("money.payments.api_orders.undo_bill", { order: frm.doc.name }).then(() => frm.reload_doc())
	);
}

function ask_bill(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Settle"),
		fields: [
			{ fieldname: "bill_no", fieldtype: "Data", label: __("Supplier Invoice No."), reqd: 1 },
			{
				fieldname: "bill_date",
				fieldtype: "Date",
				label: __("Supplier Invoice Date"),
				reqd: 1,
				default: frappe.datetime.now_date(),
			},
			...tax_fields(),
		],
		primary_action_label: __("Settle"),
		primary_action(values) {
			write("money.payments.api_orders.settle", { order: frm.doc.name, ...values }).then((name) => {
				dialog.hide();
				frappe.show_alert({
					message: __("Purchase Invoice {0} is booked, on hold until its payment review.", [name]),
					indicator: "green",
				});
				frm.reload_doc();
			});
		},
	});
	dialog.show();
}
