import frappe
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.life import service_holds


class TicketHold(ProjectDocument):
	"""A time during which the ticket waits for somebody else, agreed with them; it ends by itself."""

	locked_fields = ("ended_at", "until", "holder", "agreed_by", "agreed_way")
	#: why it waits is part of what was agreed
	fixed_fields = ("reason",)

	def before_validate(self):
		self.project = frappe.db.get_value("Repair Ticket", self.ticket, "project") or self.project
		self.agreed_at = self.agreed_at or self.starts_at

	def validate(self):
		self.check_project_scope()
		self.check_locked_fields() if not self.is_new() else self.check_new()

	def on_update(self):
		service_holds.apply(self.ticket)

	def check_new(self):
		if self.ended_at and not self.flags.fx_action:
			frappe.throw(_("A new hold has no end yet. End it with the action when the time comes."))
		if get_datetime(self.until) <= get_datetime(self.starts_at):
			frappe.throw(_("The hold ends before it begins. Correct From or Until."))
		if get_datetime(self.until) <= now_datetime() and not self.flags.fx_action:
			frappe.throw(_("The hold would be over already. Choose an Until in the future."))
		refuse(service_holds.violations(self, now_datetime()))
