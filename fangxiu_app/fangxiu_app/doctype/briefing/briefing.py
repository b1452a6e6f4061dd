import frappe
from frappe import _
from frappe.utils import getdate, today

from fangxiu_app.access.project_document import ProjectDocument

SIGNED = ("briefed_by", "briefed_signature", "received_by", "received_signature")


class Briefing(ProjectDocument):
	"""Briefing of the repair centre by the project department (交底, R39): contract relations and risk points."""

	def before_validate(self):
		self.project = frappe.db.get_value("Delivery Batch", self.batch, "project") or self.project

	def validate(self):
		self.check_project_scope()
		if not self.briefed_on:
			return
		if getdate(self.briefed_on) > getdate(today()):
			frappe.throw(_("The briefing lies in the future. Enter its day once it was held."))
		missing = [
			_(self.meta.get_label(name)) for name in ("contracts", "risks", *SIGNED) if not self.get(name)
		]
		if missing:
			frappe.throw(
				_(
					"A briefing that was held needs: {0} (R39). Complete it, or leave the day empty until then."
				).format(", ".join(missing)),
				title=_("Briefing Incomplete"),
			)
