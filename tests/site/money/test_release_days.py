"""When a deposit is due, and what is said where nobody knows it."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_months, nowdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.ledger.refusing import DepositError
from tests.site.helpers import money


@pytest.mark.clause("R18")
def test_where_the_agreement_has_no_day_of_acceptance_the_release_says_so(estate):
	agreement = money.agreement(estate, accepted_on=None)
	money.entry(agreement, "Cash In", 10_000)
	doc = money.release(agreement, 100, above_reason=None)
	with pytest.raises(DepositError, match=f"{agreement.name} has no day of acceptance"):
		service_approvals.request(doc)


@pytest.mark.clause("R16", "R18")
def test_the_payment_of_a_release_takes_nothing_else_along(estate):
	"""Taxes of the payment would leave the bank beside what was signed."""
	agreement = money.agreement(estate, accepted_on=add_months(nowdate(), -30))
	money.entry(agreement, "Cash In", 10_000)
	done = money.approve(estate, money.release(agreement, 1000))
	payment = frappe.get_doc("Payment Entry", {"fx_deposit_release": done.name, "docstatus": 0})
	tax = {"charge_type": "Actual", "add_deduct_tax": "Add", "account_head": money.account("Marketing Expenses"), "tax_amount": 600, "description": "其他"}
	payment.append("taxes", {**tax, "cost_center": frappe.get_cached_value("Company", money.company(), "cost_center")})
	frappe.db.savepoint("unsaved")
	with pytest.raises(DepositError, match="takes nothing else along"):
		payment.submit()
	frappe.db.rollback(save_point="unsaved")
	frappe.get_doc("Payment Entry", payment.name).submit()
