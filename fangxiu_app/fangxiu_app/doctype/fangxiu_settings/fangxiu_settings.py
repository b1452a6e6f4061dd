import re
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document


class FangxiuSettings(Document):
	"""The regulation's numbers; each field names its clause, inferred ones say so (design 2.4)."""

	def validate(self):
		for fieldname in ("heating_start", "heating_end", "cooling_start", "cooling_end"):
			self.check_day(fieldname)
		self.check_robot()

	def check_robot(self):
		if not self.robot_enabled:
			return
		if not (self.get_password("robot_url", raise_exception=False) or "").startswith("https://"):
			frappe.throw(
				_(
					"Robot Address: paste the group robot's address, beginning with https://, or switch the robot off."
				)
			)

	def check_day(self, fieldname: str):
		value = self.get(fieldname) or ""
		try:
			if not re.fullmatch(r"\d\d-\d\d", value):
				raise ValueError(value)
			date.fromisoformat(f"2001-{value}")
		except ValueError:
			frappe.throw(
				_("{0}: enter a day of the year as MM-DD, for example 11-15.").format(
					_(self.meta.get_label(fieldname))
				)
			)
