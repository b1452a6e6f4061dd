"""What the posting of a deduction costs beside ERPNext's own Journal Entry of two lines."""

from __future__ import annotations

import os
import statistics
import time

from fangxiu_app.approvals import service_approvals
from fangxiu_app.ledger import locks
from tests.site.helpers import money
from tests.site.helpers.counting import count_queries

LONG = bool(os.environ.get("FX_LONG"))
#: Measured in turns. Times are printed by the long profile (``FX_LONG=1``, with ``-s``); the suite counts statements.
TURNS = 40 if LONG else 1
#: How much more than ERPNext's own entry a deduction may cost.
BOUND = 1.3


def plain_entry():
	"""Two lines between accounts that nobody guards, no party."""
	rows = [
		{"account": money.account("Bank Account"), "credit_in_account_currency": 10},
		{"account": money.account("Write Off"), "debit_in_account_currency": 10},
	]
	return money.journal(rows, submit=False)


def same_entry(agreement, owed):
	"""Two lines as a deduction posts them, on an account without guards: a contractor's debt, named, against income."""
	party = {"party_type": "Supplier", "party": agreement.contractor}
	named = {"reference_type": "Journal Entry", "reference_name": owed, "project": agreement.project}
	rows = [
		{"account": money.account("Creditors"), "debit_in_account_currency": 10, **party, **named},
		{
			"account": money.account("保修维修费"),
			"credit_in_account_currency": 10,
			"project": agreement.project,
		},
	]
	return money.journal(rows, submit=False)


def debt(agreement) -> str:
	rows = [
		{
			"account": money.account("Creditors"),
			"credit_in_account_currency": 10_000,
			"party_type": "Supplier",
			"party": agreement.contractor,
		},
		{"account": money.account("Miscellaneous Expenses"), "debit_in_account_currency": 10_000},
	]
	return money.journal(rows).name


def signed_deduction(agreement):
	"""A deduction with all its signatures, as the last one submits it."""
	rows = [{"line_kind": "Penalty", "description": "x", "claimed": 10}]
	doc = money.told(money.deduction(agreement, source="Contract Clause", clause="1", items=rows))
	service_approvals._log(
		doc, "Requested", "", digest=doc.approval_digest(("Accounts Manager",)), steps="Accounts Manager"
	)
	service_approvals._log(doc, "Approved", "", "Accounts Manager", 1, doc.approval_digest(()))
	doc.approval_state = "Approved"
	return doc


def submit(deduction) -> None:
	locks.forget()  # each in its own transaction, as far as locks go
	service_approvals._submit(deduction)


def test_posting_a_deduction_beside_a_stock_journal_entry(estate):
	agreement = money.agreement(estate, deduction_terms=[{"clause_no": "1", "breach": "Other"}])
	money.entry(agreement, "Cash In", 10_000)
	owed = debt(agreement)
	taken: dict[str, list[float]] = {}
	counts = {}
	for _turn in range(TURNS + 1):
		plain, same, ours = plain_entry(), same_entry(agreement, owed), signed_deduction(agreement)
		for name, action in (
			("plain", plain.submit),
			("plain, made and submitted", lambda: plain_entry().submit()),
			("same", same.submit),
			("same, made and submitted", lambda: same_entry(agreement, owed).submit()),
			("ours", lambda ours=ours: submit(ours)),
		):
			begin = time.perf_counter()
			counts[name] = count_queries(action)
			taken.setdefault(name, []).append(time.perf_counter() - begin)
	if LONG:
		medians = {name: statistics.median(values[1:]) for name, values in taken.items()}
		print({name: (round(1000 * medians[name], 1), counts[name]) for name in medians})
	assert counts["ours"] <= BOUND * counts["same"]
	assert counts["ours"] <= counts["same, made and submitted"]
