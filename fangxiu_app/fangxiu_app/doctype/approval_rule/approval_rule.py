import frappe
from frappe.model.document import Document
from frappe.utils import flt

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.wording import _


class ApprovalRule(Document):
	"""Who approves which amount of which document, step by step. The shipped amounts are inferred: no source gives any."""

	def validate(self):
		self.check_band()
		self.check_overlap()

	def check_band(self):
		if flt(self.amount_to) and flt(self.amount_to) <= flt(self.amount_from):
			frappe.throw(
				_("Amount Up To lies below Amount Above. Correct one of the two, or enter 0 for no end.")
			)

	def check_overlap(self):
		"""Two rules for one amount would let the author choose between them."""
		if not self.enabled:
			return
		own = service_approvals.as_rule(self)
		for other in service_approvals.rules(self.document_type):
			if other.name != self.name and own.overlaps(other):
				frappe.throw(
					_(
						"Rule {0} covers some of these amounts already. Let one band begin where the other ends, or disable one of the rules."
					).format(frappe.bold(other.name))
				)
