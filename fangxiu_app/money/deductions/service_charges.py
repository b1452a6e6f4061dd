"""Sources of a deduction's lines: each is charged once, by one deduction in force (R107, R110, R111).

The first line of a source carries its key, unique in the database: of two deductions saved at once the second is refused,
whichever connection it comes from. Withdrawing, reversing or cancelling a deduction frees its sources.
"""

from __future__ import annotations

from decimal import Decimal

import frappe

from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import locks
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.ledger.rules_deposit import ZERO, money
from fangxiu_app.money.deductions import reads_charges as reads
from fangxiu_app.money.deductions import reads_offers, rules_deduction
from fangxiu_app.money.deductions import rules_charges as rules

#: States in which a deduction holds none of its sources any more.
OVER = (rules_deduction.WITHDRAWN, rules_deduction.REVERSED)


def expand(doc, agreement) -> None:
	"""Replace a line that names only its source by that source's lines, and number the bill by the source's."""
	rows = []
	for row in doc.items:
		bare = row.source_type and row.source_name and not (row.description or row.claimed)
		found = reads_offers.lines(agreement, row.source_type, row.source_name) if bare else []
		rows += [dict(line) for line in found] or [row]
	if len(rows) != len(doc.items) or any(isinstance(row, dict) for row in rows):
		doc.set("items", rows)
	for row in doc.items:
		if doc.source in (rules_deduction.OVERDUE, rules_deduction.RULE):
			row.clause_no = row.clause_no or doc.clause
		row.quantity = row.quantity or 1


def take(doc) -> None:
	"""Give the first line of each source its key, the others none; a deduction that is over frees its keys."""
	over = doc.state in OVER or doc.docstatus == 2
	held: set[str] = set()
	for row in doc.items:
		key = "" if over else rules.key(row.source_type, row.source_name, row.clause_no or "")
		row.source_key = key if key and key not in held else None
		held.add(key)


def violations(doc, agreement) -> list[Violation]:
	"""Lines that charge more than their sources allow. Locks the sources first: two deductions of one source wait here."""
	if doc.state in OVER:
		return []
	lines = [
		rules.Line(
			row.idx,
			row.line_kind,
			money(row.claimed),
			row.source_type or "",
			row.source_name or "",
			row.clause_no or "",
			Decimal(str(row.quantity or 1)),
			money(row.base_claimed) if row.line_kind == rules_deduction.COST else ZERO,
		)
		for row in doc.items
	]
	wanted = {(line.doctype, line.name) for line in lines if line.doctype in reads.READERS and line.name}
	committed = locks.sources(wanted)
	sources = {
		name: source
		for name, source in reads.sources(wanted, agreement.name).items()
		if committed[name] is not None and committed[name] < 2
	}
	return [*rules.violations(doc.source, lines, sources, _terms(agreement)), *_charged(doc)]


def free(doc) -> None:
	"""Free the sources."""
	frappe.db.set_value("Deduction Item", {"parent": doc.name}, "source_key", None, update_modified=False)


def before_rows(doc) -> None:
	"""Before rows are written: keys that move between rows would meet themselves in the unique index."""
	before = doc.get_doc_before_save()
	old = {row.name: row.source_key for row in before.items} if before else {}
	if any(key and key != _key_now(doc, name) for name, key in old.items()):
		free(doc)


def show(doc) -> None:
	"""For the form of a source: the deduction in force that charges it."""
	source = rules.key(doc.doctype, doc.name)
	doc.set_onload("deduction", reads.charged_by([source]).get(source))


def check_free(doc) -> None:
	"""Raise DepositError while a deduction in force charges ``doc``, which then may not be withdrawn."""
	found = reads.charged_by([rules.key(doc.doctype, doc.name)], look=locks.as_committed)
	refuse(
		[
			Violation("source_in_use", (doc.doctype, doc.name, deduction_name))
			for deduction_name in found.values()
		]
	)


def check_bill(invoice) -> None:
	"""Raise DepositError for the bill of a source that an approved or running deduction rests on."""
	for doctype, field in (
		("Third Party Order", "fx_third_party_order"),
		("Compensation", "fx_compensation"),
	):
		name = invoice.get(field)
		found = name and reads.charged_by([rules.key(doctype, name)], look=locks.as_committed).values()
		for deduction_name in found or ():
			row = frappe.db.get_value(
				"Contractor Deduction", deduction_name, ["docstatus", "approval_state"], as_dict=True
			)
			if row.docstatus == 1 or row.approval_state != "Draft":
				refuse([Violation("bill_in_use", (invoice.name, deduction_name))])


def _key_now(doc, name: str) -> str | None:
	return next((row.source_key for row in doc.items if row.name == name), None)


def _charged(doc) -> list[Violation]:
	"""What the stored document holds already is nobody else's: the index is unique."""
	before = doc.get_doc_before_save()
	stored = {row.source_key for row in before.items} if before else set()
	keys = {row.source_key: row for row in doc.items if row.source_key and row.source_key not in stored}
	found = reads.charged_by(keys, exclude=doc.name or "") if keys else {}
	return [
		Violation("source_charged", (keys[key].idx, keys[key].source_type, keys[key].source_name, other))
		for key, other in found.items()
	]


def _terms(agreement) -> rules.Terms:
	return rules.Terms(
		agreement.name,
		money(agreement.surcharge_percent),
		money(agreement.agency_fee),
		{row.clause_no: money(row.penalty) for row in agreement.deduction_terms},
	)
