"""Locks of the money side, and the reads that lock: always the agreement first, before any voucher and number series.

Several at once then wait for one another and cannot deadlock. Frappe locks a stored document, its rows and the gaps beside them
before any hook of it runs, so a request locks the agreements at its entry (:func:`enter`); the hooks of the vouchers lock what
nobody has locked before them.
"""

from __future__ import annotations

from collections.abc import Iterable

import frappe

from fangxiu_app.core.row_locks import claim
from fangxiu_app.ledger.reads_deposits import Look, as_seen
from fangxiu_app.ledger.rules_deposit import Terms


def enter(agreements: Iterable[str]) -> None:
	"""At the entry of an action, before it has locked or written anything: lock the deposits, and look only then.

	What a request has looked at so far is dropped, once: what it reads afterwards is of the moment when it had the locks.
	"""
	names = {name for name in agreements if name} - set(locked())
	if names:
		first = _new_picture()
		lock_agreements(names, first)


def _new_picture() -> bool:
	"""Give up the picture of a request that has written nothing, once in it (as core.snapshot does); whether that was done."""
	if not frappe.request or frappe.local.flags.fx_picture or frappe.db.transaction_writes:
		return False
	frappe.local.flags.fx_picture = True
	frappe.db.rollback()
	frappe.db.value_cache.clear()
	return True


def lock_agreements(names: Iterable[str], first: bool = False) -> tuple[dict[str, Terms], bool]:
	"""Lock the agreements in the order of their names; returns their terms, and whether this transaction's view is fresh.

	A transaction that began earlier sees an old picture (REPEATABLE READ): the counter of moves, read both under lock and
	plainly, tells. An old picture must be read again with locks, which also lock gaps; a fresh one need not be. What is locked
	already is not asked for again: until the transaction ends nobody else changes it. With ``first`` the lock is the
	transaction's first look at the database: its picture cannot be older.
	"""
	names = {name for name in names if name}
	wanted = sorted(names - set(locked()))
	if wanted:
		_remember(_lock(wanted, first))
	known = {name: one for name, one in locked().items() if name in names}
	return {name: terms for name, (terms, _fresh) in known.items()}, all(
		fresh for _terms, fresh in known.values()
	)


def locked() -> dict[str, tuple[Terms, bool]]:
	"""The agreements this transaction has locked: their terms, and whether its view of each is fresh."""
	return frappe.flags.fx_deposits or {}


def forget() -> None:
	"""The locks are gone with their transaction, or an agreement was changed in it: the next look is at the database."""
	frappe.flags.fx_deposits = None


def _remember(found: dict[str, tuple[Terms, bool]]) -> None:
	for queue in (frappe.db.after_commit, frappe.db.after_rollback):
		queue.add(forget)
	frappe.flags.fx_deposits = {**locked(), **found}


def _lock(names: list[str], first: bool) -> dict[str, tuple[Terms, bool]]:
	fields = ("contractor", "deposit_account", "project", "deposit_moves")
	rows = claim("Warranty Agreement", names, fields, wait=True)
	seen = {row.name: row.deposit_moves for row in (rows if first else _seen(names))}
	return {
		row.name: (
			Terms(row.name, row.contractor, row.deposit_account or "", row.project),
			seen.get(row.name) == row.deposit_moves,
		)
		for row in rows
	}


def _seen(names: list[str]) -> list[dict]:
	return frappe.get_all("Warranty Agreement", {"name": ("in", names)}, ["name", "deposit_moves"])


def as_committed(query):
	"""A query read with locks: rows committed since this transaction began count too."""
	return query.for_update()


def look(fresh: bool) -> Look:
	"""How the ledger is read: plainly where this transaction's view of it is ``fresh``."""
	return as_seen if fresh else as_committed


def sources(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
	"""Lock what a deduction charges, in the order of the names; the docstatus as committed. Two deductions wait here."""
	return {
		(doctype, name): frappe.db.get_value(doctype, name, "docstatus", for_update=True)
		for doctype, name in sorted(wanted)
	}
