from typing import ClassVar

import frappe
from frappe import _
from frappe.utils import flt, getdate, today

from fangxiu_app.approvals.approval_guard import ApprovalGuard
from fangxiu_app.contractors.breach import reads_breach_evidence, rules_chronology
from fangxiu_app.contractors.breach.reads_orders import money
from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import total
from fangxiu_app.core.refusal import Violation
from fangxiu_app.evidence import reads_proofs
from fangxiu_app.ledger import ledger_settings, reads_site_rules, reads_vouchers, service_purchase
from fangxiu_app.money.deductions import reads_charges as sources
from fangxiu_app.money.deductions import service_charges
from fangxiu_app.money.payments import rules_payment_review, service_compensations, service_repair_payments
from fangxiu_app.money.payments.rules_payment_review import Loss

LATER = ("status", "signed_by", "signed_on", "signed_evidence")


class Compensation(ApprovalGuard, ProjectDocument):
	"""Compensation of an owner (赔付, R110): approved by amount, paid after the settlement agreement is signed."""

	locked_fields = (*ApprovalGuard.locked_fields, *LATER)
	outside_content: ClassVar = LATER

	def onload(self):
		service_charges.show(self)
		self.set_onload("others", sources.compensations_of(self.ticket, self.name))
		self.set_onload("proofs", reads_proofs.proofs(self))

	def before_validate(self):
		row = self.ticket and frappe.db.get_value(
			"Repair Ticket", self.ticket, ["project", "unit"], as_dict=True
		)
		if row:
			self.project, self.unit = row.project, row.unit

	def before_insert(self):
		super().before_insert()
		self.status = "Draft"

	def validate(self):
		self.check_project_scope()
		self.claimed_total = float(total(row.claimed for row in self.items))
		self.agreed_total = float(total(row.agreed for row in self.items))
		if self.docstatus == 0 and self.approval_state in ("", None, "Draft"):
			service_compensations.propose(self)
		self.check_approval()
		if self.docstatus == 0:
			self.status = "Draft" if self.approval_state == "Draft" else "In Approval"
		elif self.status == "In Approval":
			self.status = "Approved"

	def before_cancel(self):
		super().before_cancel()
		service_charges.check_free(self)
		service_repair_payments.check_undo({"fx_compensation": self.name})
		self.status = "Cancelled"

	def on_cancel(self):
		link = {"fx_compensation": self.name}
		for invoice in frappe.get_all("Purchase Invoice", {**link, "docstatus": 1}, pluck="name"):
			service_repair_payments.withdraw(invoice)
		service_purchase.cancel_invoice(link)

	def approval_amount(self) -> float:
		return flt(self.agreed_total)

	def approved_text(self) -> str:
		return _("{0} {1} is approved. Once the owner has signed, press Record Settlement on it.")

	def approval_barred(self) -> dict[str, str]:
		engineer = frappe.db.get_value("Repair Ticket", self.ticket, "engineer")
		return {**({engineer: "approval_engineer"} if engineer else {}), **super().approval_barred()}

	def check_ready(self) -> None:
		reads_site_rules.check(reads_vouchers.company(self.project), "Purchase Invoice")
		service_compensations.propose(self)  # the warranty answer may have come since it was saved
		losses = [
			Loss(row.idx, *(money(row.get(name)) for name in ("claimed", "assessed", "agreed")))
			for row in self.items
		]
		refuse(
			rules_payment_review.compensation(
				losses, money(self.recovery_amount), self.contractor or "", self.agreement or ""
			)
		)

	def sign(self, signed_by: str, signed_on: str, file: str) -> str:
		"""The signed settlement agreement: only now the owner is paid, by a Purchase Invoice on an individual supplier.

		Raises RefusedError before the approval, or without name, day and file: nothing is paid without it.
		"""
		if self.docstatus != 1 or self.status != "Approved":
			refuse([Violation("compensation_state", (self.name, self.status))])
		if not (signed_by.strip() and signed_on and file):
			refuse([Violation("compensation_unsigned")])
		day = incoming.day(signed_on, _("Signed On"))
		refuse(self.out_of_order(day))
		evidence = frappe.get_doc(
			{
				"doctype": "Evidence Item",
				"ticket": self.ticket,
				"project": self.project,
				"kind": "Signed Form",
				"stage": "Other",
				"file": file,
				"caption": f"{self.name} {_('Settlement Agreement')}",
			}
		)
		# the endpoint checked the role; the evidence is part of the signature
		evidence.flags.ignore_permissions = True
		evidence.insert()
		self.update(
			{"status": "Signed", "signed_by": signed_by, "signed_on": day, "signed_evidence": evidence.name}
		)
		self.write_by_action(ignore_permissions=True)
		return self.pay()

	def out_of_order(self, signed_on) -> list[Violation]:
		"""A settlement is signed after the defect was reported, and not in the future."""
		if getdate(signed_on) > getdate(today()):
			return [Violation("time_in_future", (signed_on,))]
		complaints = reads_breach_evidence.complaints([self.ticket])
		events = [rules_chronology.Event(rules_chronology.COMPLAINT, at, ticket) for ticket, at in complaints]
		return rules_chronology.violations(
			[*events, rules_chronology.Event(rules_chronology.SETTLEMENT, getdate(signed_on), self.name)]
		)

	def pay(self) -> str:
		"""Purchase Invoice on the owner as an individual supplier, and the request for its payment."""
		company = reads_vouchers.company(self.project)
		lines = [
			service_purchase.Line(f"{_(row.kind)}：{row.description}", 1, row.agreed, self.ticket)
			for row in self.items
			if flt(row.agreed)
		]
		account = ledger_settings.account("compensation_account", company)
		payee = service_purchase.individual(self.payee_name, self.unit)
		invoice = service_purchase.invoice(self, lines, payee, account, {"fx_compensation": self.name})
		service_repair_payments.ask(invoice, self.agreed_total)
		return invoice
