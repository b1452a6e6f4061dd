import frappe
from frappe import _
from frappe.model.document import Document

from fangxiu_app.warranty.service_warranty import check_terms


class WarrantyItem(Document):
	"""A part of the house as the statutes name it, with the terms a project's own book may prolong (R83)."""

	def validate(self):
		for side in ("owner", "contractor"):
			if not self.get(f"{side}_unit"):
				frappe.throw(
					_("{0}: choose a unit. Every item has both terms.").format(
						_(self.meta.get_label(f"{side}_unit"))
					)
				)
		check_terms(self, self.season_kind)
