import frappe
from frappe.model.document import Document

from fangxiu_app.core.wording import _


class TimeLimit(Document):
	"""One clock's limit with its clause; escalation steps in percent of the limit."""

	def validate(self):
		self.check_percents()
		self.check_recipients()

	def check_percents(self):
		percents = [row.percent for row in self.steps]
		if any(percent <= 0 for percent in percents) or percents != sorted(percents):
			frappe.throw(_("Escalation steps need rising percentages above 0. Correct the steps."))

	def check_recipients(self):
		told = set()
		for row in self.steps:
			if row.recipient == "Role" and not row.notify_role:
				frappe.throw(_("Row {0}: choose the role that is told at {1}%.").format(row.idx, row.percent))
			if row.recipient != "Role":
				row.notify_role = None
			if (row.percent, row.recipient, row.notify_role) in told:
				frappe.throw(
					_("Row {0}: the same recipient stands twice at {1}%. Remove one row.").format(
						row.idx, row.percent
					)
				)
			told.add((row.percent, row.recipient, row.notify_role))
