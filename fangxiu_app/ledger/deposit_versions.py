"""Moves of the deposits are counted, so that who began earlier notices that it sees an old picture."""

from __future__ import annotations

from collections.abc import Iterable

import frappe


def bump_version(agreements: Iterable[str]) -> None:
	"""Mark the deposits of ``agreements`` as changed: transactions that began earlier notice that their snapshot is old."""
	agreement = frappe.qb.DocType("Warranty Agreement")
	frappe.qb.update(agreement).set(agreement.deposit_moves, agreement.deposit_moves + 1).where(
		agreement.name.isin(sorted(agreements))
	).run()
