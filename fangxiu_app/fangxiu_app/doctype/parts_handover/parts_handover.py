import frappe
from frappe.utils import getdate, today

from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import service_late_proofs, service_two_sided
from fangxiu_app.parts import service_parts_handover
from fangxiu_app.parts.rules_spare_parts import unit_word


class PartsHandover(ProjectDocument):
	"""Handover of spare parts, project department to repair centre (R37): the second signature submits it and moves the stock."""

	locked_fields = service_two_sided.locked("Parts Handover")

	def before_validate(self):
		self.project = frappe.db.get_value("Spare Parts", self.spare_parts, "project") or self.project

	def validate(self):
		self.check_project_scope()
		self.check_locked_fields()
		service_two_sided.check_kept(self)
		service_parts_handover.complete_rows(self)
		self.check_rows()
		service_late_proofs.check(self)

	def before_submit(self):
		service_two_sided.check_complete(self)
		service_parts_handover.check_quantities(self)

	def on_submit(self):
		service_parts_handover.transfer(self)

	def before_cancel(self):
		service_parts_handover.check_undo(self)
		self.state = "Cancelled"

	def on_cancel(self):
		service_parts_handover.undo(self)

	def unit(self, row) -> str:
		"""The unit of a row in words, for the printed note."""
		return _(unit_word(row.uom))

	def check_rows(self):
		"""Something is handed over, each item once, and not in the future."""
		if getdate(self.handover_date) > getdate(today()):
			frappe.throw(_("The handover lies in the future. Enter the day on which both sign."))
		seen = set()
		for row in self.items:
			if row.qty <= 0 or row.item in seen:
				frappe.throw(
					_(
						"Row {0}: {1} needs a quantity above 0, in one row only. Correct or remove the row."
					).format(row.idx, frappe.bold(row.part_name or row.item))
				)
			seen.add(row.item)

	def title_in_words(self) -> str:
		return self.name

	def lacks(self) -> list:
		"""What is more than was received, as the form says it before somebody signs."""
		return service_parts_handover.too_much(self)

	def missing_for_signature(self) -> list:
		"""Quantities are checked against what was received: neither side signs for more. Raises RefusedError."""
		service_parts_handover.check_quantities(self)
		return []

	def complete(self):
		"""After the second signature: submitted, which moves the stock."""
		self.submit()
