import frappe
from frappe.utils import cstr, get_datetime, now_datetime

from fangxiu_app.core import settings
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.time.event_time import check_event_time
from fangxiu_app.core.wording import _
from fangxiu_app.quality import service_spot_checks
from fangxiu_app.tickets.clocks import service_duties
from fangxiu_app.tickets.site_work import (
	service_corrections,
	service_free_checks,
	service_patrol,
	service_visit_actions,
)


class SiteVisit(ProjectDocument):
	"""Somebody was on site: survey, joint or manager's visit, patrol, spot check, pre-acceptance (R71, R87, R100-R106)."""

	locked_fields = ("visitor", "arrived_at", "kind", "result", "place", "other_problems_asked", "came_from")
	fixed_fields = ("checklist", "score", "new_due_at", "correction_notice", "joint_judgement", "property_participant", "back_entry_reason")

	def before_validate(self):
		row = frappe.db.get_value("Repair Ticket", self.ticket, ["project", "unit"], as_dict=True)
		if row:
			self.project, self.unit = row.project, row.unit
		if self.is_new() and not self.flags.fx_action:
			self.came_from = self.place = None
			self.visitor = frappe.session.user
			self.arrived_at = self.arrived_at or now_datetime().replace(microsecond=0)

	def validate(self):
		self.check_project_scope()
		self.check_free_checks()
		if not self.is_new():
			self.check_locked_fields()
			self.check_kept()
		elif not self.flags.fx_action:
			self.check_time()
			self.check_sheet()

	def after_insert(self):
		if not self.flags.fx_action:
			service_visit_actions.perform_for(self)
		service_patrol.keep_photos(self)
		if self.kind == "Patrol":
			service_duties.patrolled(self.ticket, get_datetime(self.arrived_at))
		elif self.kind == "Re-check":
			service_corrections.rechecked(self)
		elif self.kind == "Spot Check":
			service_spot_checks.checked(self)

	def on_update(self):
		before = self.get_doc_before_save()
		if before and self.kind in service_patrol.SHEETS:
			service_patrol.keep_photos(self, before)

	def check_time(self):
		reported = frappe.db.get_value("Repair Ticket", self.ticket, "reported_at")
		rules = settings.load()
		refuse(
			check_event_time(
				get_datetime(self.arrived_at),
				now_datetime(),
				reported,
				rules.entry_tolerance_minutes,
				self.back_entry_reason or "",
			)
		)

	def check_sheet(self):
		"""A patrol, spot check or re-check is saved only when it is complete (R100, R103)."""
		if self.kind == "Spot Check":
			service_spot_checks.check_lead()
		if self.kind in service_patrol.SHEETS:
			service_patrol.prepare(self)
		if self.kind == "Patrol":
			service_patrol.check_running(self)
		elif self.kind == "Re-check":
			service_corrections.check_recheck(self)

	def check_free_checks(self):
		"""The free check is recorded as a whole, because its problems become tickets with it (R99)."""
		before = self.get_doc_before_save()
		if self.flags.fx_action or service_free_checks.content(before) == service_free_checks.content(self):
			return
		frappe.throw(
			_(
				"The free check of {0} is a record. Use Record Free Check: problems become tickets with it."
			).format(frappe.bold(self.name or _("Site Visit"))),
			LockedFieldError,
			title=_("Changed by Actions Only"),
		)

	def check_kept(self):
		"""The recorded findings of a patrol, spot check or re-check are not changed, nor what was ticked on another visit."""
		before = self.get_doc_before_save()
		sheet = self.kind in service_patrol.SHEETS
		found = self.kind == "Re-check" and cstr(before.findings) != cstr(self.findings)
		if found or not (service_patrol.stays(before, self) if sheet else self.flags.fx_action or service_patrol.same_checks(before, self)):
			frappe.throw(
				_(
					"The sheet of {0} is a record and stays as it is. Record another visit with what you found."
				).format(frappe.bold(self.name)),
				LockedFieldError,
				title=_("Changed by Actions Only"),
			)
