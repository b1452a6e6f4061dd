import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.access.project_document import ProjectDocument
from fangxiu_app.domain.event_time import check_event_time
from fangxiu_app.domain.ticket import FINAL
from fangxiu_app.messages import refuse
from fangxiu_app.repair import holds, settings


class TicketHold(ProjectDocument):
	"""A time during which somebody else has the ball, agreed with them; it wakes by itself (design 6)."""

	locked_fields = ("ended_at", "until", "holder")

	def before_validate(self):
		self.project = frappe.db.get_value("Repair Ticket", self.ticket, "project") or self.project

	def validate(self):
		self.check_project_scope()
		self.check_locked_fields() if not self.is_new() else self.check_new()

	def on_update(self):
		holds.apply(self.ticket)

	def check_new(self):
		if self.ended_at and not self.flags.fx_action:
			frappe.throw(_("A new hold has no end yet. End it with the action when the time comes."))
		if get_datetime(self.until) <= get_datetime(self.starts_at):
			frappe.throw(_("The hold ends before it begins. Correct From or Until."))
		if get_datetime(self.until) <= now_datetime() and not self.flags.fx_action:
			frappe.throw(_("The hold would be over already. Choose an Until in the future."))
		self.check_ticket()
		rules = settings.load()
		reported = frappe.db.get_value("Repair Ticket", self.ticket, "reported_at")
		refuse(
			check_event_time(
				get_datetime(self.starts_at),
				now_datetime(),
				reported,
				rules.entry_tolerance_minutes,
				self.reason or "",
			)
		)

	def check_ticket(self):
		status = frappe.db.get_value("Repair Ticket", self.ticket, "status")
		if status in FINAL:
			frappe.throw(
				_("Ticket {0} is {1}: nothing waits any more.").format(frappe.bold(self.ticket), _(status))
			)
		overlap = frappe.db.get_value(
			"Ticket Hold",
			{"ticket": self.ticket, "ended_at": ("is", "not set"), "name": ("!=", self.name or "")},
			"name",
		)
		if overlap:
			frappe.throw(
				_("Hold {0} is still running. End it first, then enter the next one.").format(
					frappe.bold(overlap)
				)
			)
