"""Many deductions at once, each by its own rules: drafted from what can be charged, notified, submitted for approval (R111).

What one of them refuses leaves the others as they are; the answer names it with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import frappe
from frappe.utils import now_datetime, today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.messages import RefusedError, refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import locks
from fangxiu_app.money.deductions import reads_offers, reads_waiting

CLAIM = "Contractor Deduction"
#: Enough for one sitting: each is to be looked at.
MOST = 60


def draft(names: Iterable[str]) -> dict:
	"""A draft for each source of those that wait in the user's projects, with its lines: {"done": …, "refused": …}."""
	names = list(names)
	found = {row.name: row for row in reads_waiting.rows()}
	locks.enter(found[name].agreement for name in names if name in found)
	return _each(names, lambda name: _draft(found.get(name), name))


def glance(names: Iterable[str]) -> list[dict]:
	"""Summary of each deduction: contractor, lines, total, state, and missing evidence."""
	rows = []
	for name in _at_most(names):
		doc = frappe.get_doc(CLAIM, name)
		doc.check_permission("read")
		doc.onload()
		chain = doc.get_onload("chain") or []
		rows.append(
			{
				"name": doc.name,
				"contractor": doc.contractor,
				"contractor_name": doc.contractor_name,
				"state": doc.state,
				"facts": doc.facts,
				"total": doc.total,
				"currency": doc.currency,
				"lines": [{"description": row.description, "amount": row.amount} for row in doc.items],
				"missing": [step["way_out"] for step in chain if not step["done"]],
			}
		)
	return rows


def tell(names: Iterable[str], notice: dict) -> dict:
	"""Record that one notice for all of them was received. Raises RefusedError for several contractors."""
	names = list(names)
	told = set(frappe.get_list(CLAIM, {"name": ("in", names or [""])}, pluck="contractor", limit=0))
	if len(told) > 1:
		refuse([Violation("notice_of_several", (tuple(sorted(told)),))])
	_enter(names)

	def record(name: str) -> str:
		doc = frappe.get_doc(CLAIM, name)
		doc.notify(notice["received_at"], notice["way"], notice["receiver"], notice["proof"], notice["file"])
		return name

	return _each(names, record)


def put_forward(names: Iterable[str]) -> dict:
	"""Ask for approval of each."""
	names = list(names)
	_enter(names)

	def ask(name: str) -> str:
		doc = frappe.get_doc(CLAIM, name)
		doc.check_permission("write")
		return service_approvals.request(doc).name

	return _each(names, ask)


def _enter(names: list[str]) -> None:
	"""Lock the deposits of all before the first is taken up: what is refused goes back to a point after that."""
	locks.enter(frappe.get_all(CLAIM, {"name": ("in", names or [""])}, pluck="agreement"))


def _draft(row, name: str) -> str:
	offer = row and _offer(row)
	if not offer:
		refuse([Violation("charged_already", (name,))])
	if offer["blocked"]:
		frappe.throw(offer["blocked"], RefusedError)
	values = {"doctype": CLAIM, "agreement": row.agreement, "project": row.project, "source": row.kind}
	values |= {"facts": offer["title"], "bill_no": offer["bill_no"], "posting_date": today()}
	return frappe.get_doc({**values, "items": [dict(line) for line in offer["lines"]]}).insert().name


def _offer(row) -> dict | None:
	agreement = frappe.get_doc("Warranty Agreement", row.agreement)
	found = reads_offers.offers(agreement, row.kind, now_datetime())
	return next((one for one in found if one["source_name"] == row.name), None)


def _at_most(names: Iterable[str]) -> list[str]:
	"""Removes duplicates. Raises RefusedError for more than :data:`MOST`, so that none is left out silently."""
	found = list(dict.fromkeys(names))
	if len(found) > MOST:
		refuse([Violation("too_many_at_once", (len(found), MOST))])
	return found


def _each(names: Iterable[str], action: Callable[[str], str]) -> dict:
	done, refused = [], []
	for name in _at_most(names):
		said = len(frappe.local.message_log)
		frappe.db.savepoint("fx_each")
		try:
			done.append(action(name))
		except (frappe.ValidationError, frappe.PermissionError) as error:
			frappe.db.rollback(save_point="fx_each")
			del frappe.local.message_log[said:]
			refused.append({"name": name, "text": str(error)})
	return {"done": done, "refused": refused}
