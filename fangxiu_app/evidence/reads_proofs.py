"""The list *evidence complete?* of a ticket, a deduction, a compensation, in words, for form, pack and desk (R93, R109-R111)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import frappe

from fangxiu_app.core.messages import describe
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.evidence import reads_cases, reads_completeness
from fangxiu_app.evidence import rules_completeness as rules
from fangxiu_app.money.deductions import reads_deduction_chain


def proofs(doc) -> list[dict]:
	"""What has to be proved, each with its words and whether it is on file; none for a ticket that is not passed on."""
	if doc.doctype == rules.TICKET:
		asked = doc.responsibility == "Owner Caused" or doc.transferred_at
		return _said(rules.transfer(reads_completeness.of_ticket(doc))) if asked else []
	return _own([doc], doc.doctype)[0]


def everything(doc) -> list[dict]:
	"""The same with the chain of a deduction before it; of a ticket, also what the documents that hang on it have to prove."""
	if doc.doctype != rules.TICKET:
		return _all([doc], doc.doctype)[0]
	return [*proofs(doc), *_hanging(doc.name, rules.COMPENSATION), *_hanging(doc.name, rules.DEDUCTION)]


def _hanging(ticket: str, doctype: str) -> list[dict]:
	"""The proofs of the compensations or deductions about a ticket that the session's user may read, each with its document."""
	docs = reads_cases.cases(doctype, {"ticket": ticket})
	return [
		{**proof, "label": f"{_about(doc, proof['label'])}{proof['label']}"}
		for doc, known in zip(docs, _all(docs, doctype), strict=True)
		for proof in known
	]


def _about(doc, label: str) -> str:
	return f"{_(doc.doctype)} " if doc.name in label else f"{_(doc.doctype)} {doc.name} · "


def cases(asked: Mapping[str, object]) -> list[frappe._dict]:
	"""Cases with ``proofs``, those that lack most first; of all kinds or of ``asked["kind"]``, a DocType. Each: document_type,
	document, project, state, unit, contractor, creation, lacking (words). The number of queries does not depend on that of cases.
	"""
	found = []
	for doctype in rules.CASES:
		if asked.get("kind") in (None, "", doctype):
			docs = reads_cases.cases(doctype, asked)
			found += [_case(doc, known) for doc, known in zip(docs, _all(docs, doctype), strict=True)]
	return sorted(found, key=lambda row: (-len(row.lacking), row.creation, row.document))


def _all(docs: Sequence, doctype: str) -> list[list[dict]]:
	"""Of each case everything it has to prove, the chain of a deduction first."""
	if doctype != rules.DEDUCTION:
		return _own(docs, doctype)
	chains = reads_deduction_chain.rows_of(docs)
	links = [[{"label": _named(step), "done": step["done"]} for step in chain] for chain in chains]
	return [[*chain, *own] for chain, own in zip(links, _own(docs, doctype), strict=True)]


def _own(docs: Sequence, doctype: str) -> list[list[dict]]:
	if doctype == rules.COMPENSATION:
		return [_said(rules.compensation(facts)) for facts in reads_completeness.compensations(docs)]
	if doctype == rules.DEDUCTION:
		return [_said(rules.deduction(facts)) for facts in reads_completeness.deductions(docs)]
	known = {facts.ticket: facts for facts in reads_completeness.tickets(doc.name for doc in docs)}
	return [_said(rules.transfer(known[doc.name])) for doc in docs]


def _said(proofs: list[rules.Proof]) -> list[dict]:
	return [{"label": describe(Violation(one.code, (one.subject,))), "done": one.done} for one in proofs]


def _named(step: dict) -> str:
	return f"{step['label']} {step['link'][1]}".strip()


def _case(doc, proofs: list[dict]) -> frappe._dict:
	return frappe._dict(
		document_type=doc.doctype,
		document=doc.name,
		project=doc.project,
		state=doc.get("state") or doc.get("status"),
		unit=doc.get("unit_code") or doc.get("unit"),
		contractor=doc.contractor,
		creation=doc.creation,
		proofs=len(proofs),
		lacking=[one["label"] for one in proofs if not one["done"]],
	)
