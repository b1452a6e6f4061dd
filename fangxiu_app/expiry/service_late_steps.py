"""Days that prove a step of a campaign are entered within a week; those of a step that is over due, later by the repair manager (R53, R55)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.expiry import rules_expiry as rules


def found(step: str, day: date, due: date) -> list[Violation]:
	"""What stands against ``day`` as that of a step, for who is not the repair manager."""
	late = rules.hides_delay(day, due, getdate(today())) and roles.MANAGER not in frappe.get_roles()
	return [Violation("expiry_entered_late", (_(step), due))] if late else []


def check_meeting(meeting) -> None:
	"""Minutes of a mobilisation meeting whose day is new (R55). One query. Raises RefusedError."""
	if not meeting.campaign:
		return
	before = meeting.get_doc_before_save()
	if before and before.campaign == meeting.campaign and getdate(before.held_on) == getdate(meeting.held_on):
		return
	due = frappe.db.get_value("Expiry Campaign", meeting.campaign, "meeting_due")
	refuse(found("Mobilisation Meeting", getdate(meeting.held_on), getdate(due)) if due else [])
