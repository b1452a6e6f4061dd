import frappe
from frappe.model.document import Document

from fangxiu_app.core.wording import _


class MilestoneTemplate(Document):
	"""What has to be done when before and after a delivery (R20-R50): dates counted from D, its first day, or C, the day it is completed."""

	def validate(self):
		seen = set()
		for row in self.rows:
			if row.code in seen:
				frappe.throw(
					_("Row {0}: code {1} stands there twice. Give each milestone its own.").format(
						row.idx, row.code
					)
				)
			seen.add(row.code)

	def on_update(self):
		"""One default only: the latest one chosen."""
		if self.is_default:
			others = {"is_default": 1, "name": ("!=", self.name)}
			for name in frappe.get_all("Milestone Template", others, pluck="name"):
				frappe.db.set_value("Milestone Template", name, "is_default", 0)
