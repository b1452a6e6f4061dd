"""Changes of a signed agreement: requested by one user, agreed to by a department head (docs/adr/0108, 0158)."""

from __future__ import annotations

import json

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, today

from fangxiu_app.approvals.rules_approval import IN_APPROVAL
from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.roles import HEADS
from fangxiu_app.core.money import money
from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import reads_deposits
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.messaging import outbox
from fangxiu_app.money.deductions import reads_paper_proofs
from fangxiu_app.money.deposits import reads_agreement_terms, service_agreement_terms
from fangxiu_app.money.deposits import rules_agreement_change as rules

GUARANTEED = ("guarantee_kind", "guarantor", "guarantee_no", "guarantee_amount", "guarantee_until")
#: What is asked for, as the agreement keeps it.
ASKED = ("change_kind", "change_reason", "change_file", "deposit_fate", "change_terms", "change_asked_by", "change_asked_at")
AGREED = ("change_agreed_by", "change_agreed_at", "change_release")


def check(doc) -> None:
	"""Raise DepositError for a form that ends the agreement, or replaces the deposit, without the step of two people."""
	before = doc.get_doc_before_save()
	if not before or doc.flags.fx_action:
		return
	pair = [(one.status or "", one.security or "") for one in (before, doc)]
	if pair[0] != pair[1] and rules.needs_two(*pair, _held(doc.name)):
		refuse([Violation("change_by_step", (_held(doc.name),))])
	changed = {name: (before.get(name), doc.get(name)) for name in rules.TERMS if _differs(before, name, doc.get(name))}
	if not changed:
		return
	fixed = rules.are_fixed(before.status or "", _held(doc.name))
	wrong = rules.by_hand(changed, fixed)
	if wrong:
		refuse([Violation("change_terms_by_step", (tuple(doc.meta.get_label(name) for name in wrong),))])
	refuse([*rules.in_future(_days(doc, changed), getdate(today())), *_running(doc.name)])


def _days(doc, names) -> dict:
	return {name: getdate(doc.get(name)) for name in names if name in rules.PAST and doc.get(name)}


def _running(agreement: str) -> list[Violation]:
	"""Signatures are being given by these terms: the terms stay until they are given or sent back."""
	filters = {"agreement": agreement, "approval_state": IN_APPROVAL, "docstatus": 0}
	kinds = ("Deposit Release", "Contractor Deduction")
	names = [name for kind in kinds for name in frappe.get_all(kind, filters, pluck="name")]
	return [Violation("change_running", (tuple(names),))] if names else []


def _new_terms(doc, sent: dict) -> dict:
	"""Those of the sent terms that differ from what stands."""
	given = incoming.fields(doc.doctype, sent, rules.TERMS)
	names = [name for name in rules.TERMS if name in sent]
	given = {name: given.get(name) for name in names}
	return {name: value for name, value in given.items() if _differs(doc, name, value)}


def _differs(doc, name: str, value: object) -> bool:
	return doc._differs(doc.meta.get_field(name), doc.get(name), value)


def _put_terms(doc, terms: dict) -> None:
	"""The agreement must be able to say them: refused when asked, not when a head agrees."""
	trial = frappe.get_doc(doc.doctype, doc.name)
	trial.update(terms)
	refuse(rules.in_future(_days(trial, terms), getdate(today())))
	trial.check_validity()
	service_agreement_terms.check_deposit(trial)
	doc.update({"deposit_fate": None, "change_terms": json.dumps(terms, ensure_ascii=False, default=str)})


def ask(doc, values: dict) -> None:
	"""Record the requested change; nothing changes until a head agrees. Raises DepositError for what is missing."""
	terms = _new_terms(doc, incoming.mapping(values.get("terms")))
	guarantee = {name: values.get(name) for name in GUARANTEED}
	file = values.get("change_file") or ""
	change = rules.Change(
		values.get("change_kind") or "",
		values.get("change_reason") or "",
		reads_paper_proofs.given(file),
		values.get("deposit_fate") or "",
		_held(doc.name),
		getdate(doc.liability_end) if doc.liability_end else None,
		tuple(guarantee.values()),
		getdate(guarantee["guarantee_until"]) if guarantee["guarantee_until"] else None,
		terms,
		doc.security or "",
	)
	found = rules.violations(change)
	if doc.status == "Terminated" or (change.kind == rules.GUARANTEE and doc.security != "Deposit"):
		found.append(Violation("change_over", (doc.name,)))
	refuse(found)
	doc.update({name: values.get(name) for name in ASKED[:4]} | {"change_terms": None})
	if change.kind == rules.TERMS_CHANGED:
		_put_terms(doc, terms)
	if change.kind == rules.GUARANTEE:
		doc.update(guarantee)
		_warn_low(doc, change.held)
	doc.update({"change_asked_by": frappe.session.user, "change_asked_at": _now()})
	doc.update(dict.fromkeys(AGREED))
	doc.write_by_action()
	outbox.tell(
		_("{0}, {1}: {2} is asked for. Open the agreement to agree or to turn it down.").format(
			doc.name, doc.contractor_name, _(doc.change_kind)
		),
		project=doc.project,
		to=tuple(map(outbox.role, HEADS)),
		about=doc,
	)


def agree(doc) -> str | None:
	"""A head agrees: the agreement changes, and a release of the deposit is drafted where that was decided; its name."""
	if not doc.change_asked_at or doc.change_agreed_at:
		refuse([Violation("change_not_asked", (doc.name,))])
	refuse(rules.may_agree(frappe.session.user, doc.change_asked_by, doc.owner))
	held = _held(doc.name)
	if doc.change_kind == rules.TERMS_CHANGED:
		refuse(_running(doc.name))
		doc.update(json.loads(doc.change_terms or "{}"))
	release = _release(doc, held) if doc.deposit_fate == rules.RELEASE and held > 0 else None
	if doc.change_kind == rules.TERMINATE:
		doc.status = "Terminated"
	elif doc.change_kind == rules.GUARANTEE:
		doc.security = "Guarantee"
	doc.update(
		{"change_agreed_by": frappe.session.user, "change_agreed_at": _now(), "change_release": release}
	)
	# a head reads agreements and signs this one change of it; the endpoint checked the role
	doc.write_by_action(ignore_permissions=True)
	_tell_asker(doc, doc.change_asked_by, _("{0}, {1}: {2} is agreed to.").format(doc.name, doc.contractor_name, _(doc.change_kind)))
	return release


def turn_down(doc, reason: str) -> None:
	"""A head does not agree: the request is removed, the reason stays in the agreement's history."""
	if not doc.change_asked_at or doc.change_agreed_at or not reason.strip():
		refuse([Violation("change_not_asked", (doc.name,))])
	doc.add_comment("Info", _("Change not agreed to: {0}").format(frappe.utils.escape_html(reason)))
	text = _("{0}, {1}: {2} is not agreed to: {3}").format(doc.name, doc.contractor_name, _(doc.change_kind), reason)
	_tell_asker(doc, doc.change_asked_by, text)
	doc.update(dict.fromkeys((*ASKED, *AGREED)))
	# as in agree: a head only reads agreements, the endpoint checked the role
	doc.write_by_action(ignore_permissions=True)


def _warn_low(doc, held) -> None:
	text = reads_agreement_terms.low(doc, held)
	if text:
		frappe.msgprint(text, indicator="orange", title=_("Guarantee Lower Than the Deposit"))


def _tell_asker(doc, asker: str, text: str) -> None:
	outbox.tell(text, project=doc.project, to=(outbox.user(asker),), about=doc)


def _release(doc, held) -> str:
	release = frappe.get_doc(
		{
			"doctype": "Deposit Release",
			"agreement": doc.name,
			"project": doc.project,
			"amount": float(held),
			"applied_on": today(),
			"above_reason": doc.change_reason,
			"remark": _("By the change of agreement {0}: {1}").format(doc.name, _(doc.change_kind)),
		}
	)
	# part of what the head agreed to; it still goes through its own joint check and signatures
	release.flags.ignore_permissions = True
	return release.insert().name


def _held(agreement: str):
	return money(reads_deposits.balance(agreement))


def _now():
	return now_datetime().replace(microsecond=0)
