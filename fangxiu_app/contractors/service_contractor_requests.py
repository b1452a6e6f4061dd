"""Turns an accepted request into a Supplier with register entry, contact and bank account, as ERPNext's own records (R111, R112)."""

from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.contractors import rules_contractor_request as rules
from fangxiu_app.core import messages
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _

PARTS_SELLER = "Parts Supplier"


def fill(doc) -> None:
	"""Numbers without the blanks they were copied with."""
	doc.supplier_name = (doc.supplier_name or "").strip()
	for field in ("credit_code", "account_no", "branch_code"):
		doc.set(field, rules.plain(doc.get(field) or ""))


def check(doc) -> None:
	"""Raise RefusedError for wrong numbers, and for a company, code or account that is there already."""
	own = doc.supplier or ""
	others = {"name": ("!=", own)}
	names = {"supplier_name": doc.supplier_name}
	account = {"bank_account_no": doc.account_no, "party": ("not in", [own, ""]), "disabled": 0}
	asked = rules.Asked(
		doc.credit_code,
		doc.account_no,
		own,
		frappe.db.get_value("Supplier", {**names, **others}) or "",
		(doc.credit_code and frappe.db.get_value("Supplier", {"tax_id": doc.credit_code, **others})) or "",
		frappe.db.get_value("Bank Account", account, "party") or "",
	)
	_refuse(rules.violations(asked))


def accept(doc, note: str) -> None:
	"""Make what is missing of the company, as procurement or finance decided; the request names what was made."""
	_refuse(rules.check_decision(doc.state, frappe.session.user, doc.owner, True, note))
	check(doc)
	supplier = doc.supplier or _supplier(doc)
	if doc.kind != PARTS_SELLER and not frappe.db.exists("Contractor Register", supplier):
		_register(doc, supplier)
	_contact(doc, supplier)
	doc.update({"supplier": supplier, "bank_account": _bank_account(doc, supplier)})
	_decide(doc, rules.ACCEPTED, note)


def decline(doc, note: str) -> None:
	"""Refuse it with the reason; its author may correct it, which asks anew."""
	_refuse(rules.check_decision(doc.state, frappe.session.user, doc.owner, False, note))
	_decide(doc, rules.DECLINED, note)


def _decide(doc, state: str, note: str) -> None:
	at = now_datetime().replace(microsecond=0)
	doc.update({"state": state, "decided_by": frappe.session.user, "decided_at": at, "decision_note": note})
	doc.write_by_action()


def _supplier(doc) -> str:
	group = frappe.db.get_value("Supplier Group", {"is_group": 0}, "name", order_by="lft")
	values = {"supplier_name": doc.supplier_name, "supplier_type": "Company", "supplier_group": group}
	values |= {"fx_contractor_kind": doc.kind, "tax_id": doc.credit_code, "country": "China"}
	return _insert("Supplier", **values)


def _register(doc, supplier: str) -> None:
	fields = "qualification qualification_until insurance_until contact_person phone".split()
	trades = [{"trade": row.trade} for row in doc.trades]
	values = {field: doc.get(field) for field in fields}
	_insert("Contractor Register", supplier=supplier, state="Trial", trades=trades, **values)


def _contact(doc, supplier: str) -> None:
	link = {"link_doctype": "Supplier", "link_name": supplier}
	known = frappe.get_all("Dynamic Link", {**link, "parenttype": "Contact"}, pluck="parent")
	if frappe.db.exists("Contact", {"name": ("in", known or [""]), "first_name": doc.contact_person}):
		return
	phones = [{"phone": doc.phone, "is_primary_mobile_no": 1}]
	emails = [{"email_id": doc.email, "is_primary": 1}] if doc.email else []
	_insert("Contact", first_name=doc.contact_person, links=[link], phone_nos=phones, email_ids=emails)


def _bank_account(doc, supplier: str) -> str:
	"""The account payments to the company name from now on; an earlier one stays on record, no longer the default."""
	party = {"party_type": "Supplier", "party": supplier}
	there = frappe.db.get_value("Bank Account", {**party, "bank_account_no": doc.account_no, "disabled": 0})
	if there:
		return there
	if not frappe.db.exists("Bank", doc.bank_name):
		_insert("Bank", bank_name=doc.bank_name)
	values = {"account_name": f"{doc.supplier_name} {doc.account_no[-4:]}", "bank": doc.bank_name, **party}
	values |= {"bank_account_no": doc.account_no, "branch_code": doc.branch_code, "is_default": 1}
	return _insert("Bank Account", **values)


def _insert(doctype: str, **values) -> str:
	made = frappe.get_doc({"doctype": doctype, **values})
	# procurement and finance decided on the request; ERPNext's records follow from it
	made.flags.ignore_permissions = True
	return made.insert().name


def _refuse(found: list[Violation]) -> None:
	messages.refuse(found, title=_("Contractor Request"))
