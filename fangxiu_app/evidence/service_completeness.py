"""The list *evidence complete?* of a ticket, a deduction, a compensation, in words, for form and pack (R93, R109-R111)."""

from __future__ import annotations

from fangxiu_app.core.messages import describe
from fangxiu_app.core.refusal import Violation
from fangxiu_app.evidence import reads_completeness
from fangxiu_app.evidence import rules_completeness as rules
from fangxiu_app.money.deductions import service_evidence_chain


def proofs(doc) -> list[dict]:
	"""What has to be proved, each with its words and whether it is on file; none for a ticket that is not passed on."""
	if doc.doctype == rules.COMPENSATION:
		found = rules.compensation(reads_completeness.compensation(doc))
	elif doc.doctype == rules.DEDUCTION:
		found = rules.deduction(reads_completeness.deduction(doc))
	elif doc.responsibility == "Owner Caused" or doc.transferred_at:
		found = rules.transfer(reads_completeness.of_ticket(doc))
	else:
		found = []
	return [{"label": describe(Violation(one.code, (one.subject,))), "done": one.done} for one in found]


def everything(doc) -> list[dict]:
	"""The same with the chain of a deduction before it."""
	if doc.doctype != rules.DEDUCTION:
		return proofs(doc)
	steps = service_evidence_chain.rows(doc)
	return [{"label": _named(step), "done": step["done"]} for step in steps] + proofs(doc)


def _named(step: dict) -> str:
	return f"{step['label']} {step['link'][1]}".strip()
