from typing import ClassVar

import frappe
from frappe.utils import flt

from fangxiu_app.approvals.approval_guard import ApprovalGuard
from fangxiu_app.contractors.breach.reads_orders import money
from fangxiu_app.core import snapshot
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.messages import describe, refuse
from fangxiu_app.core.money import product, total
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.row_locks import claim
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import service_purchase
from fangxiu_app.money.payments import (
	reads_repair_bills,
	rules_payment_review,
	service_bill_tax,
	service_repair_payments,
)
from fangxiu_app.money.payments.rules_payment_review import Line

INVOICE = (
	"supplier",
	"supplier_name",
	"bill_no",
	"project",
	"grand_total",
	"docstatus",
	"fx_third_party_order",
)


class RepairPaymentReview(ApprovalGuard, ProjectDocument):
	"""Review of a repair bill (保修款支付审核, R18): its invoice stays on hold until everybody has signed."""

	step_fields: ClassVar = {
		"Fangxiu Cost Department": ("price_basis", "price_note", "items.approved_amount", "items.approval_note")
	}
	#: recomputed from the lines on every save
	outside_content = ("approved_total", "tax_kind", "tax_rate", "tax_amount")

	def before_insert(self):
		super().before_insert()
		snapshot.renew()  # two at once wait for the bill's row, and the second sees the first
		self.lock_first()
		if other := reads_repair_bills.live_review(self.purchase_invoice):
			refuse([Violation("review_other", (self.purchase_invoice, other))])

	def before_validate(self):
		row = self.purchase_invoice and frappe.db.get_value(
			"Purchase Invoice", self.purchase_invoice, list(INVOICE), as_dict=True
		)
		if not row:
			return
		self.update({key: row[key] for key in ("supplier", "supplier_name", "bill_no")})
		self.project = row.project or self.project
		self.invoice_amount, self.third_party_order = row.grand_total, row.fx_third_party_order
		self.update(service_bill_tax.of(self.purchase_invoice))
		if self.is_new() and not self.items:
			self.extend("items", reads_repair_bills.lines(self.purchase_invoice))
			self.take_price_basis()

	def validate(self):
		self.check_project_scope()
		self.set_amounts()
		self.check_approval()

	def next_step(self) -> str:
		owed = frappe.db.get_value("Purchase Invoice", self.purchase_invoice, "outstanding_amount")
		return _("Next: Finance pays bill {0} as reviewed.").format(self.purchase_invoice) if flt(owed) > 0 else ""

	def take_price_basis(self):
		"""The cost department named it on the order: it is asked once, and may be corrected on its step (R16)."""
		basis = self.third_party_order and frappe.db.get_value(
			"Third Party Order", self.third_party_order, ["price_basis", "price_note"], as_dict=True
		)
		if basis:
			self.update({key: self.get(key) or basis[key] for key in basis})

	def on_submit(self):
		service_purchase.release(self.purchase_invoice)
		service_repair_payments.ask(self.purchase_invoice, self.approved_total)

	def before_cancel(self):
		super().before_cancel()
		paid = reads_repair_bills.paid(self.purchase_invoice)
		if paid:
			refuse([Violation("review_paid", (self.purchase_invoice, paid))])

	def on_cancel(self):
		service_repair_payments.withdraw(self.purchase_invoice)
		service_purchase.hold(self.purchase_invoice, _("Awaits the Repair Payment Review"))

	def set_amounts(self):
		for row in self.items:
			row.claimed_amount = float(product(row.claimed_qty, row.rate))
			row.verified_amount = float(product(row.verified_qty, row.rate))
			if self.approval_state == "Draft":
				row.approved_amount = row.verified_amount
		for part in ("claimed", "verified", "approved"):
			self.set(f"{part}_total", float(total(row.get(f"{part}_amount") for row in self.items)))

	def approval_amount(self) -> float:
		"""What the first signature saw: the cost department may lower it, never raise it."""
		return flt(self.verified_total)

	def approval_barred(self) -> dict[str, str]:
		"""Nor does an engineer approve the payment of their own tickets, nor who verified the quantities."""
		tickets = {row.ticket for row in self.items} - {None, ""}
		barred = set(frappe.get_all("Repair Ticket", {"name": ("in", tickets or {""})}, pluck="engineer"))
		barred.add(frappe.db.get_value("Third Party Order", self.third_party_order, "verified_by"))
		return {**dict.fromkeys(filter(None, barred), "approval_engineer"), **super().approval_barred()}

	def lock_first(self):
		claim("Purchase Invoice", [self.purchase_invoice], wait=True)

	def check_ready(self) -> None:
		refuse(self._missing())

	def lacks(self) -> list[str]:
		return [describe(found) for found in self._missing()]

	def _missing(self) -> list[Violation]:
		"""What the engineer has still to do before anybody is asked to sign, or cannot have signed at all."""
		found = rules_payment_review.workload(self._lines())
		if frappe.db.get_value("Purchase Invoice", self.purchase_invoice, "docstatus") != 1:
			found.append(Violation("review_invoice", (self.purchase_invoice,)))
		others = {"purchase_invoice": self.purchase_invoice, "name": ("!=", self.name), "docstatus": ("<", 2)}
		other = frappe.db.get_value(
			"Repair Payment Review", {**others, "approval_state": ("in", ("In Approval", "Approved"))}
		)
		if other:
			found.append(Violation("review_other", (self.purchase_invoice, other)))
		settled = reads_repair_bills.settled_by_itself(self.purchase_invoice)
		if money(self.verified_total) + settled > money(self.invoice_amount) and settled:
			found.append(Violation("review_settled", (self.purchase_invoice, settled)))
		if money(self.verified_total) > money(self.invoice_amount):
			found.append(Violation("review_total", (money(self.verified_total), money(self.invoice_amount))))
		return found

	def check_step(self, role: str) -> None:
		if role == "Fangxiu Cost Department":
			refuse(rules_payment_review.price(self._lines(), self.price_basis or ""))
		if role == roles.FINANCE and service_bill_tax.missing(self.purchase_invoice):
			refuse([Violation("tax_missing")])

	def _lines(self) -> list[Line]:
		return [
			Line(
				row.idx,
				*(
					money(row.get(name))
					for name in ("claimed_qty", "verified_qty", "verified_amount", "approved_amount")
				),
				row.difference_reason or "",
				row.approval_note or "",
			)
			for row in self.items
		]
