"""Documents behind what a contractor is charged with: attached files must exist, penalties must name their basis (R109, R111)."""

from __future__ import annotations

from frappe.utils import cint, getdate, today

from fangxiu_app.contractors.breach import reads_breach_evidence, rules_chronology
from fangxiu_app.core.access import files
from fangxiu_app.core.refusal import Violation
from fangxiu_app.money.deductions.rules_charges import TICKET
from fangxiu_app.money.deductions.rules_deduction import PENALTY


def penalties(doc, agreement) -> list[Violation]:
	"""What stands against the penalties of a deduction: no ticket and no file, or more days than there were."""
	rows = [row for row in doc.items if row.line_kind == PENALTY]
	if not rows:
		return []
	begun = agreement.signed_on or agreement.valid_from
	if not begun:
		return [Violation("penalty_unsigned", (agreement.name,))]
	found = []
	if not files.kept(doc.bill_file):
		found += [Violation("penalty_unproved", (row.idx,)) for row in rows if not _ticket(row)]
	return found + _too_long(doc, agreement, rows, getdate(begun))


def _too_long(doc, agreement, rows: list, begun) -> list[Violation]:
	daily = {term.clause_no for term in agreement.deduction_terms if term.per == "Day"}
	reported = dict(reads_breach_evidence.complaints(sorted({_ticket(row) for row in rows} - {""})))
	until = getdate(doc.notified_at or today())
	found = []
	for row in rows:
		if row.clause_no in daily:
			at = reported.get(_ticket(row))
			found.append(rules_chronology.penalty_days(cint(row.quantity), (begun, at and at.date()), until))
	return [Violation(one.code, one.params) for one in found if one]


def _ticket(row) -> str:
	return row.ticket or (row.source_name if row.source_type == TICKET else "") or ""
