"""Which account gets what a contractor pays: cost and surcharge against repair cost, penalties as income (erpnext.md 1.4)."""

from __future__ import annotations

from decimal import Decimal

from fangxiu_app.domain.deduction import COMPENSATION, COST, PENALTY
from fangxiu_app.domain.deposit import ZERO, money
from fangxiu_app.finance import settings
from fangxiu_app.finance.journal import Posting


def account(kind: str, source: str, company: str) -> str:
	"""The account of a line. Raises DepositError where the settings name none."""
	if kind == PENALTY:
		return settings.account("penalty_account", company)
	if kind == COST and source == COMPENSATION:
		return settings.account("compensation_account", company)
	return settings.account("repair_recovery_account", company)


def postings(
	amounts: dict[str, Decimal], source: str, company: str, base_total: Decimal, side: str
) -> list[Posting]:
	"""Rows in company currency that add up to ``base_total`` exactly, whatever the exchange rate left over."""
	total = sum(amounts.values(), ZERO)
	rows, left = [], base_total
	kinds = list(amounts)
	for kind in kinds:
		part = left if kind == kinds[-1] else money(base_total * amounts[kind] / total)
		left -= part
		rows.append(Posting(account(kind, source, company), **{side: part}))
	return rows
