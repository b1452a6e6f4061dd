"""Agreements that overdue milestones of a delivery wait for do not end, go to another contractor or vanish unseen (R27, R28, R30, R31)."""

from __future__ import annotations

import frappe
from frappe.utils import getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.delivery import reads_milestones as reads
from fangxiu_app.delivery import rules_milestones as rules
from fangxiu_app.delivery.proofs import reads_agreement_proofs

#: How many milestones a refusal names.
NAMED = 3


def check_change(doc) -> None:
	"""Ending it by hand, or naming another contractor, while milestones are overdue that count it: the repair manager's. Raises RefusedError."""
	before = doc.get_doc_before_save()
	if not before or doc.flags.fx_action:
		return
	if before.status != "Terminated" == doc.status or before.contractor != doc.contractor:
		check_leaves(doc)


def check_leaves(doc) -> None:
	"""No milestone that is overdue loses the agreement, but by the repair manager. Raises RefusedError."""
	if roles.MANAGER in frappe.get_roles():
		return
	day = getdate(today())
	known, rows = _counting(doc, day)
	facts = [(row, rules.required(reads.fact_of(row, known), row.wanted, row.proof)) for row in rows]
	overdue = [f"{row.title}（{row.clause}）" for row, fact in facts if rules.standing(fact, row.due_date, day) == rules.OVERDUE]
	refuse([Violation("agreement_overdue", (doc.name, len(overdue), "、".join(overdue[:NAMED])))] if overdue else [])


def _counting(doc, day) -> tuple[dict, list]:
	"""What proves the milestones about contractors of the batches that count the agreement, and these milestones. Not for a save that
	changes neither: some queries."""
	found = counting(doc)
	proofs = tuple(reads_agreement_proofs.READERS)
	rows = [row for row in reads.rows([one.name for one in found]) if row.proof in proofs]
	return (reads.facts(found, day) if rows else {}), rows


def counting(doc) -> list[dict]:
	"""The batches of its project that count an agreement: they name it, or none. Two queries."""
	fields = ["name", "title", "project", "delivery_date", "completion_date"]
	batches = frappe.get_all("Delivery Batch", {"project": doc.project}, fields, limit=0)
	table = frappe.get_all("Delivery Batch Agreement", {"parent": ("in", [one.name for one in batches] or [""])}, ["parent", "agreement"], limit=0)
	chosen = {row.parent for row in table}
	mine = {row.parent for row in table if row.agreement == doc.name}
	return [one for one in batches if one.name in mine or one.name not in chosen]
