from typing import ClassVar

import frappe
from frappe.utils import flt

from fangxiu_app.approvals.approval_guard import ApprovalGuard
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.messages import describe, refuse
from fangxiu_app.core.row_locks import claim
from fangxiu_app.core.wording import _
from fangxiu_app.evidence import reads_proofs
from fangxiu_app.ledger import reads_site_rules, reads_vouchers, service_purchase
from fangxiu_app.money.deductions import reads_charges as sources
from fangxiu_app.money.deductions import service_charges
from fangxiu_app.money.payments import (
	reads_compensations,
	rules_compensation,
	service_compensations,
	service_repair_payments,
	service_settlements,
)

#: Written when the signed agreement is recorded.
SIGNATURE = ("signed_by", "signed_on", "signed_evidence", "signed_authorisation", "witness_name", "witness_phone")
LATER = ("status", "unpaid", "recovered", "settlement_seal", *SIGNATURE)
DECISION = ("recourse_decision", "recourse_share", "recourse_reason", "recourse_by", "recourse_at")
#: Roles that may sign, and then say why more is given than was assessed.
SIGNERS = (roles.MANAGER, roles.CS_HEAD, roles.COST_DEPARTMENT, roles.GENERAL_MANAGER, roles.FINANCE)
#: Computed from the lines.
COMPUTED = ("cash_total", "items.difference")


class Compensation(ApprovalGuard, ProjectDocument):
	"""Compensation of an owner (赔付, R110): approved by amount, given in cash or in kind after the settlement agreement is signed."""

	locked_fields = (*ApprovalGuard.locked_fields, *LATER, *DECISION)
	outside_content: ClassVar = (*LATER, *COMPUTED)
	later_rows: ClassVar = {"photos": "added_at"}

	@property
	def step_fields(self) -> dict[str, tuple[str, ...]]:
		"""Whoever signs first says why more is given than was assessed, where it is; those after them may add to it."""
		above = any(one.agreed > one.assessed for one in reads_compensations.losses(self))
		return dict.fromkeys(SIGNERS, ("above_reason",)) if above else {}

	def onload(self):
		service_charges.show(self)
		self.set_onload("others", sources.compensations_of(self.ticket, self.name))
		self.set_onload("proofs", reads_proofs.proofs(self))
		if self.docstatus == 0:
			self.set_onload("proposals", service_settlements.proposed(self))

	def before_validate(self):
		row = self.ticket and frappe.db.get_value(
			"Repair Ticket", self.ticket, ["project", "unit"], as_dict=True
		)
		if row:
			self.project, self.unit = row.project, row.unit

	def before_insert(self):
		super().before_insert()
		self.status = "Draft"
		for field in DECISION if self.amended_from else ():
			self.set(field, None)

	def validate(self):
		self.check_project_scope()
		if self.docstatus == 0 and self.approval_state in ("", None, "Draft"):
			service_compensations.fill(self)
		service_compensations.reckon(self)
		self.check_approval()
		if self.docstatus == 0:
			self.status = "Draft" if self.approval_state == "Draft" else "In Approval"
		elif self.status == "In Approval":
			self.status = "Approved"

	def before_cancel(self):
		super().before_cancel()
		service_charges.check_free(self)
		service_repair_payments.check_undo({"fx_compensation": self.name})
		service_settlements.check_undo(self)
		self.status, self.unpaid = "Cancelled", 0

	def on_cancel(self):
		link = {"fx_compensation": self.name}
		for invoice in frappe.get_all("Purchase Invoice", {**link, "docstatus": 1}, pluck="name"):
			service_repair_payments.withdraw(invoice)
		service_purchase.cancel_invoice(link)

	def lock_first(self) -> None:
		"""The ticket and the parts it gives: of two compensations about the same one, the second sees the first."""
		claim("Repair Ticket", [self.ticket], wait=True)
		claim("Ticket Part", [row.ticket_part for row in self.benefits if row.ticket_part], wait=True)

	def approval_amount(self) -> float:
		return flt(self.agreed_total)

	def approval_beside(self) -> dict[str, float]:
		return reads_compensations.beside(self)

	def approved_text(self) -> str:
		return _("{0} {1} is approved. Once the owner has signed, press Record Settlement on it.")

	def next_step(self) -> str:
		return service_settlements.next_step(self)

	def approval_barred(self) -> dict[str, str]:
		engineer = frappe.db.get_value("Repair Ticket", self.ticket, "engineer")
		return {**({engineer: "approval_engineer"} if engineer else {}), **super().approval_barred()}

	def lacks(self) -> list[str]:
		return [describe(one) for one in service_compensations.missing(self)]

	def check_ready(self) -> None:
		reads_site_rules.check(reads_vouchers.company(self.project), "Purchase Invoice")
		refuse(service_compensations.missing(self))

	def check_step(self, role: str) -> None:
		refuse(rules_compensation.above_assessed(reads_compensations.losses(self), self.above_reason or ""))

	def is_sealed_by(self, seal: str) -> bool:
		"""Also what was recorded with the signature stays as it was: who signed, when, before whom, with which paper."""
		signed = not self.settlement_seal or self.settlement_seal == service_settlements.seal(self)
		return signed and super().is_sealed_by(seal)

	def sign(self, signed_by: str, signed_on: str, file: str, **more: str) -> str:
		"""The signed settlement agreement: only now the owner is paid; returns the Purchase Invoice, empty where all is in kind."""
		return service_settlements.sign(self, {"signed_by": signed_by, "signed_on": signed_on, "file": file, **more})
