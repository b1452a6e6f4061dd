"""Numbers and accounts of the money side, as the site has set them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import frappe
from frappe.utils import cint

from fangxiu_app.core import lawful_settings
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import reads_company_accounts
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.ledger.rules_deposit import money


@dataclass(frozen=True, slots=True)
class MoneyRules:
	"""Settings as plain values; the defaults are the statute's own numbers (Fangxiu Settings names each article)."""

	deposit_cap_percent: Decimal = Decimal(3)
	deemed_acceptance_days: int = 90
	trainings_wanted: int = 2
	objection_days: int = 5
	release_check_days: int = 14
	release_pay_days: int = 14
	release_warn_days: int = 3
	defect_cost: Decimal = Decimal(1000)


def load() -> MoneyRules:
	"""Read Fangxiu Settings (cached by Frappe)."""
	doc = frappe.get_cached_doc("Fangxiu Settings")
	days = {
		name: cint(lawful_settings.lawful(name, doc.get(name)) if name in lawful_settings.BOUNDS else doc.get(name))
		for name in (
			"deemed_acceptance_days",
			"trainings_wanted",
			"objection_days",
			"release_check_days",
			"release_pay_days",
			"release_warn_days",
		)
	}
	cap = money(lawful_settings.lawful("deposit_cap_percent", doc.deposit_cap_percent))
	return MoneyRules(cap, defect_cost=money(doc.defect_cost), **days)


def account(fieldname: str, company: str) -> str:
	"""The account ``company`` uses for ``fieldname``. Raises DepositError that says where to set it."""
	chosen = reads_company_accounts.chosen(fieldname, company)
	if not chosen:
		label = frappe.get_meta("Fangxiu Settings").get_label(fieldname)
		refuse([Violation("account_missing", (_(label), company))])
	return chosen
