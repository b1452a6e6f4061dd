from frappe.model.document import Document

from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger.refusing import refuse


class DeductionItem(Document):
	"""A line of a deduction: cost, surcharge or penalty, its source, and what was claimed beside it (R111)."""

	def show_unique_validation_message(self, e):
		"""The same source was charged by another user a moment ago: a message instead of the index's name."""
		refuse([Violation("source_charged", (self.idx, self.source_type, self.source_name, "–"))])
