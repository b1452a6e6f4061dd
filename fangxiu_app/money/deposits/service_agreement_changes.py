"""Ending an agreement, or replacing its deposit by a guarantee: requested by one user, agreed to by a department head (docs/adr/0108)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, today

from fangxiu_app.core.access.roles import HEADS
from fangxiu_app.core.money import money
from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import reads_deposits
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.messaging import outbox
from fangxiu_app.money.deductions import reads_paper_proofs
from fangxiu_app.money.deposits import rules_agreement_change as rules

GUARANTEED = ("guarantee_kind", "guarantor", "guarantee_no", "guarantee_amount", "guarantee_until")
#: What is asked for, as the agreement keeps it.
ASKED = ("change_kind", "change_reason", "change_file", "deposit_fate", "change_asked_by", "change_asked_at")
AGREED = ("change_agreed_by", "change_agreed_at", "change_release")


def check(doc) -> None:
	"""Raise DepositError for a form that ends the agreement, or replaces the deposit, without the step of two people."""
	before = doc.get_doc_before_save()
	if not before or doc.flags.fx_action:
		return
	pair = [(one.status or "", one.security or "") for one in (before, doc)]
	if pair[0] != pair[1] and rules.needs_two(*pair, _held(doc.name)):
		refuse([Violation("change_by_step", (_held(doc.name),))])


def ask(doc, values: dict) -> None:
	"""Record the requested change; nothing changes until a head agrees. Raises DepositError for what is missing."""
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
	)
	found = rules.violations(change)
	if doc.status == "Terminated" or (change.kind == rules.GUARANTEE and doc.security != "Deposit"):
		found.append(Violation("change_over", (doc.name,)))
	refuse(found)
	doc.update({name: values.get(name) for name in ASKED[:4]})
	if change.kind == rules.GUARANTEE:
		doc.update(guarantee)
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
	release = _release(doc, held) if doc.deposit_fate == rules.RELEASE and held > 0 else None
	if doc.change_kind == rules.TERMINATE:
		doc.status = "Terminated"
	else:
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
