"""An entry that the server did not accept stays on the phone; the administrators are notified."""

from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.roles import ADMINISTRATOR
from fangxiu_app.core.messages import refuse, show
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.field.rules_my_day import ACTIONS, RECORDS, key_problem
from fangxiu_app.messaging import outbox
from fangxiu_app.tickets.life.rules_ticket import BY_ACTION

#: Of a reason that names everything at once, as much as somebody reads.
MOST_REASON = 500


def tell(key: str, ticket: str, kind: str, reason: str, at: str | None) -> list[str]:
	"""Notify the administrators of the ticket's project; returns the names of the messages.

	Once per ``key``, however often the phone reports it. Nobody is notified of a ticket or kind that does not exist, or of a
	ticket the session's user has nothing to do with. Raises RefusedError for a key not made by our page, BadValueError for an
	``at`` that is no time.
	"""
	now = now_datetime()
	happened, problem = incoming.moment(at) or now, key_problem(key, None, now)
	refuse([Violation(problem)] if problem else [])
	row = frappe.db.get_value("Repair Ticket", ticket, ["project", "unit_code"], as_dict=True)
	if not row or kind not in (*ACTIONS, *RECORDS) or not _concerned(ticket):
		return []
	who = frappe.db.get_value("User", frappe.session.user, "full_name")
	subject = _("{0}: the server did not accept {1} from the phone of {2}").format(row.unit_code, _label(kind), who)
	text = _("Entered {0}. The phone shows: {1}").format(show(happened), incoming.text(reason)[:MOST_REASON])
	return outbox.tell(
		subject,
		project=row.project,
		to=[outbox.role(ADMINISTRATOR)],
		text=text,
		about=("Repair Ticket", ticket),
		key=f"phone refused {key}",
	)


def _concerned(ticket: str) -> bool:
	"""Whether the user may open the ticket, or has worked on it: a right may be gone while a phone still keeps entries."""
	worked = {"ticket": ticket, "user": frappe.session.user}
	return frappe.has_permission("Repair Ticket", "read", ticket) or bool(frappe.db.exists("Ticket Event", worked))


def _label(kind: str) -> str:
	labels = {
		"plan": _("Make Plan"),
		"issue": _("Issue Plan"),
		"sign": _("Owner Signs Plan"),
		"refuse": _("Owner Refuses to Sign"),
		"agree": _("Payer Signs Quotation"),
		"patrol": _("Patrol Done"),
		"free_checks": _("Free Check"),
		"photo": _("Photo"),
	}
	return labels.get(kind) or _(BY_ACTION[kind].label)
