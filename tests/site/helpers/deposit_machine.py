"""Every event of a deposit in any order, on real vouchers: what is granted, what refused, and the books after each step."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import frappe
import hypothesis.strategies as st
from frappe.utils import add_months, nowdate
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.ledger import reads_deposits
from fangxiu_app.ledger.rules_deposit import share
from fangxiu_app.money.deposits import reads_deposit_register
from tests.site.helpers import factories as make
from tests.site.helpers import money
from tests.site.helpers.deposit_books import amended, one_of, orphans, references
from tests.site.helpers.deposit_impossible import Impossible
from tests.site.helpers.deposit_model import ZERO, Claim, Model, Release, cents
from tests.site.helpers.orders import acting, sign

AMOUNTS = st.integers(1, 900_000).map(lambda number: Decimal(number) / 100)
CLAIMS = st.integers(1, 200_000).map(lambda number: Decimal(number) / 100)
PICK = st.integers(0, 10**6)
ENTRY, CLAIM, RELEASE = "Warranty Deposit Entry", "Contractor Deduction", "Deposit Release"
PAYMENT, INVOICE = "Payment Entry", "Purchase Invoice"
#: Set by the test before the machine runs; ``steps`` counts what was done, by rule.
ESTATE, STEPS = {}, {}


class Deposit(Impossible, RuleBasedStateMachine):
	"""One agreement in a transaction of its own; a refused step rolls back to where it began, as a request does."""

	def __init__(self):
		super().__init__()
		frappe.db.rollback()
		frappe.set_user("Administrator")
		self.estate = ESTATE["made"]
		terms = [{"clause_no": "1", "breach": "Other"}]
		accepted = add_months(nowdate(), -30)
		self.agreement = money.agreement(self.estate, accepted_on=accepted, deduction_terms=terms)
		self.model = Model()

	def teardown(self):
		frappe.db.rollback()
		STEPS["runs"] = STEPS.get("runs", 0) + 1
		ESTATE["progress"](STEPS)

	def attempt(self, what: str, granted: bool, action):
		"""The result of ``action``, which is done when ``granted`` and refused, leaving nothing behind, when not."""
		frappe.db.savepoint("step")
		frappe.local.dynamic_link_map = None
		frappe.clear_messages()
		try:
			result = action() or True
		except frappe.ValidationError as error:
			frappe.db.rollback(save_point="step")
			frappe.set_user("Administrator")
			assert not granted, (what, str(error))
			result = None
		assert bool(result) == granted, (what, result)
		key = what if granted else f"{what}, refused"
		STEPS[key] = STEPS.get(key, 0) + 1
		return result

	# money in

	@rule(amount=AMOUNTS, kind=st.sampled_from(("Cash In", "Brought Forward")))
	def receive(self, amount, kind):
		doc = self.attempt("receive", True, lambda: money.entry(self.agreement, kind, float(amount)))
		self.model.fill(kind, doc.name, doc.journal_entry, amount)

	@rule(amount=AMOUNTS)
	def hold(self, amount):
		values = (self.estate.general, float(amount * 50), self.agreement.name)
		self.held_from(self.attempt("hold", True, lambda: money.invoice(*values)))

	def held_from(self, invoice):
		wanted = share(cents(invoice.rounded_total or invoice.grand_total), Decimal(3))
		filters = {"purchase_invoice": invoice.name, "docstatus": 1}
		held = frappe.db.get_value(ENTRY, filters, ["name", "journal_entry", "amount"])
		assert (cents(held[2]) if held else ZERO) == wanted
		self.model.invoices[invoice.name] = held[0] if held else ""
		if held:
			self.model.fill("Held", held[0], held[1], wanted)

	@precondition(lambda self: self.model.filled)
	@rule(pick=PICK, amount=AMOUNTS)
	def take_back(self, pick, amount):
		bucket = one_of(self.model.filled, pick)
		granted = amount <= self.model.left(bucket)
		give = partial(money.entry, self.agreement, "Taken Back", float(amount), bucket=bucket)
		doc = self.attempt("take back", granted, give)
		if doc:
			self.model.entries[doc.name] = ("Taken Back", "")
			self.model.take(doc.name, {bucket: amount}, "held")

	# deductions

	@rule(amount=CLAIMS, surcharge=CLAIMS, stage=st.integers(0, 3))
	def claim(self, amount, surcharge, stage):
		lines = [("Penalty", amount), ("Surcharge", surcharge)]
		rows = [
			{"line_kind": kind, "description": "x", "clause_no": "1", "claimed": float(value)}
			for kind, value in lines
		]
		doc = self.attempt(
			"claim",
			True,
			lambda: money.deduction(self.agreement, source="Contract Clause", clause="1", items=rows),
		)
		self.model.claims[doc.name] = Claim(doc.name, lines)
		for _step in range(stage):
			self.hear(self.model.claims[doc.name], "Rejected")

	@rule(amount=CLAIMS, surcharge=CLAIMS)
	def charge(self, amount, surcharge):
		"""Claimed, told, not objected to, deducted."""
		self.claim(amount, surcharge, 1)
		self.post(list(self.model.claims.values())[-1])

	@precondition(lambda self: self.model.open_claims)
	@rule(pick=PICK, result=st.sampled_from(("Rejected", "Upheld in Part", "Upheld")))
	def proceed(self, pick, result):
		self.hear(one_of(self.model.open_claims, pick), result)

	def hear(self, claim, result):
		doc = frappe.get_doc(CLAIM, claim.name)
		if claim.state == "Draft":
			self.attempt("tell", True, lambda: money.told(doc, 6))
			claim.state = "Notified"
		elif claim.state == "Notified":
			self.attempt("object", True, lambda: doc.object_to(str(make.ago(days=3)), "有异议"))
			claim.state = "Objected"
		elif claim.state == "Objected":
			self.answer(doc, claim, result)

	def answer(self, doc, claim, result):
		kind, amount = claim.lines[0]
		lowered = (amount / 2).quantize(Decimal("0.01"), "ROUND_DOWN")
		amounts = {doc.items[0].name: [float(lowered), "核减"]} if result == "Upheld in Part" else {}
		self.attempt("answer", True, lambda: doc.answer_objection(result, "已核", amounts))
		claim.state = "Withdrawn" if result == "Upheld" else "Answered"
		if result == "Upheld in Part":
			claim.lines[0] = (kind, lowered)
		elif result == "Upheld":
			claim.lines = [(kind, ZERO) for kind, _amount in claim.lines]

	@precondition(lambda self: self.model.open_claims)
	@rule(pick=PICK)
	def deduct(self, pick):
		self.post(one_of(self.model.open_claims, pick))

	def post(self, claim):
		granted = claim.state in ("Notified", "Answered")
		doc = frappe.get_doc(CLAIM, claim.name)
		if not self.attempt("deduct", granted, lambda: money.approve(self.estate, doc)):
			return
		parts = self.model.oldest(claim.total)
		paid = sum(parts.values(), ZERO)
		self.model.take(doc.name, parts, "deducted")
		claim.state = "Posted"
		doc.reload()
		assert (cents(doc.from_deposit), cents(doc.excess)) == (paid, claim.total - paid)

	@precondition(lambda self: self.model.posted_claims)
	@rule(pick=PICK)
	def reverse(self, pick):
		claim = one_of(self.model.posted_claims, pick)
		doc = frappe.get_doc(CLAIM, claim.name)
		if not self.attempt("reverse", claim.state == "Posted", lambda: doc.reverse("判决") or True):
			return
		claim.state = "Reversed"
		entry = frappe.db.get_value(CLAIM, doc.name, "reversal")
		if entry:
			bucket = frappe.db.get_value(ENTRY, entry, "journal_entry")
			paid = sum(self.model.taken[doc.name].values(), ZERO)
			self.model.fill("Deduction Reversal", entry, bucket, paid)

	# releases

	@rule(amount=AMOUNTS, part=st.integers(0, 4), signed=st.booleans(), at_once=st.booleans())
	def release(self, amount, part, signed, at_once):
		"""Any amount, or all of what is safe, or a half, a third, a quarter of it; paid at once, or later."""
		free = self.model.balance - self.model.unpaid
		safe = max(ZERO, free - self.model.undecided)
		amount = (safe / part).quantize(Decimal("0.01"), "ROUND_DOWN") if part and safe > 1 else amount
		granted = amount <= free and (signed or amount <= safe)

		def approve():
			doc = money.release(self.agreement, float(amount), above_reason="已提供担保")
			service_approvals.request(doc)
			manager, cost, finance = money.signers(self.estate)
			sign(doc, manager, cost)
			if signed:
				with acting(self.estate.users[roles.GENERAL_MANAGER]):
					money.sign_above(doc.name)
			return sign(doc, finance)

		doc = self.attempt("release", granted, approve)
		if doc:
			self.model.releases[doc.name] = Release(doc.name, amount)
			self.drafted(self.model.releases[doc.name])
			if at_once:
				self.submit(self.model.releases[doc.name], *self.model.releases[doc.name].drafts)

	def drafted(self, release):
		"""The drafts are what the oldest buckets give that no other draft names."""
		release.drafts = {}
		wanted = self.model.unreserved(release.unpaid)
		names = frappe.get_all(PAYMENT, {"fx_deposit_release": release.name, "docstatus": 0}, pluck="name")
		release.drafts = {name: references(name) for name in names}
		assert list(release.drafts.values()) == ([wanted] if wanted else [])

	@precondition(lambda self: self.model.releases)
	@rule(pick=PICK)
	def draft_again(self, pick):
		"""Finance deletes the drafts and has them made anew, from what stands in the deposit now; what is paid in full takes none."""
		release = one_of(self.model.releases.values(), pick)

		def again():
			for name in release.drafts:
				frappe.delete_doc(PAYMENT, name)
			frappe.get_doc(RELEASE, release.name).draft_payment()
			return True

		self.attempt("draft again", bool(release.unpaid), again)
		self.drafted(release)

	@precondition(lambda self: self.model.drafts)
	@rule(pick=PICK)
	def pay(self, pick):
		self.submit(*one_of(self.model.drafts, pick))

	def submit(self, release, name):
		"""A draft whose buckets were emptied since takes what the oldest ones have."""
		parts, total = release.drafts[name], sum(release.drafts[name].values(), ZERO)
		if not self.model.fits(parts):
			parts = self.model.oldest(total)
		if self.attempt("pay", sum(parts.values()) == total, lambda: frappe.get_doc(PAYMENT, name).submit()):
			del release.drafts[name]
			self.paid(release, name, parts)

	def paid(self, release, name, parts):
		assert references(name) == parts
		self.model.take(name, parts, "released")
		release.payments[name] = sum(parts.values(), ZERO)

	# cancel and amend

	@precondition(lambda self: self.model.living)
	@rule(pick=PICK)
	def cancel(self, pick):
		doctype, thing = one_of(self.model.living, pick)
		getattr(self, f"cancel_{frappe.scrub(doctype)}")(thing)

	def cancel_warranty_deposit_entry(self, name):
		kind, bucket = self.model.entries[name]
		granted = kind != "Deduction Reversal" and not (bucket and self.model.used(bucket))
		if not self.attempt("cancel entry", granted, lambda: frappe.get_doc(ENTRY, name).cancel()):
			return
		self.model.cancelled.append((ENTRY, name))
		if kind == "Taken Back":
			self.model.entries.pop(name)
			self.model.give_back(name, "held")
		else:
			self.model.empty(name)
			for release in self.model.naming(bucket):
				self.drafted(release)

	@precondition(lambda self: self.model.entries)
	@rule(pick=PICK)
	def cancel_voucher_by_hand(self, pick):
		name = one_of(self.model.entries, pick)
		voucher = frappe.db.get_value(ENTRY, name, "journal_entry")
		self.attempt("cancel voucher", False, lambda: frappe.get_doc("Journal Entry", voucher).cancel())

	def cancel_contractor_deduction(self, claim):
		way = partial(service_approvals.cancel, frappe.get_doc(CLAIM, claim.name), "撤销")
		entry = frappe.db.get_value(CLAIM, claim.name, "reversal") or ""
		bucket = self.model.entries[entry][1] if entry else ""
		if self.attempt("cancel deduction", not self.model.used(bucket), way):
			if entry:
				self.model.empty(entry)
			self.model.give_back(claim.name, "deducted")
			for release in self.model.naming(bucket):
				self.drafted(release)
			del self.model.claims[claim.name]
			self.model.cancelled.append((CLAIM, claim.name))

	def cancel_deposit_release(self, release):
		doc = frappe.get_doc(RELEASE, release.name)
		granted = not release.payments
		if self.attempt("cancel release", granted, lambda: service_approvals.cancel(doc, "撤销")):
			del self.model.releases[release.name]
			self.model.cancelled.append((RELEASE, release.name))

	def cancel_payment_entry(self, pair):
		release, name = pair
		self.attempt("cancel payment", True, lambda: frappe.get_doc(PAYMENT, name).cancel())
		self.model.give_back(name, "released")
		del release.payments[name]
		self.model.cancelled.append((PAYMENT, name))

	def cancel_purchase_invoice(self, name):
		granted = self.model.invoices[name] not in self.model.entries
		if self.attempt("cancel invoice", granted, lambda: frappe.get_doc(INVOICE, name).cancel()):
			del self.model.invoices[name]
			self.model.cancelled.append((INVOICE, name))

	@precondition(lambda self: self.model.cancelled)
	@rule(pick=PICK)
	def amend(self, pick):
		doctype, name = one_of(self.model.cancelled, pick)
		getattr(self, f"amend_{frappe.scrub(doctype)}")(frappe.get_doc(doctype, name))

	def amend_warranty_deposit_entry(self, doc):
		bucket, amount = doc.bucket or "", cents(doc.amount)
		unpaid = doc.kind != "Held" or doc.purchase_invoice in self.model.invoices
		other = doc.kind == "Held" and self.model.invoices.get(doc.purchase_invoice) in self.model.entries
		back = doc.kind != "Taken Back" or self.model.buckets.get(bucket, ZERO) >= amount

		def again():
			copy = amended(doc)
			if copy.kind == "Taken Back":
				money.sign_freeing(copy)
			return copy.submit()

		copied = self.attempt("amend entry", unpaid and not other and back, again)
		if not copied:
			return
		self.model.cancelled.remove((ENTRY, doc.name))
		if doc.kind == "Taken Back":
			self.model.entries[copied.name] = ("Taken Back", "")
			self.model.take(copied.name, {bucket: amount}, "held")
			return
		self.model.fill(doc.kind, copied.name, copied.journal_entry, amount)
		if doc.kind == "Held":
			self.model.invoices[doc.purchase_invoice] = copied.name

	def amend_contractor_deduction(self, doc):
		copied = self.attempt("amend deduction", True, lambda: service_approvals.amend(doc))
		self.model.cancelled.remove((CLAIM, doc.name))
		lines = [(row.line_kind, cents(row.claimed)) for row in doc.items]
		self.model.claims[copied.name] = Claim(copied.name, lines)

	def amend_deposit_release(self, doc):
		free = self.model.balance - self.model.unpaid
		if self.attempt("amend release", cents(doc.amount) <= free, lambda: service_approvals.amend(doc)):
			self.model.cancelled.remove((RELEASE, doc.name))

	def amend_payment_entry(self, doc):
		release, parts = self.model.releases.get(doc.fx_deposit_release), references(doc.name)
		total = sum(parts.values(), ZERO)
		if not self.model.fits(parts):
			parts = self.model.oldest(total)
		granted = release is not None and total <= release.unpaid and sum(parts.values()) == total
		copied = self.attempt("amend payment", granted, lambda: amended(doc).submit())
		if copied:
			self.model.cancelled.remove((PAYMENT, doc.name))
			self.paid(release, copied.name, parts)

	def amend_purchase_invoice(self, doc):
		invoice = self.attempt("amend invoice", True, lambda: amended(doc).submit())
		self.model.cancelled.remove((INVOICE, doc.name))
		self.held_from(invoice)

	# the books

	@invariant()
	def the_books_agree(self):
		[row] = reads_deposit_register.rows({"name": self.agreement.name})
		found = {name: cents(row[name]) for name in ("held", "deducted", "released", "balance", "difference")}
		assert found == {**self.model.sums, "balance": self.model.balance, "difference": ZERO}
		assert cents(row.booked) == cents(reads_deposits.balance(self.agreement.name)) == self.model.balance
		assert cents(row.undecided) == self.model.undecided

	@invariant()
	def no_bucket_is_overdrawn(self):
		found = {bucket.name: bucket.remaining for bucket in reads_deposits.agreement_buckets(self.agreement.name)}
		assert found == self.model.buckets
		assert all(left >= 0 for left in found.values())

	@invariant()
	def nothing_is_orphaned(self):
		assert orphans(self.agreement.name) == []
		for release in self.model.releases.values():
			paid = sum(release.payments.values(), ZERO)
			whole = "Paid" if paid == release.amount else "Approved"
			row = frappe.db.get_value(RELEASE, release.name, ["state", "paid"])
			assert (row[0], cents(row[1])) == (whole, paid)
