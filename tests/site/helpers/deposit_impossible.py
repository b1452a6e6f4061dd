"""Impossible or forbidden events of a deposit's state machine: each is refused and changes nothing."""

from __future__ import annotations

from decimal import Decimal

import frappe
import hypothesis.strategies as st
from frappe.utils import add_days, add_to_date, nowdate
from hypothesis.stateful import precondition, rule

from fangxiu_app.approvals import service_approvals
from tests.site.helpers import factories as make
from tests.site.helpers import money
from tests.site.helpers.deposit_books import one_of

CLAIM = "Contractor Deduction"
PICK = st.integers(0, 10**6)
AMOUNTS = st.integers(1, 900_000).map(lambda number: Decimal(number) / 100)
#: Up to two and a half years before or after.
DAYS = st.integers(1, 900)


class Impossible:
	"""Rules for the machine: each is refused, and its invariants compare the books afterwards."""

	@precondition(lambda self: self.in_state("Draft"))
	@rule(pick=PICK, days=DAYS, way=st.sampled_from(("future", "objection", "answer", "posting")))
	def before_it_was_told(self, pick, days, way):
		"""Received tomorrow; objected to, answered or posted without having been told."""
		doc = frappe.get_doc(CLAIM, one_of(self.in_state("Draft"), pick).name)
		self.attempt(
			f"impossible: {way} before the notice",
			False,
			{
				"future": lambda: money.told(doc, -days),
				"objection": lambda: doc.object_to(str(make.ago(days=days)), "有异议"),
				"answer": lambda: doc.answer_objection("Rejected", "已核", {}),
				"posting": lambda: money.approve(self.estate, doc),
			}[way],
		)

	@precondition(lambda self: self.in_state("Notified"))
	@rule(pick=PICK, days=DAYS, way=st.sampled_from(("objection", "later", "posting", "twice")))
	def against_the_notice(self, pick, days, way):
		"""Objected to before the notice came, or tomorrow; posted before it was heard; told a second time."""
		doc = frappe.get_doc(CLAIM, one_of(self.in_state("Notified"), pick).name)

		def too_early():
			doc.posting_date = add_days(doc.objection_until, -days)
			doc.save()
			return money.approve(self.estate, doc)

		self.attempt(
			f"impossible: {way} after the notice",
			False,
			{
				"objection": lambda: doc.object_to(str(add_to_date(doc.notified_at, days=-days)), "有异议"),
				"later": lambda: doc.object_to(str(make.ago(days=-days)), "有异议"),
				"posting": too_early,
				"twice": lambda: money.told(doc, days),
			}[way],
		)

	@precondition(lambda self: self.model.balance > 1)
	@rule(days=DAYS, way=st.sampled_from(("before", "future")))
	def check_of_a_release(self, days, way):
		"""Checked with the contractor before they asked for it, or tomorrow."""
		applied = add_days(nowdate(), -5)
		checked = add_days(applied, -days) if way == "before" else add_days(nowdate(), days)
		values = {"applied_on": applied, "checked_on": checked, "above_reason": "已提供担保"}
		amount = float(min(self.model.balance, Decimal(1)))
		self.attempt(
			f"impossible: check {way}",
			False,
			lambda: service_approvals.request(money.release(self.agreement, amount, **values)),
		)

	@precondition(lambda self: self.model.filled)
	@rule(pick=PICK, way=st.sampled_from(("unsigned", "own", "changed")))
	def take_back_alone(self, pick, way):
		"""Without the second signature, signed by its author, or changed after it was signed."""
		bucket = one_of(self.model.filled, pick)

		def alone():
			doc = money.entry(self.agreement, "Taken Back", 0.01, submit=False, bucket=bucket)
			if way == "own":
				doc.sign_freeing()
			elif way == "changed":
				money.sign_freeing(doc)
				doc.amount = 0.02
				doc.save()
			return doc.submit()

		self.attempt(f"take back alone: {way}", False, alone)

	def in_state(self, state: str) -> list:
		return [claim for claim in self.model.claims.values() if claim.state == state]

	@precondition(lambda self: self.model.filled)
	@rule(pick=PICK, amount=AMOUNTS)
	def overdraw_by_hand(self, pick, amount):
		bucket = one_of(self.model.filled, pick)
		rows = money.deduction_rows(self.agreement, bucket, float(amount))
		self.attempt("by hand", False, lambda: money.journal(rows))

	@precondition(lambda self: self.model.filled)
	@rule(pick=PICK, amount=AMOUNTS)
	def pay_by_hand(self, pick, amount):
		bucket = one_of(self.model.filled, pick)
		self.attempt("by hand", False, lambda: money.payment(self.agreement, [(bucket, float(amount))]))
