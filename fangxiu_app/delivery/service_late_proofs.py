"""Days that fulfil a milestone are entered when it happens; those of an overdue one that were forgotten, by the repair manager (R27-R39)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import frappe
from frappe.utils import getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.delivery import reads_milestones as reads
from fangxiu_app.delivery import rules_milestones as rules
from fangxiu_app.delivery import service_batch_agreements
from fangxiu_app.delivery.rules_batch_days import late

Days = Mapping[str, set[date]]
#: A milestone that is fulfilled by a documented proof of its own, whatever records it asks for.
DOCUMENTED = "Documented"


def check(doc) -> None:
	"""A new day more than a week ago does not let an overdue milestone look as kept, nor a late one. Raises RefusedError.

	Nothing is read for days that stood there, or are of these days.
	"""
	before = doc.get_doc_before_save()
	if doc.flags.fx_action or roles.MANAGER in frappe.get_roles():
		return
	known = _days_of(before) if before and _place(before) == _place(doc) else {}
	new = {proof: late(days - known.get(proof, set()), getdate(today())) for proof, days in _days_of(doc).items()}
	if not any(new.values()):
		return
	hidden = _hidden(doc, new)
	refuse([Violation("proof_entered_late", ("、".join(hidden),))] if hidden else [])


def _hidden(doc, new: Days) -> list[str]:
	"""Milestones that the new days would show as kept although their day had passed. Some queries."""
	day, batches = getdate(today()), _batches(doc)
	rows = [row for row in reads.rows([one["name"] for one in batches]) if _days(doc, row, new)]
	known = reads.facts(batches, day) if rows else {}
	facts = [(row, rules.required(reads.fact_of(row, known), row.wanted, row.proof)) for row in rows]
	return [f"{row.title}（{row.clause}）" for row, fact in facts if rules.rescued(fact, row.due_date, _days(doc, row, new), day)]


def _days(doc, row, new: Days) -> set[date]:
	own = DOCUMENTED if doc.doctype == "Delivery Milestone" and row.name == doc.name else row.proof
	return new.get(own, set())


def _days_of(doc) -> Days:
	"""Kind of proof → the days by which the document fulfils it."""
	if doc.doctype == "Warranty Agreement":
		return {
			"Pre-signing Meetings": _set(row.talk_date for row in doc.talks),
			"Trainings": _set(row.training_date for row in doc.trainings),
			"Authorisations": _set([doc.authorised_on]),
			"Agreements Signed": _set([doc.signed_on] if doc.status == "Signed" else []),
		}
	return {
		"Meeting Record": lambda: {doc.kind: _set([doc.held_on])},
		"Delivery Milestone": lambda: {DOCUMENTED: _set([doc.manual_on])},
		"Briefing Record": lambda: {"Briefing": _set([doc.briefed_on])},
		"Parts Handover": lambda: {"Spare Parts Handed Over": _set([doc.handover_date])},
		"Store Check": lambda: {"Store Condition": _set([doc.checked_on])},
	}[doc.doctype]()


def _set(days: Iterable) -> set[date]:
	return {getdate(day) for day in days if day}


def _place(doc) -> tuple:
	"""What the document counts for: the same days elsewhere are new there."""
	return tuple(doc.get(name) for name in ("project", "batch", "spare_parts", "warehouse"))


def _batches(doc) -> list[dict]:
	if doc.doctype == "Warranty Agreement":
		return service_batch_agreements.counting(doc)
	if doc.doctype == "Store Check":
		names = frappe.get_all("Delivery Batch", {"project": doc.project}, pluck="name", limit=0)
	else:
		batch = doc.get("batch") or frappe.db.get_value("Spare Parts", doc.get("spare_parts"), "batch")
		names = [batch] if batch else []
	return reads.batches(names=names)
