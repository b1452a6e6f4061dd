"""Which account is credited by what a contractor pays: cost to repair cost, surcharges and penalties to income."""

from __future__ import annotations

import frappe

from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import ledger_settings
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.ledger.rules_exchange import Booked
from fangxiu_app.ledger.service_journal import Posting
from fangxiu_app.money.deductions.rules_deduction import COMPENSATION, COST, PENALTY, SURCHARGE

#: What is paid beyond the cost is income: cost recovery never exceeds cost.
INCOME = {PENALTY: "penalty_account", SURCHARGE: "surcharge_account"}


def account(kind: str, source: str, company: str) -> str:
	"""The account of a line. Raises DepositError where the settings name none."""
	if kind in INCOME:
		return ledger_settings.account(INCOME[kind], company)
	if kind == COST and source == COMPENSATION:
		return ledger_settings.account("compensation_account", company)
	return ledger_settings.account("repair_recovery_account", company)


def postings(found: Booked, source: str, company: str, agreement: str, contractor: str) -> list[Posting]:
	"""Credits in company currency by kind of line, and the exchange difference on the company's own account for it.

	Each names agreement and contractor: ERPNext allows no party on an account of cost or income.
	"""
	named = {"agreement": agreement, "remark": contractor}
	rows = [
		Posting(account(kind, source, company), credit=value, **named)
		for kind, value in found.values.items()
		if value
	]
	if found.difference:
		side = {"credit" if found.difference > 0 else "debit": abs(found.difference)}
		rows.append(Posting(exchange_account(company), **side))
	return rows


def exchange_account(company: str) -> str:
	"""ERPNext's account of exchange differences. Raises DepositError where the company names none."""
	found = frappe.get_cached_value("Company", company, "exchange_gain_loss_account")
	refuse([] if found else [Violation("exchange_account_missing", (company,))])
	return found
