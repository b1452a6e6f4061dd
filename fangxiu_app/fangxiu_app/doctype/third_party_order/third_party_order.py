from typing import ClassVar

import frappe
from frappe import _
from frappe.utils import flt, getdate

from fangxiu_app.access.project_document import ProjectDocument
from fangxiu_app.repair.approval_guard import ApprovalGuard


class ThirdPartyOrder(ApprovalGuard, ProjectDocument):
	"""Minor-works order to a third party (第三方委托, R107, R112): takes effect by approval, the contractor is charged."""

	locked_fields = (*ApprovalGuard.locked_fields, "status", "verified_total", "verified_by", "verified_at")
	step_fields: ClassVar = {"Cost Department": ("price_basis", "price_note")}
	outside_content = ("status", "verified_total", "completed_at", "verified_by", "verified_at")

	def before_validate(self):
		self.project = (
			self.ticket and frappe.db.get_value("Repair Ticket", self.ticket, "project")
		) or self.project

	def validate(self):
		self.check_project_scope()
		self.set_amounts()
		self.check_period()
		self.check_approval()

	def set_amounts(self):
		for row in self.items:
			row.amount = flt(flt(row.qty) * flt(row.rate), 2)
		self.total = flt(sum(row.amount for row in self.items), 2)

	def check_period(self):
		if getdate(self.finish_by) < getdate(self.start_on):
			frappe.throw(_("The work would finish before it starts. Correct Start On or Finish By."))

	def approval_amount(self) -> float:
		return flt(self.total)

	def approval_barred(self) -> dict[str, str]:
		"""Nor does the engineer of the tickets approve what is spent on their own work (R16)."""
		tickets = {self.ticket, *(row.ticket for row in self.items)} - {None, ""}
		engineers = frappe.get_all("Repair Ticket", {"name": ("in", tickets)}, pluck="engineer")
		return {**dict.fromkeys(filter(None, engineers), "approval_engineer"), **super().approval_barred()}

	def check_step(self, role: str) -> None:
		if role == "Cost Department" and not self.price_basis:
			frappe.throw(_("Choose the price basis before you sign: it is the cost department's part."))
