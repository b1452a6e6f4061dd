/* Meter charges (R48): readings are proposed from what is on file; the project department confirms. */
import { deduct_source } from "./money";
import { form_link, read, write } from "./util";
import { __ } from "./wording";

const CONFIRMERS = ["Fangxiu Project Department", "Repair Supervisor", "Repair Manager"];

/** First and last reading of the unit's meter, and its number. */
export async function take_readings(frm) {
	const { unit, kind } = frm.doc;
	if (!frm.is_new() || !unit || !kind) return;
	const { message } = await frappe.db.get_value("Unit Archive", unit, "project");
	frm.set_value("project", message.project);
	const found = await read("money.meters.api_meter.readings", { unit, kind });
	if (!found.length || frm.doc.unit !== unit || frm.doc.kind !== kind) return;
	const [first, last] = [found[0], found[found.length - 1]];
	frm.set_value({ from_on: first.on, from_reading: first.value, meter_no: first.meter_no });
	if (found.length > 1) frm.set_value({ to_on: last.on, to_reading: last.value });
}

export function show_meter_charge(frm) {
	if (frm.is_new()) return;
	const { state, name, project, agreement } = frm.doc;
	if (state !== "Draft") frm.disable_form();
	if (frm.is_dirty()) return;
	const charged = frm.doc.__onload && frm.doc.__onload.deduction;
	const may_confirm = frappe.user.has_role(CONFIRMERS);
	if (state === "Confirmed") hand_over(frm, charged);
	if (state === "Confirmed" && !charged && frappe.model.can_create("Contractor Deduction")) {
		const source = { kind: "Meter Charge", name, project, agreement };
		frm.add_custom_button(__("Deduct"), () => deduct_source(source)).addClass("btn-primary");
	}
	if (!may_confirm) return;
	const args = { charge: name };
	const reload = () => frm.reload_doc();
	if (state === "Draft") {
		frm.add_custom_button(__("Confirm Charge"), () =>
			write("money.meters.api_meter.confirm", args).then(reload)
		).addClass("btn-primary");
	}
	if (state === "Cancelled" || charged) return;
	const reason = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason For Cancelling"),
		reqd: 1,
	};
	const cancel = (values) => write("money.meters.api_meter.cancel", { ...args, ...values }).then(reload);
	frm.add_custom_button(__("Cancel Charge"), () =>
		frappe.prompt([reason], cancel, __("Cancel Charge"), __("Cancel Charge"))
	);
}

/** Whose turn it is after the confirmation (R48): the cost department deducts what the project department confirmed. */
function hand_over(frm, charged) {
	frm.set_intro("");
	if (charged) {
		frm.set_intro(__("Charged by deduction {0}.", [form_link("Contractor Deduction", charged)]), "green");
	} else {
		frm.set_intro(
			__("Confirmed: it waits on the page Contractor Account for the cost department to deduct it."),
			"blue"
		);
	}
}
