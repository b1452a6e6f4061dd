/* "When did it happen" and, for times typed in late, "why only now": two fields every action dialog has. */
import { __ } from "./wording";

export const AT = "event_at";
export const WHY_LATE = "back_entry_reason";

/** The two fields; ``tolerance`` is how many minutes typing may take before a reason is asked for. */
export function event_time_fields(tolerance) {
	return [
		{ fieldtype: "Section Break" },
		{
			fieldname: AT,
			fieldtype: "Datetime",
			label: __("Time Of Event"),
			default: frappe.datetime.system_datetime(),
			reqd: 1,
			onchange() {
				toggle_reason(this.layout, tolerance);
			},
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: WHY_LATE,
			fieldtype: "Data",
			label: __("Reason For Back-entry"),
			hidden: 1,
			description: __("The time lies more than {0} minutes back.", [tolerance]),
		},
	];
}

export function toggle_reason(dialog, tolerance) {
	if (!dialog) return;
	const late = is_late(dialog.get_value(AT), tolerance);
	dialog.set_df_property(WHY_LATE, "hidden", late ? 0 : 1);
	dialog.set_df_property(WHY_LATE, "reqd", late ? 1 : 0);
}

export function is_late(value, tolerance) {
	return (
		Boolean(value) && moment(frappe.datetime.system_datetime()).diff(moment(value), "minutes") > tolerance
	);
}

/** ``{at, reason}`` as the server wants them. An untouched time is left to the server: the dialog may have stood open. */
export function event_time(dialog, values) {
	const untouched = moment(values[AT]).isSame(dialog.opened_at, "minute");
	return { at: untouched ? null : values[AT], reason: values[WHY_LATE] || null };
}
