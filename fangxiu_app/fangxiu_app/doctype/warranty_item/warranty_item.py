import frappe
from frappe.model.document import Document

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.warranty.rules_lawful_terms import LEAST
from fangxiu_app.warranty.service_warranty import check_lawful, check_terms


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
		check_lawful(self, self.name)

	def before_rename(self, old, new, merge=False):
		"""A name is what the law's least term is found by: it is neither given up nor taken by another item.

		``old`` and ``new`` are as somebody typed them; the stored name decides.
		"""
		named = [name for name in (self.name, new.strip()) if name in LEAST]
		refuse([Violation("warranty_item_by_law", (name,)) for name in named[:1]])
