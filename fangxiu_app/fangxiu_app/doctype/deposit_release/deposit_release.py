import frappe

from fangxiu_app.approvals import rules_approval, service_approvals
from fangxiu_app.approvals.approval_guard import ApprovalGuard
from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.access.roles import FINANCE, FINANCE_CLERK, HEADS
from fangxiu_app.core.messages import describe, refuse, show
from fangxiu_app.core.money import money
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import locks, service_journal
from fangxiu_app.money.releases import service_release_payments, service_releases

SAFE = (
	*("balance", "undecided", "waiting_charges", "compensations", "open_defects", "average_cost", "expected"),
	"safe_amount",
)
SIGNED = ("above_signed_by", "above_signed_at")
PAID = ("paid", "paid_on", "interest_entry")


class DepositRelease(ApprovalGuard, ProjectDocument):
	"""Giving a deposit back (质保金退还, R18): application, joint check, safe amount, approval, payment by finance."""

	locked_fields = (*ApprovalGuard.locked_fields, "state", *SIGNED, *PAID)
	outside_content = ("state", "check_by", "pay_by", "consent_on", *SAFE, *SIGNED, *PAID)
	#: posted, therefore signed; releases approved before it belonged to the content have a seal without it
	later_content = ("interest",)

	def onload(self):
		self.set_onload("seen", self.approval_digest(()))

	def before_insert(self):
		super().before_insert()
		for field in (*SIGNED, *PAID):
			self.set(field, None)
		self.state = "Applied"

	def before_validate(self):
		service_releases.fill(self)

	def validate(self):
		self.check_project_scope()
		# the state follows from the dates while the release is a draft; nothing else may set it
		self.locked_fields = tuple(name for name in self.locked_fields if name != "state" or self.docstatus)
		self.check_approval()
		self.drop_second()
		service_releases.check_amount(self)

	def drop_second(self):
		"""A release that was sent back and changed loses its second signature, which was given for the earlier content."""
		before = self.get_doc_before_save()
		if before and before.above_signed_by and not self.docstatus and not self.flags.fx_action and self._changed(before):
			self.above_signed_by = self.above_signed_at = None

	def _content(self, skipped: set[str]) -> dict[str, object]:
		"""Without what other releases have still to pay: it may change while this one is signed, and is reckoned at its end."""
		return super()._content({*skipped, "promised"})

	def lock_first(self):
		locks.enter([frappe.db.get_value(self.doctype, self.name, "agreement")])

	def approval_amount(self) -> float:
		return service_releases.company_amount(self)

	def approval_beside(self) -> dict[str, float]:
		return service_releases.beside(self)

	def approval_barred(self) -> dict[str, str]:
		"""Nor does who gave the second signature: it is beside the round, by another person."""
		above = {self.above_signed_by: "approval_above"} if self.above_signed_by else {}
		return {**above, **super().approval_barred()}

	def check_ready(self):
		service_releases.check_ready(self)
		service_releases.fix_interest(self)

	def lacks(self) -> list[str]:
		return list(map(describe, service_releases.missing(self)))

	def next_step(self) -> str:
		if self.state != "Approved":
			return ""
		return _("Next: Finance submits the payment of {0} to {1}; it is opened by Open Payment.").format(show(money(self.amount)), self.contractor_name)

	def signers_beside(self) -> tuple[str, ...]:
		return HEADS if service_releases.needs_second(self) and not self.above_signed_by else ()

	def before_submit(self):
		super().before_submit()
		service_releases.check_second(self)

	def on_submit(self):
		self.db_set({"state": "Approved", "interest_entry": service_releases.post_interest(self)})
		service_release_payments.draft_payments(self)

	def before_cancel(self):
		super().before_cancel()
		service_release_payments.check_cancel(self)
		self.state = "Cancelled"

	def on_cancel(self):
		if self.interest_entry:
			service_journal.cancel(self.interest_entry)

	@frappe.whitelist(methods=["POST"])
	def sign_above(self, seen: str = "") -> None:
		"""Second signature for more than is safe: a head or the general manager, who signs nothing else of it.

		``seen`` is the digest of what the form or the list showed: nothing else is signed, and nothing unseen.
		"""
		self.check_permission("read")
		frappe.only_for(HEADS)
		doc = self.stored("read")
		refuse(rules_approval.was_shown(seen, doc.approval_digest(())))
		service_releases.sign_above(doc, service_approvals.progress(doc))

	def draft_payment(self) -> list[str]:
		"""Draft the payment again, where finance has deleted or cancelled it."""
		self.check_permission("read")
		frappe.only_for((FINANCE, FINANCE_CLERK))
		self.lock_first()
		doc = self.stored("read")
		service_release_payments.check_approved(doc)
		service_approvals.check_intact(doc.doctype, doc.name)
		return service_release_payments.draft_payments(doc)
