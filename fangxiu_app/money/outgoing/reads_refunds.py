"""Customers who are paid by a compensation, and what they have in credit as customers (R110). Set-based."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

import frappe
from pypika import Case
from pypika.functions import Sum
from pypika.terms import ExistsCriterion

from fangxiu_app.core.money import ZERO, money
from fangxiu_app.core.written import person
from fangxiu_app.ledger import rules_entries
from fangxiu_app.money.outgoing import rules_refund
from fangxiu_app.money.payments import rules_compensation

#: A compensation is under way in these: the owner does not have everything yet.
OPEN = (rules_compensation.DRAFT, rules_compensation.IN_APPROVAL, rules_compensation.APPROVED, rules_compensation.SIGNED)


def owed_by_compensation(customers: Collection[str]) -> dict[str, str]:
	"""Customer → a compensation under way whose payee they are: by their name, or as an owner or payer of its unit. One query."""
	if not customers:
		return {}
	case, customer = frappe.qb.DocType("Compensation"), frappe.qb.DocType("Customer")
	owner, quote = frappe.qb.DocType("Unit Owner"), frappe.qb.DocType("Paid Repair Quote")
	owns = frappe.qb.from_(owner).select(owner.name).where((owner.customer == customer.name) & (owner.parent == case.unit))
	pays = frappe.qb.from_(quote).select(quote.name).where((quote.customer == customer.name) & (quote.unit == case.unit))
	belongs = Case().when(ExistsCriterion(owns) | ExistsCriterion(pays), 1).else_(0)
	query = frappe.qb.from_(customer).join(case).on((case.docstatus < 2) & case.status.isin(OPEN))
	query = query.select(customer.name, customer.customer_name, belongs, case.name, case.payee_name, case.account_holder, case.unit)
	rows = query.where(customer.name.isin(list(customers))).orderby(case.name).run()
	return {name: one for name, title, theirs, one, *called in rows if theirs or person(title) in _called(*called)}


def _called(payee: str | None, holder: str | None, unit: str | None) -> set[str]:
	return {name for one in (payee, holder, f"{payee or ''}{unit or ''}") if (name := person(one))}


def payees() -> list[rules_refund.Payee]:
	"""Who is paid by a compensation under way, and whose account it goes to. One query."""
	filters = {"docstatus": ("<", 2), "status": ("in", OPEN)}
	rows = frappe.get_all("Compensation", filters, ["name", "payee_name", "account_holder"], order_by="name")
	return [rules_refund.Payee(row.name, name) for row in rows for name in dict.fromkeys((row.payee_name, row.account_holder)) if person(name)]


def case_of(title: str) -> str | None:
	"""A compensation under way that is paid to somebody called ``title``. One query."""
	return next((one.case for one in payees() if person(one.name) == person(title)), None)


def party_title(party_type: str, party: str) -> str:
	"""What a party of a kind that is neither customer nor supplier is called. One query."""
	meta = frappe.get_meta(party_type)
	field = next((name for name in ("employee_name", "title", "member_name", "full_name") if meta.has_field(name)), meta.title_field)
	return (frappe.db.get_value(party_type, party, field) if field else None) or party


def credit(customer: str, company: str, without: str) -> Decimal:
	"""What ``customer`` has in credit in ``company``, in its currency, before voucher ``without``. Three queries at most."""
	return rules_refund.credit(moves(customer, company, without))


def moves(customer: str, company: str, without: str = "") -> list[rules_refund.Move]:
	"""What each voucher but ``without`` changed of what ``customer`` owes in ``company``. Three queries at most."""
	ledger = frappe.qb.DocType("Payment Ledger Entry")
	of = (ledger.voucher_type, ledger.voucher_no)
	query = frappe.qb.from_(ledger).select(*of, Sum(ledger.amount)).groupby(*of)
	query = query.where((ledger.party_type == "Customer") & (ledger.party == customer) & (ledger.company == company))
	rows = query.where((ledger.delinked == 0) & (ledger.voucher_no != without)).run()
	back = {kind: [name for of_kind, name, amount in rows if of_kind == kind and amount < 0] for kind in ("Payment Entry", "Journal Entry")}
	cash = {**_received(back["Payment Entry"]), **_journals(back["Journal Entry"], company)}
	return [rules_refund.Move(kind == "Sales Invoice", money(amount), cash.get(name, ZERO)) for kind, name, amount in rows]


def booked_by_sale(invoice: str, accounts: Collection[str]) -> set[str]:
	"""Which of ``accounts`` a posted Sales Invoice has credited. One query."""
	sold = {"voucher_type": "Sales Invoice", "voucher_no": invoice, "account": ("in", list(accounts)), "credit": (">", 0), "is_cancelled": 0}
	return set(frappe.get_all("GL Entry", sold, pluck="account"))


def _received(payments: Collection[str]) -> dict[str, Decimal]:
	"""What payments brought into bank or cash by their entries: what their deductions take out again is none. One query, none without payments."""
	if not payments:
		return {}
	entry, account = frappe.qb.DocType("GL Entry"), frappe.qb.DocType("Account")
	query = frappe.qb.from_(entry).join(account).on(account.name == entry.account).select(entry.voucher_no, Sum(entry.debit - entry.credit))
	query = query.where((entry.voucher_type == "Payment Entry") & entry.voucher_no.isin(list(payments)) & (entry.is_cancelled == 0))
	rows = query.where(account.account_type.isin(rules_entries.MONEY)).groupby(entry.voucher_no).run()
	return {name: money(amount) for name, amount in rows}


def _journals(names: Collection[str], company: str) -> dict[str, Decimal]:
	"""The same of journals; exchange differences are no receipt."""
	if not names:
		return {}
	journal, row = frappe.qb.DocType("Journal Entry"), frappe.qb.DocType("Journal Entry Account")
	query = frappe.qb.from_(row).join(journal).on(journal.name == row.parent).select(row.star)
	query = query.where(journal.name.isin(list(names)) & journal.voucher_type.notin(rules_entries.EXCHANGE))
	own, found = frappe.get_cached_value("Company", company, "default_currency"), {}
	for one in query.where(row.account_type.isin(rules_entries.MONEY)).run(as_dict=True):
		found[one.parent] = found.get(one.parent, ZERO) + rules_entries.received([one], own)
	return found
