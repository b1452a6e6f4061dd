"""A state machine on the real site: whatever order of holds, deductions, releases and cancellations, the books agree.

Small by default. The long profile, some 200 runs of 20 steps and more, by hand: ``FX_LONG=1 ./fx test tests/site/test_deposit_machine.py``.
"""

from __future__ import annotations

import os
from decimal import Decimal

import frappe
import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
	RuleBasedStateMachine,
	invariant,
	precondition,
	rule,
	run_state_machine_as_test,
)

from fangxiu_app.queries import deposit_register, deposits
from tests.site import money

LONG = bool(os.environ.get("FX_LONG"))
AMOUNTS = st.integers(1, 900_000).map(lambda cents: cents / 100)
REFUSED = (frappe.ValidationError,)
ESTATE = {}


class Deposit(RuleBasedStateMachine):
	"""One agreement in a transaction of its own; refused steps roll back to where they began, as a request does."""

	def __init__(self):
		super().__init__()
		frappe.db.rollback()
		frappe.set_user("Administrator")
		self.estate = ESTATE["made"]
		self.agreement = money.agreement(self.estate, deduction_terms=[{"clause_no": "1", "breach": "Other"}])
		self.expected = Decimal(0)
		self.made: list[tuple[str, str, Decimal]] = []

	def teardown(self):
		frappe.db.rollback()

	def attempt(self, action):
		"""The result of ``action``, or None after a refusal that left nothing behind."""
		frappe.db.savepoint("step")
		try:
			return action()
		except REFUSED:
			frappe.db.rollback(save_point="step")
			return None

	def moved(self, kind: str, name: str, amount: float):
		value = Decimal(str(round(amount, 2)))
		self.made.append((kind, name, value))
		self.expected += value

	@rule(amount=AMOUNTS, kind=st.sampled_from(("Cash In", "Brought Forward")))
	def put(self, amount, kind):
		doc = self.attempt(lambda: money.entry(self.agreement, kind, amount))
		if doc:
			self.moved("Warranty Deposit Entry", doc.name, amount)

	@rule(amount=AMOUNTS)
	def invoice(self, amount):
		doc = self.attempt(lambda: money.invoice(self.estate.general, amount, self.agreement.name))
		held = doc and frappe.db.get_value(
			"Warranty Deposit Entry", {"purchase_invoice": doc.name, "docstatus": 1}, ["name", "amount"]
		)
		if held:
			self.moved("Warranty Deposit Entry", held[0], held[1])

	@rule(amount=AMOUNTS)
	def deduct(self, amount):
		rows = [{"line_kind": "Penalty", "description": "x", "claimed": amount}]
		values = {"source": "Contract Clause", "clause": "1", "items": rows}
		before = self.expected

		def post():
			doc = money.deduction(self.agreement, **values)
			frappe.db.set_value("Contractor Deduction", doc.name, "docstatus", 1)
			doc.reload()
			doc.run_method("on_submit")
			return doc.reload()

		doc = self.attempt(post)
		if doc:
			self.moved("Contractor Deduction", doc.name, -doc.from_deposit)
			assert doc.from_deposit == float(min(before, Decimal(str(amount))))

	@rule(amount=AMOUNTS)
	def release(self, amount):
		def pay():
			doc = money.release(self.agreement, amount)
			frappe.db.set_value("Deposit Release", doc.name, {"docstatus": 1, "state": "Approved"})
			doc.reload().run_method("on_submit")
			payment = frappe.get_doc("Payment Entry", {"fx_deposit_release": doc.name, "docstatus": 0})
			payment.submit()
			return payment

		payment = self.attempt(pay)
		assert bool(payment) == (Decimal(str(amount)) <= self.expected)
		if payment:
			self.moved("Payment Entry", payment.name, -amount)

	@precondition(lambda self: self.made)
	@rule(data=st.data())
	def cancel(self, data):
		index = data.draw(st.integers(0, len(self.made) - 1))
		doctype, name, amount = self.made[index]
		frappe.local.dynamic_link_map = None

		def undo():
			doc = frappe.get_doc(doctype, name)
			doc.flags.fx_cancelling = True
			doc.cancel()
			return True

		if self.attempt(undo):
			self.made.pop(index)
			self.expected -= amount

	@precondition(lambda self: self.made)
	@rule(data=st.data(), amount=AMOUNTS)
	def overdraw_by_hand(self, data, amount):
		"""A hand-made Journal Entry on any bucket never passes."""
		found = deposits.agreement_buckets(self.agreement.name)
		if found:
			bucket = data.draw(st.sampled_from(sorted(found, key=lambda one: one.name)))
			rows = money.deduction_rows(self.agreement, bucket.name, amount)
			assert self.attempt(lambda: money.journal(rows)) is None

	@invariant()
	def the_books_agree(self):
		rows = deposit_register.rows({"name": self.agreement.name})
		assert len(rows) == 1
		row = rows[0]
		assert Decimal(str(round(row.balance, 2))) == self.expected
		assert (round(row.difference, 2), round(row.held - row.deducted - row.released, 2)) == (
			0,
			round(row.balance, 2),
		)

	@invariant()
	def no_bucket_is_overdrawn_and_none_is_orphaned(self):
		found = deposits.agreement_buckets(self.agreement.name)
		assert all(bucket.remaining >= 0 for bucket in found)
		assert sum((bucket.remaining for bucket in found), Decimal(0)) == self.expected


def test_the_deposit_survives_any_order_of_events(estate):
	ESTATE["made"] = estate
	profile = settings(
		max_examples=200 if LONG else 4,
		stateful_step_count=20 if LONG else 12,
		deadline=None,
		suppress_health_check=list(HealthCheck),
		database=None,
	)
	run_state_machine_as_test(Deposit, settings=profile)
	assert frappe.db.count("Warranty Agreement", {"name": ("like", "WA-%")}) >= 2, "the site is as it was"
