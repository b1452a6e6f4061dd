"""Documents that wait for a signature the session's user may give, of every kind under approval (docs/adr/0045)."""

from __future__ import annotations

from functools import reduce
from operator import mul

import frappe
from pypika.functions import Coalesce
from pypika.terms import ExistsCriterion, ValueWrapper

from fangxiu_app.access.scope import allowed_projects
from fangxiu_app.domain import approval
from fangxiu_app.queries import two_sided

#: Who the money goes to or comes from (a supplier; of a compensation the owner's name), and the amount that chose the rule.
DOCUMENTS = {
	"Third Party Order": ("third_party", "total"),
	"Repair Payment Review": ("supplier", "verified_total"),
	"Compensation": ("payee_name", "agreed_total"),
	"Contractor Deduction": ("contractor", "total"),
	"Deposit Release": ("contractor", "amount"),
}
#: Kept in the deposit's currency; the others are in the company's.
IN_CURRENCY = ("Contractor Deduction", "Deposit Release")


def rows() -> list[dict]:
	"""Each with its amount, who asked and since when, the longest waiting first. In the user's projects; one query,
	and one per kind of the papers that two departments sign.

	Left out is what the user wrote, asked for or has signed already: somebody else must sign it.
	"""
	kinds = [doctype for doctype in DOCUMENTS if frappe.has_permission(doctype, "read")]
	found = reduce(mul, map(_waiting, kinds)).run(as_dict=True) if kinds else []
	found += two_sided.waiting()
	return sorted(found, key=lambda row: (row.requested_at, row.document))


def _waiting(doctype: str):
	doc, log, user, party = map(frappe.qb.DocType, (doctype, "Approval Log", "User", "Supplier"))
	party_field, amount = DOCUMENTS[doctype]
	me = frappe.session.user
	signed = (
		frappe.qb.from_(log)
		.select(log.name)
		.where((log.document_type == doctype) & (log.document == doc.name))
		.where((log.action == "Approved") & (log.user == me) & (log.at >= doc.requested_at))
	)
	query = (
		frappe.qb.from_(doc)
		.left_join(user)
		.on(user.name == doc.requested_by)
		.left_join(party)
		.on(party.name == doc[party_field])
		.select(
			ValueWrapper(doctype).as_("document_type"),
			doc.name.as_("document"),
			doc.project,
			Coalesce(party.supplier_name, doc[party_field]).as_("party"),
			doc[amount].as_("amount"),
			(doc.currency if doctype in IN_CURRENCY else ValueWrapper("")).as_("currency"),
			doc.approval_role.as_("role"),
			user.full_name.as_("requested_by"),
			doc.requested_at,
		)
		.where((doc.approval_state == approval.IN_APPROVAL) & (doc.docstatus == 0))
		.where(doc.approval_role.isin(frappe.get_roles()))
		.where((doc.owner != me) & (doc.requested_by != me) & ExistsCriterion(signed).negate())
	)
	projects = allowed_projects(doctype=doctype)
	return query if projects is None else query.where(doc.project.isin(projects or [""]))
