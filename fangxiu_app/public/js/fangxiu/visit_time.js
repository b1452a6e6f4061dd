/* What the dialog of an appointment offers first. */

/** Minutes until somebody can be there. */
const SOONEST = 5;

/**
 * The visit to agree on. In an emergency before its next limit runs out, which is the arrival, or at once where it has (R72);
 * otherwise the next full hour of the day, and the next morning at nine from the evening on.
 */
export function proposed_visit(doc) {
	const now = moment(frappe.datetime.system_datetime());
	return (doc.emergency ? urgent(doc, now) : usual(now)).format(frappe.defaultDatetimeFormat);
}

function urgent(doc, now) {
	const soonest = now.clone().add(SOONEST, "minutes").startOf("minute");
	const hour = now.clone().add(1, "hour").startOf("hour");
	const limit = doc.next_due_at ? moment(doc.next_due_at).startOf("minute") : hour;
	if (limit.isBefore(soonest)) return soonest;
	return limit.isBefore(hour) ? limit : hour;
}

function usual(now) {
	const at = now.clone().add(1, "hour").startOf("hour");
	if (at.hour() >= 9 && at.hour() < 18) return at;
	if (at.hour() >= 18) at.add(1, "day");
	return at.hour(9);
}
