"""Documents that wait for a signature the session's user may give, of every kind under approval (docs/adr/0045)."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import mul

import frappe
from frappe.utils import getdate, today
from pypika.functions import Coalesce
from pypika.terms import Case, ExistsCriterion, ValueWrapper

from fangxiu_app.approvals import rules_approval
from fangxiu_app.core.access.roles import HEADS, MANAGER
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.delivery import reads_two_sided
from fangxiu_app.money.deposits import reads_deposit_register
from fangxiu_app.money.deposits.rules_agreement_change import TERMS_CHANGED
from fangxiu_app.special_reports import reads_special_reports
from fangxiu_app.tickets.site_work.rules_plan import AWAITING

#: Who the money goes to or comes from (a supplier; of a compensation the owner's name), and the amount that chose the rule; an answer
#: to a complaint names the complainant and has none.
DOCUMENTS = {
	"Third Party Order": ("third_party", "total"),
	"Repair Payment Review": ("supplier", "verified_total"),
	"Compensation": ("payee_name", "agreed_total"),
	"Contractor Deduction": ("contractor", "total"),
	"Deposit Release": ("contractor", "amount"),
	"Complaint Answer": ("complainant", ""),
}
#: Kept in the deposit's currency; the others are in the company's.
IN_CURRENCY = ("Contractor Deduction", "Deposit Release")
ZERO, NONE = ValueWrapper(0), ValueWrapper("")


def rows() -> list[frappe._dict]:
	"""Each with its amount, who asked and since when, the longest waiting first. In the user's projects; one query,
	and one per kind of the papers that two departments sign; two for special reports, whose opinions and decisions wait here as well.

	Left out is what the user wrote, asked for or has signed already: somebody else must sign it. Beside the rounds of
	approval: plans for the manager's review (R96), releases above the safe amount and deposit entries that free money for their second
	signature, agreements that are to end or to exchange their deposit (docs/adr/0108, 0111).
	"""
	parts = [_waiting(doctype) for doctype in DOCUMENTS if frappe.has_permission(doctype, "read")]
	roles = frappe.get_roles()
	if MANAGER in roles and frappe.has_permission("Repair Plan", "read"):
		parts.append(_plans())
	held = next((role for role in HEADS if role in roles), None)
	for doctype, second in SECOND.items() if held else ():
		if frappe.has_permission(doctype, "read"):
			parts.append(second(held))
	found = reduce(mul, parts).run(as_dict=True) if parts else []
	found += reads_two_sided.waiting()
	found += reads_special_reports.waiting()
	# papers of earlier versions do not know since when: they have waited longest
	return sorted(found, key=lambda row: (row.requested_at or datetime.min, row.document))


def _waiting(doctype: str):
	doc = frappe.qb.DocType(doctype)
	query = _columns(doctype, doc, doc.approval_role)
	if doctype == "Deposit Release":
		query = query.where(Coalesce(doc.above_signed_by, "") != frappe.session.user)
	return query.where(doc.approval_role.isin(frappe.get_roles()) & _signed(doctype, doc).negate())


def _signed(doctype: str, doc):
	"""Whether the session's user has signed a step of the running round."""
	log = frappe.qb.DocType("Approval Log")
	return ExistsCriterion(
		frappe.qb.from_(log)
		.select(log.name)
		.where((log.document_type == doctype) & (log.document == doc.name))
		.where((log.action == "Approved") & (log.user == frappe.session.user) & (log.at >= doc.requested_at))
	)


def _above(held: str):
	"""Releases that are early or above the safe amount and have no second signature yet; who signs a step of the round does
	not give it (money/releases/service_releases.py)."""
	doc = frappe.qb.DocType("Deposit Release")
	agreement = frappe.qb.DocType("Warranty Agreement")
	end = agreement.liability_end
	early = frappe.qb.from_(agreement).select(agreement.name).where(agreement.name == doc.agreement)
	early = early.where(end.isnull() | (end > getdate(today())))
	needed = (doc.amount > doc.safe_amount) | ExistsCriterion(early)
	query = _columns("Deposit Release", doc, ValueWrapper(held), above=1)
	open_steps = doc.approval_role.isin(frappe.get_roles()) | _signed("Deposit Release", doc)
	return query.where(needed & (doc.above_reason != "") & (Coalesce(doc.above_signed_by, "") == "") & open_steps.negate())


def _changes(held: str):
	"""What is asked for of signed agreements, with the deposit it concerns; who asked or wrote the agreement does not agree to it."""
	doc, me = frappe.qb.DocType("Warranty Agreement"), frappe.session.user
	ledger = reads_deposit_register.payment_ledger()
	query = _line(
		doc,
		"Warranty Agreement",
		doc.change_asked_by,
		doc.change_asked_at,
		party=doc.contractor_name,
		# other terms have no amount of their own, whatever is held
		amount=Case().when(doc.change_kind == TERMS_CHANGED, 0).else_(Coalesce(ledger.balance, 0)),
		currency=doc.currency,
		role=ValueWrapper(held),
	)
	query = query.left_join(ledger).on(ledger.warranty_agreement == doc.name)
	query = query.where(doc.change_asked_at.notnull() & doc.change_agreed_at.isnull())
	query = query.where((doc.change_asked_by != me) & (doc.owner != me))
	return _scoped(query, doc, "Warranty Agreement")


def _freed(held: str):
	"""Deposit entries whose money is to be freed, without their second signature (money/deposits/service_freeing.py)."""
	doc, party = map(frappe.qb.DocType, ("Warranty Deposit Entry", "Supplier"))
	me = frappe.session.user
	query = _line(
		doc,
		"Warranty Deposit Entry",
		doc.freed_asked_by,
		doc.modified,
		party=party.supplier_name,
		amount=doc.amount,
		currency=doc.currency,
		role=ValueWrapper(held),
	)
	query = query.left_join(party).on(party.name == doc.contractor)
	query = query.where((doc.freed_reason != "") & (Coalesce(doc.freed_signed_by, "") == "") & (doc.docstatus < 2))
	query = query.where((doc.owner != me) & (doc.freed_asked_by != me))
	query = query.where((doc.docstatus == 1) | (doc.kind == "Taken Back"))
	return _scoped(query, doc, "Warranty Deposit Entry")


#: What heads sign a second time, by DocType.
SECOND = {"Deposit Release": _above, "Warranty Agreement": _changes, "Warranty Deposit Entry": _freed}


def _plans():
	plan, unit = map(frappe.qb.DocType, ("Repair Plan", "Unit Archive"))
	query = _line(
		plan, "Repair Plan", plan.engineer, plan.modified, party=unit.unit_code, role=ValueWrapper(MANAGER)
	)
	query = query.left_join(unit).on(unit.name == plan.unit).where(plan.state == AWAITING)
	return _scoped(query, plan, "Repair Plan")


def _columns(doctype: str, doc, role, above: int = 0):
	party = frappe.qb.DocType("Supplier")
	party_field, amount = DOCUMENTS[doctype]
	me = frappe.session.user
	query = _line(
		doc,
		doctype,
		doc.requested_by,
		doc.requested_at,
		party=Coalesce(party.supplier_name, doc[party_field]),
		amount=doc[amount] if amount else ZERO,
		currency=doc.currency if doctype in IN_CURRENCY else NONE,
		role=role,
		above=above,
	)
	query = query.left_join(party).on(party.name == doc[party_field])
	query = query.where((doc.approval_state == rules_approval.IN_APPROVAL) & (doc.docstatus == 0))
	query = query.where((doc.owner != me) & (doc.requested_by != me))
	return _scoped(query, doc, doctype)


def _line(doc, doctype: str, asked_by, asked_at, *, party, role, amount=ZERO, currency=NONE, above: int = 0):
	"""The columns of one kind, with the name of who asked; the same for all kinds, which one query puts together."""
	user = frappe.qb.DocType("User")
	return (
		frappe.qb.from_(doc)
		.left_join(user)
		.on(user.name == asked_by)
		.select(
			ValueWrapper(doctype).as_("document_type"),
			doc.name.as_("document"),
			doc.project,
			party.as_("party"),
			amount.as_("amount"),
			currency.as_("currency"),
			role.as_("role"),
			user.full_name.as_("requested_by"),
			asked_at.as_("requested_at"),
			ValueWrapper(above).as_("above"),
		)
	)


def _scoped(query, doc, doctype: str):
	projects = allowed_projects(doctype=doctype)
	return query if projects is None else query.where(doc.project.isin(projects or [""]))
