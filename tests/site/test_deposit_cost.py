"""What the posting of a deduction costs beside ERPNext's own Journal Entry of two lines."""

from __future__ import annotations

import os
import statistics
import time

from fangxiu_app.repair import approvals
from tests.site import money
from tests.site.counting import count_queries

LONG = bool(os.environ.get("FX_LONG"))
#: Measured in turns. Times are printed by the long profile (``FX_LONG=1``, with ``-s``); the suite counts statements.
PAIRS = 40 if LONG else 1


def stock_entry():
	"""Two lines between accounts that nobody guards."""
	rows = [
		{"account": money.account("Bank Account"), "credit_in_account_currency": 10},
		{"account": money.account("保修维修费"), "debit_in_account_currency": 10},
	]
	return money.journal(rows, submit=False)


def signed_deduction(agreement):
	"""A deduction with all its signatures, as the last one submits it."""
	rows = [{"line_kind": "Penalty", "description": "x", "claimed": 10}]
	doc = money.told(money.deduction(agreement, source="Contract Clause", clause="1", items=rows))
	approvals._log(
		doc, "Requested", "", digest=doc.approval_digest(("Accounts Manager",)), steps="Accounts Manager"
	)
	approvals._log(doc, "Approved", "", "Accounts Manager", 1, doc.approval_digest(()))
	doc.approval_state = "Approved"
	return doc


def test_posting_a_deduction_beside_a_stock_journal_entry(estate):
	agreement = money.agreement(estate, deduction_terms=[{"clause_no": "1", "breach": "Other"}])
	money.entry(agreement, "Cash In", 10_000)
	taken = {"stock": [], "whole": [], "ours": []}
	counts = {}
	for _number in range(PAIRS + 1):
		stock, ours = stock_entry(), signed_deduction(agreement)
		for name, action in (
			("stock", stock.submit),
			("ours", lambda ours=ours: approvals._submit(ours)),
			("whole", lambda: stock_entry().submit()),
		):
			begin = time.perf_counter()
			counts[name] = count_queries(action)
			taken[name].append(time.perf_counter() - begin)
	if LONG:
		medians = {name: statistics.median(values[1:]) for name, values in taken.items()}
		print({name: (round(1000 * medians[name], 1), counts[name]) for name in medians})
	# of these 45 are the Journal Entry's own, inserted and submitted
	assert counts["ours"] <= counts["whole"] + 20
