"""Days of a handover that are written down later count from then, unless the repair centre's head enters them (R46, docs/adr/0180)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import getdate

from fangxiu_app.core.access import roles
from fangxiu_app.core.refusal import Violation
from fangxiu_app.delivery import reads_handover as reads
from fangxiu_app.delivery import rules_handover as rules

LEAD = (roles.SUPERVISOR, roles.MANAGER)
#: What an attempt says; changed, it is a new one.
ATTEMPT = ("tried_on", "way", "person", "result")


def counted_from(stated: date) -> date:
	"""The day from which something counts that the session's user writes down today as done on ``stated``.

	A supervisor or manager vouches for an earlier day, who does not act for the project department.
	"""
	mine = set(frappe.get_roles())
	vouched = bool(mine & set(LEAD)) and roles.PROJECT_DEPARTMENT not in mine
	return rules.counted_day(stated, getdate(), vouched)


def stamp_attempts(transfer) -> None:
	"""Before a save: each new or changed attempt to reach the owner counts by :func:`counted_from`, whatever was sent."""
	before = transfer.get_doc_before_save()
	stored = {row.name: row for row in before.attempts} if before else {}
	for row in transfer.attempts:
		old = stored.get(row.name)
		same = old and _said(old) == _said(row)
		row.counts_on = old.counts_on if same else row.tried_on and counted_from(getdate(row.tried_on))


def vouched_by_signer(transfer) -> list[Violation]:
	"""Who entered earlier days of an acceptance by proxy, and so stands for them, does not sign it for the repair centre as well. One query at most."""
	user = frappe.session.user
	if transfer.kind != rules.PROXY or not set(frappe.get_roles()) & set(LEAD):
		return []
	mine = any(user in (row.owner, row.modified_by) and row.counts_on and getdate(row.counts_on) < getdate(row.creation) for row in transfer.attempts)
	mine = mine or reads.has_rectified(transfer.unit, user)
	return [Violation("proxy_days_own")] if mine else []


def _said(row) -> tuple[str, ...]:
	return tuple(str(row.get(name) or "") for name in ATTEMPT)
