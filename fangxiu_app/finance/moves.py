"""Locks of the deposits: the agreement is always locked first, so that parallel requests wait for one another without deadlock.

Frappe locks a stored document, its rows and the gaps beside them before any hook of ours runs. If that request then waited for
the agreement while its holder adds a voucher in that gap, both would deadlock. While a request has written nothing yet, its
locks are therefore released, and taken again after the agreement's.
"""

from __future__ import annotations

from collections.abc import Iterable

import frappe

from fangxiu_app.queries import deposits


def lock(agreements: Iterable[str]) -> None:
	"""Lock the deposits of ``agreements``; if the request has done nothing yet, later reads see current rows."""
	names = {name for name in agreements if name} - set(deposits.locked())
	if not names:
		return
	first = _untouched()
	if first:
		frappe.db.rollback()
	deposits.lock_agreements(names, first)


def lock_before(doc, agreements: Iterable[str]) -> None:
	"""The same in a hook of ``doc``, before its own row. Raises TimestampMismatchError if it was changed in between."""
	names = [name for name in agreements if name]
	again = bool(names) and not doc.is_new() and _untouched()
	lock(names)
	if again:
		doc.check_if_latest()


def _untouched() -> bool:
	"""Whether this transaction has neither written, nor locked a deposit, nor set a savepoint.

	Frappe's counter of writes begins anew when a savepoint is rolled back to: it is believed only where there was none since
	the connection was made, as in a web request.
	"""
	if frappe.db.transaction_writes or deposits.locked():
		return False
	return not int(frappe.db.sql("show session status like 'Com_savepoint'")[0][1])


def bump_version(agreements: Iterable[str]) -> None:
	"""Mark the deposits of ``agreements`` as changed: transactions that began earlier notice that their snapshot is old."""
	agreement = frappe.qb.DocType("Warranty Agreement")
	frappe.qb.update(agreement).set(agreement.deposit_moves, agreement.deposit_moves + 1).where(
		agreement.name.isin(sorted(agreements))
	).run()
