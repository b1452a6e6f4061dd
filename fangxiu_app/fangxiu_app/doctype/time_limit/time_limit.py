import frappe
from frappe import _
from frappe.model.document import Document


class TimeLimit(Document):
	"""One clock's limit with its clause; escalation steps in percent of the limit (design 6)."""

	def validate(self):
		percents = [row.percent for row in self.steps]
		if any(percent <= 0 for percent in percents) or percents != sorted(set(percents)):
			frappe.throw(
				_("Escalation steps need rising percentages above 0, each only once. Correct the steps.")
			)
