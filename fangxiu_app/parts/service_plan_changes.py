"""Less is planned on a spare parts list: what its milestones count is not taken away once they are due (R36, R37)."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, flt, getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.parts.rules_spare_parts import lowered

#: How many days after its own day an order may be submitted that the milestone of its list waits for.
LATE_DAYS = 7


def check(doc) -> list[str]:
	"""Parts of which less is planned than before, by name: once the list is due, the repair manager's change, with the reason.

	A list that leaves its delivery batch takes all its parts along. Raises RefusedError.
	"""
	before = doc.get_doc_before_save()
	if not before or not before.batch:
		return []
	now = {row.name: flt(row.qty_planned) for row in doc.items} if doc.batch == before.batch else {}
	found = lowered({row.name: (row.part_name, flt(row.qty_planned)) for row in before.items}, now)
	if not found or not due(before):
		return []
	said = "、".join(found)
	refuse([] if roles.MANAGER in frappe.get_roles() else [Violation("parts_plan_due", (said, before.listed_by))])
	refuse([] if (doc.change_reason or "").strip() else [Violation("parts_plan_reason", (said,))])
	return found


def due(doc) -> bool:
	"""Whether the day has come on which the list is to be ordered (R36)."""
	return bool(doc.batch and doc.listed_by) and getdate(doc.listed_by) <= getdate(today())


def check_order_day(order) -> None:
	"""An order for a list bears the day on which it is submitted, or one of the week before, once the list is due (R36). Raises RefusedError.

	Nothing is read for another order.
	"""
	day, now = getdate(order.transaction_date), getdate(today())
	if not order.get("fx_spare_parts") or day >= add_days(now, -LATE_DAYS) or roles.MANAGER in frappe.get_roles():
		return
	listed_by = frappe.db.get_value("Spare Parts", {"name": order.fx_spare_parts, "batch": ("is", "set")}, "listed_by")
	refuse([Violation("order_day_past", (day, listed_by))] if listed_by and day <= listed_by < now else [])


def check_deleted(doc) -> None:
	"""A list that is due is not deleted but by the repair manager. Raises RefusedError."""
	planned = [row.part_name for row in doc.items if flt(row.qty_planned)]
	if planned and due(doc) and roles.MANAGER not in frappe.get_roles():
		refuse([Violation("parts_plan_due", ("、".join(planned), doc.listed_by))])


def note(doc, found: list[str]) -> None:
	"""Keep who planned less of what, and why, beside the list."""
	text = _("Less is planned of {0}: {1}").format("、".join(found), doc.change_reason.strip())
	doc.add_comment("Info", frappe.utils.escape_html(text))
	doc.db_set("change_reason", None, update_modified=False)
