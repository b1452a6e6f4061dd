"""Renews a request's snapshot of the database before its first lock, so that checks made under the lock see current rows.

A transaction reads the database as it was at its first read. A rule that checks other rows under a lock ("no other version is
open", "the bill has no review") would therefore miss what an earlier holder wrote. Reading those rows with locks would stop
neighbours too, because a lock on rows that do not exist locks the gap between others.
"""

from __future__ import annotations

import frappe


def renew() -> None:
	"""Before the first lock of a request: reads after that lock then see current rows.

	Does nothing where something was written already; and only once a request, because a second time would release the lock.
	"""
	if not frappe.request or frappe.local.flags.fx_picture or frappe.db.transaction_writes:
		return
	frappe.local.flags.fx_picture = True
	frappe.db.rollback()
	frappe.db.value_cache.clear()
