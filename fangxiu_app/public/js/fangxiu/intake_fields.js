/* The fields of the intake dialog: who calls, through which channel, when, and the notes. */
import { __ } from "./wording";

/** The channel of those who take calls for the repair centre, by role. */
export const OWN_CHANNEL = {
	"Fangxiu Property Desk": "Property Desk",
	"Repair Customer Service": "Customer Service",
	"Fangxiu Group Call Centre": "Call Centre",
};
const CHANNELS = [
	"Repair Centre",
	"Property Desk",
	"Customer Service",
	"Call Centre",
	"Walk-in",
	"Owner Link",
	"Media",
];
const CALLERS = ["Owner", "Family", "Tenant", "Property Company", "Media", "Other"];

/** ``[place, df, on_change]`` of each field; ``times()`` runs where a choice decides which times are asked for. */
export function intake_fields(staff, opened_at, times) {
	const own = Object.entries(OWN_CHANNEL).find(([role]) => frappe.user.has_role(role));
	const channel = staff || !own ? "Repair Centre" : own[1];
	const field = (place, fieldtype, fieldname, label, more = {}, then) => [
		place,
		{ fieldtype, fieldname, label, ...more },
		then,
	];
	return [
		field(
			".fx-caller",
			"Select",
			"channel",
			__("Channel"),
			{ options: CHANNELS.join("\n"), default: channel, reqd: 1 },
			times
		),
		field(".fx-caller", "Data", "caller_name", __("Caller"), { reqd: 1 }),
		field(".fx-caller", "Data", "caller_phone", __("Caller Phone"), { reqd: 1 }),
		field(
			".fx-caller",
			"Select",
			"caller_is",
			__("Caller Is"),
			{ options: CALLERS.join("\n"), default: "Owner" },
			times
		),
		field(
			".fx-caller",
			"Datetime",
			"received_at",
			__("Received At"),
			{ default: opened_at, reqd: 1 },
			times
		),
		field(
			".fx-caller",
			"Datetime",
			"notified_at",
			__("Repair Centre Notified At"),
			{ default: opened_at },
			times
		),
		field(".fx-caller", "Data", "back_entry_reason", __("Reason For Back-entry")),
		field(".fx-visit", "Link", "project", __("Project"), { options: "Project", only_select: 1 }),
		field(".fx-visit", "Data", "media_outlet", __("Media Outlet"), { reqd: 1 }),
		field(".fx-visit", "Data", "visit_reason", __("Reason Of Visit"), { reqd: 1 }),
		field(".fx-visit", "Small Text", "visit_detail", __("Details Of Visit"), { reqd: 1 }),
		field(".fx-notes", "Small Text", "special_requests", __("Special Requests")),
		field(".fx-notes", "Check", "to_be_verified", __("To Be Verified, No Promise Made")),
		field(".fx-notes", "Check", "is_complaint", __("Complaint")),
	];
}
