import frappe
from frappe.model.document import Document

from fangxiu_app.core.wording import _
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS


class PatrolChecklist(Document):
	"""What a patrol looks at for one class of work, under all six aspects (R100). Users may change it."""

	def validate(self):
		self.check_aspects()
		self.check_general()

	def check_aspects(self):
		missing = [aspect for aspect in ASPECTS if aspect not in {row.aspect for row in self.items}]
		if missing:
			frappe.throw(
				_("A patrol looks at all six aspects (R100). Add a line for: {0}.").format(
					", ".join(map(_, missing))
				)
			)

	def check_general(self):
		other = self.is_general and frappe.db.get_value(
			"Patrol Checklist", {"is_general": 1, "name": ("!=", self.name or "")}
		)
		if other:
			frappe.throw(
				_("{0} is the checklist for all other work already. Take the mark off there first.").format(
					frappe.bold(other)
				)
			)
