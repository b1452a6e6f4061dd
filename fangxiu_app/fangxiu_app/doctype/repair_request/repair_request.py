import frappe
from frappe.utils import now_datetime

from fangxiu_app.complaints import service_complaints
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.intake import service_intake
from fangxiu_app.tickets.intake.rules_intake import is_media
from fangxiu_app.tickets.life import service_telling

IDENTITY = ("location", "defect_type", "same_as", "description", "emergency", "owner_says_repaired", "staff_remembers", "unclear", "work_type", "first_ticket")
#: What is checked again when it is corrected; an old report with an old phone may still get its reply.
TYPED = ("caller_phone", "caller_is", "visit_reason", "visit_detail", "media_outlet")


class RepairRequest(ProjectDocument):
	"""One call or visit: a line of the intake ledger (接报流水账, R65, R78). Each item becomes a ticket (R80)."""

	locked_fields = (
		"received_at",
		"notified_at",
		"channel",
		"head_notified",
		"head_notified_at",
		"media_contact_notified",
		"media_contact_notified_at",
		"verified_by",
		"verified_at",
		"complaint",
	)

	@property
	def fixed_fields(self):
		"""Who took the report and where it came from; the caller's name from the moment it is known."""
		before = self.get_doc_before_save()
		caller = ("caller_name",) if before and before.caller_name else ()
		return ("received_by", "found_at_visit", "client_key", "back_entry_reason", *caller)

	def before_validate(self):
		if self.unit:
			self.project = frappe.db.get_value("Unit Archive", self.unit, "project") or self.project

	def validate(self):
		self.check_project_scope()
		self.set_defaults()
		if self.is_new() or any(map(self.has_value_changed, TYPED)) or not self.items:
			service_intake.check_contents(self)
		service_intake.check_joined(self)
		if self.is_new():
			service_intake.check_times(self)
			service_telling.set_media_alert(self)
		else:
			self.check_locked_fields()
		self.check_items()
		self.check_reply()
		self.check_complaint()

	def after_insert(self):
		if is_media(self.channel, self.caller_is):
			service_telling.alert_media(self)

	def on_update(self):
		made = service_intake.create_tickets(self)
		self.mark_complaint()
		self.register_complaint([ticket.name for ticket in made])

	def set_defaults(self):
		if self.is_new():
			self.received_by = frappe.session.user
			self.notified_at = self.notified_at or now_datetime().replace(microsecond=0)
			for field in ("head_notified", "head_notified_at", "media_contact_notified", "media_contact_notified_at"):
				self.set(field, None)

	def check_reply(self):
		"""The answer given to the owner after the check is stamped, and not changed afterwards (R66)."""
		before = self.get_doc_before_save()
		given = before.verified_reply if before else None
		if given and self.verified_reply != given:
			frappe.throw(
				_(
					"The reply was given on {0} and stays as it is. Record what was said later as an Owner Contact of the ticket."
				).format(before.verified_at),
				LockedFieldError,
			)
		if self.verified_reply and not given:
			self.verified_by = frappe.session.user
			self.verified_at = now_datetime().replace(microsecond=0)

	def check_complaint(self):
		"""A report stays a complaint while its case stands: the case is withdrawn, with its reason (R75, R110)."""
		if self.complaint and not self.is_complaint:
			frappe.throw(
				_("Complaint {0} was made of this report. Withdraw it there, with the reason; the report keeps its mark.").format(
					frappe.bold(self.complaint)
				),
				LockedFieldError,
			)

	def mark_complaint(self):
		"""A call that turns out to be a complaint marks its tickets too."""
		before = self.get_doc_before_save()
		if before and before.is_complaint != self.is_complaint:
			frappe.db.set_value("Repair Ticket", {"request": self.name}, "is_complaint", self.is_complaint)

	def register_complaint(self, made: list[str]):
		"""A report that is a complaint becomes a case with an owner and limits of its own; tickets split off later join it (R75, R110)."""
		if self.complaint and made:
			service_complaints.add_tickets(self.complaint, made)
		elif self.is_complaint and not self.complaint:
			self.complaint = service_complaints.from_request(self)
			self.db_set("complaint", self.complaint, update_modified=False)

	def check_items(self):
		"""Items that became tickets stay as they were reported; corrections are made on the ticket."""
		before = self.get_doc_before_save()
		kept = {row.name: row for row in self.items}
		for old in before.items if before else ():
			row = kept.get(old.name)
			if old.ticket and (
				row is None or row.ticket != old.ticket or any((row.get(f) or None) != (old.get(f) or None) for f in IDENTITY)
			):
				frappe.throw(
					_(
						"Row {0} became ticket {1} and cannot be changed here. Cancel or correct that ticket instead."
					).format(old.idx, frappe.bold(old.ticket))
				)
		for row in self.items:
			if row.ticket and not (before and any(old.name == row.name for old in before.items)):
				frappe.throw(
					_("Row {0}: the ticket is made by the system. Leave the field empty.").format(row.idx)
				)
			if not before or all(old.name != row.name for old in before.items):
				row.first_ticket = None
