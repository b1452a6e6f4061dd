"""How much tax a journal may still book against what deductions brought in, or against the cost of paid repairs. Set-based."""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe.query_builder.functions import Sum
from pypika import Case
from pypika.terms import ExistsCriterion

from fangxiu_app.core.money import money
from fangxiu_app.ledger.rules_booked_heads import TAX
from fangxiu_app.money.outgoing import rules_cost_entry as rules

JOURNAL = "Journal Entry"


def left(account: str) -> Decimal:
	"""The tax of all that documents, bills and sales booked on ``account``, less what journals by hand took from it for taxes. One query."""
	entry, journal = frappe.qb.DocType("GL Entry"), frappe.qb.DocType(JOURNAL)
	tax, kept = frappe.qb.DocType("GL Entry").as_("tax"), frappe.qb.DocType("Account")
	taxed = frappe.qb.from_(tax).join(kept).on((kept.name == tax.account) & (kept.account_type == TAX))
	taxed = taxed.select(tax.name).where((tax.voucher_type == JOURNAL) & (tax.voucher_no == entry.voucher_no) & (tax.credit > 0))
	documents = (entry.voucher_type != JOURNAL) | (journal.fx_deduction != "")
	by_hand = (entry.voucher_type == JOURNAL) & (journal.fx_deduction.isnull() | (journal.fx_deduction == ""))
	query = frappe.qb.from_(entry).left_join(journal).on((entry.voucher_type == JOURNAL) & (journal.name == entry.voucher_no))
	query = query.where((entry.account == account) & (entry.is_cancelled == 0) & (entry.voucher_type != "Period Closing Voucher"))
	[(booked, taken)] = query.select(
		Sum(Case().when(documents, entry.debit - entry.credit).else_(0)),
		Sum(Case().when(by_hand & ExistsCriterion(taxed), entry.debit - entry.credit).else_(0)),
	).run()
	return rules.tax_of(money(booked)) - money(taken)
