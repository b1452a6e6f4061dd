"""The picture a request has of the database: taken at its first look, and as old as that when it has waited for a lock.

A rule that looks around under a lock ("no other version is open", "the bill has no review") would look at the time before whoever was
first. Locking what is looked at stops neighbours too, for a lock on rows that are not there is one on the gap between others.
"""

from __future__ import annotations

import frappe


def renew() -> None:
	"""Before the first lock of a request: what is read after that lock is what stands then.

	Nothing where something was written already, and once a request only, as a second time would give up the lock.
	"""
	if not frappe.request or frappe.local.flags.fx_picture or frappe.db.transaction_writes:
		return
	frappe.local.flags.fx_picture = True
	frappe.db.rollback()
	frappe.db.value_cache.clear()
