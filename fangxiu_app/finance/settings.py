"""Numbers and accounts of the money side, as the site has set them (design 2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import cint

from fangxiu_app.domain.deposit import Violation, money
from fangxiu_app.finance.texts import refuse


@dataclass(frozen=True, slots=True)
class MoneyRules:
	"""Settings as plain values; the defaults are the statute's own numbers (Fangxiu Settings names each article)."""

	deposit_cap_percent: Decimal = Decimal(3)
	deemed_acceptance_days: int = 90
	trainings_wanted: int = 2


def load() -> MoneyRules:
	"""Read Fangxiu Settings (cached by Frappe)."""
	doc = frappe.get_cached_doc("Fangxiu Settings")
	return MoneyRules(
		money(doc.deposit_cap_percent), cint(doc.deemed_acceptance_days), cint(doc.trainings_wanted)
	)


def account(fieldname: str, company: str) -> str:
	"""The account the settings name for ``fieldname``, or its namesake in another ``company``.

	Raises DepositError that says where to set it.
	"""
	settings = frappe.get_cached_doc("Fangxiu Settings")
	chosen = settings.get(fieldname)
	if chosen and frappe.get_cached_value("Account", chosen, "company") != company:
		name = frappe.get_cached_value("Account", chosen, "account_name")
		chosen = frappe.db.get_value("Account", {"company": company, "account_name": name, "is_group": 0})
	if not chosen:
		refuse([Violation("account_missing", (_(settings.meta.get_label(fieldname)),))])
	return chosen
