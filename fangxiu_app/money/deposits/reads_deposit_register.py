"""The deposit register (质保金台账): one line per agreement, one query, bound to the general ledger to the cent (R18)."""

from __future__ import annotations

import frappe
from pypika import Case
from pypika.functions import Coalesce, Sum

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.money.deductions.rules_deduction import OBJECTED, UNDECIDED

#: Kinds of Warranty Deposit Entry that say how much was deposited; the rest gives a deduction back.
DEPOSITED = ("Held", "Cash In", "Brought Forward", "Taken Back", "Moved")
FILTERS = ("project", "contractor", "status", "name")


def rows(filters: dict) -> list[frappe._dict]:
	"""Held, deducted, released and what is left per agreement, in the currency of its deposit, inside the user's projects.

	``difference`` is the balance of the Payment Ledger less that of the General Ledger: anything but 0 is an error in the
	books. ``base_balance`` and ``base_released`` are what was booked for them in company currency: only these may be added
	across agreements. Agreements without a deposit are left out unless money stands in them.
	"""
	agreement = frappe.qb.DocType("Warranty Agreement")
	ledger, books, claims = payment_ledger(), _general_ledger(), _claims()
	balance, booked = Coalesce(ledger.balance, 0), Coalesce(books.balance, 0)
	query = (
		frappe.qb.from_(agreement)
		.left_join(ledger)
		.on(ledger.warranty_agreement == agreement.name)
		.left_join(books)
		.on(books.warranty_agreement == agreement.name)
		.left_join(claims)
		.on(claims.agreement == agreement.name)
		.select(
			agreement.name.as_("agreement"),
			agreement.contractor,
			agreement.contractor_name,
			agreement.project,
			agreement.status,
			agreement.currency,
			agreement.deposit_rate,
			Coalesce(ledger.held, 0).as_("held"),
			Coalesce(ledger.deducted, 0).as_("deducted"),
			Coalesce(ledger.released, 0).as_("released"),
			Coalesce(claims.disputed, 0).as_("disputed"),
			Coalesce(claims.undecided, 0).as_("undecided"),
			balance.as_("balance"),
			Coalesce(ledger.base_balance, 0).as_("base_balance"),
			Coalesce(ledger.base_released, 0).as_("base_released"),
			agreement.liability_end,
			booked.as_("booked"),
			(balance - booked).as_("difference"),
		)
		.where((agreement.security == "Deposit") | (balance != 0))
		.orderby(agreement.project)
		.orderby(agreement.contractor_name)
		.orderby(agreement.name)
	)
	return _filtered(query, agreement, balance, filters).run(as_dict=True)


def _filtered(query, agreement, balance, filters: dict):
	"""Inside the user's projects, and by the report's filters."""
	projects = allowed_projects(doctype="Warranty Agreement")
	if projects is not None:
		query = query.where(agreement.project.isin(projects or [""]))
	for name in FILTERS:
		if filters.get(name):
			query = query.where(agreement[name] == filters[name])
	if filters.get("with_balance"):
		query = query.where(balance != 0)
	return query


def payment_ledger():
	"""Subquery: what each agreement's deposit is made of, in its currency and in the company's."""
	ledger, account, entry = map(
		frappe.qb.DocType, ("Payment Ledger Entry", "Account", "Warranty Deposit Entry")
	)
	amount = ledger.amount_in_account_currency
	deposited = entry.kind.isin(DEPOSITED)
	return (
		frappe.qb.from_(account)
		.join(ledger)
		.on((ledger.account == account.name) & (ledger.delinked == 0))
		.left_join(entry)
		.on((entry.journal_entry == ledger.voucher_no) & (ledger.voucher_type == "Journal Entry"))
		.where(account.fx_warranty_deposit == 1)
		.groupby(ledger.warranty_agreement)
		.select(
			ledger.warranty_agreement,
			Sum(Case().when(deposited, amount).else_(0)).as_("held"),
			Sum(Case().when(deposited | (ledger.voucher_type == "Payment Entry"), 0).else_(-amount)).as_(
				"deducted"
			),
			Sum(Case().when(ledger.voucher_type == "Payment Entry", -amount).else_(0)).as_("released"),
			Sum(amount).as_("balance"),
			Sum(ledger.amount).as_("base_balance"),
			Sum(Case().when(ledger.voucher_type == "Payment Entry", -ledger.amount).else_(0)).as_(
				"base_released"
			),
		)
	).as_("ledger")


def _claims():
	deduction = frappe.qb.DocType("Contractor Deduction")
	return (
		frappe.qb.from_(deduction)
		.where((deduction.docstatus == 0) & deduction.state.isin(UNDECIDED))
		.groupby(deduction.agreement)
		.select(
			deduction.agreement,
			Sum(Case().when(deduction.state == OBJECTED, deduction.total).else_(0)).as_("disputed"),
			Sum(deduction.total).as_("undecided"),
		)
	).as_("claims")


def _general_ledger():
	entry, account = frappe.qb.DocType("GL Entry"), frappe.qb.DocType("Account")
	return (
		frappe.qb.from_(account)
		.join(entry)
		.on((entry.account == account.name) & (entry.is_cancelled == 0))
		.where(account.fx_warranty_deposit == 1)
		.groupby(entry.warranty_agreement)
		.select(
			entry.warranty_agreement,
			Sum(entry.credit_in_account_currency - entry.debit_in_account_currency).as_("balance"),
		)
	).as_("books")
