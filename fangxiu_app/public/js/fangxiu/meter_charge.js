/* Meter charges (R48): readings are proposed from what is on file; the project department confirms. */
import { read, write } from "./util";

const CONFIRMERS = ["Project Department", "Repair Supervisor", "Repair Manager"];

/** First and last reading of the unit's meter, and its number. */
export async function take_readings(frm) {
	const { unit, kind } = frm.doc;
	if (!frm.is_new() || !unit || !kind) return;
	const { message } = await frappe.db.get_value("Unit Archive", unit, "project");
	frm.set_value("project", message.project);
	const found = await read("meter.readings", { unit, kind });
	if (!found.length || frm.doc.unit !== unit || frm.doc.kind !== kind) return;
	const [first, last] = [found[0], found[found.length - 1]];
	frm.set_value({ from_on: first.on, from_reading: first.value, meter_no: first.meter_no });
	if (found.length > 1) frm.set_value({ to_on: last.on, to_reading: last.value });
}

export function show_meter_charge(frm) {
	if (frm.is_new()) return;
	if (frm.doc.state !== "Draft") frm.disable_form();
	if (!frappe.user.has_role(CONFIRMERS) || frm.is_dirty()) return;
	const args = { charge: frm.doc.name };
	const reload = () => frm.reload_doc();
	if (frm.doc.state === "Draft") {
		frm.add_custom_button(__("Confirm Charge"), () => write("meter.confirm", args).then(reload)).addClass("btn-primary");
	}
	if (frm.doc.state === "Cancelled") return;
	if (frm.doc.state === "Confirmed" && frappe.model.can_create("Contractor Deduction")) {
		frm.add_custom_button(__("Deduct"), () => deduct(frm)).addClass("btn-primary");
	}
	const reason = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason For Cancelling"), reqd: 1 };
	const cancel = (values) => write("meter.cancel", { ...args, ...values }).then(reload);
	frm.add_custom_button(__("Cancel Charge"), () => frappe.prompt([reason], cancel, __("Cancel Charge"), __("Cancel Charge")));
}

/** A new deduction that takes this charge. */
async function deduct(frm) {
	await frappe.model.with_doctype("Contractor Deduction");
	const { project, agreement, name, unit_code, kind, amount } = frm.doc;
	const words = [unit_code, __(kind), __("Meter Charge"), name].join(" ");
	const doc = frappe.model.get_new_doc("Contractor Deduction");
	Object.assign(doc, { project, agreement, source: "Meter Charge", facts: words });
	doc.items = [];
	const line = { line_kind: "Repair Cost", source_type: "Meter Charge", source_name: name, description: words, claimed: amount };
	Object.assign(frappe.model.add_child(doc, "Deduction Item", "items"), line);
	frappe.set_route("Form", "Contractor Deduction", doc.name);
}
