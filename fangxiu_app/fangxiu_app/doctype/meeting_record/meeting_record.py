from collections import Counter

import frappe
from frappe.utils import getdate, today

from fangxiu_app.core import table_rows
from fangxiu_app.core.access import kept
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.files.proof_files import keep_proof
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.time.plausible import AHEAD, check_happened, check_planned
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import service_late_proofs
from fangxiu_app.expiry import service_late_steps

#: What the signed minutes say; the meeting and its paper say the same.
SIGNED = ("batch", "campaign", "kind", "topic", "held_on", "place", "leader", "content", "decisions", "minutes_file")
PRESENT = ("company", "person", "position")


def _people(meeting) -> list[tuple]:
	"""Who was there, in the order of the minutes; somebody may stand for two contracts of one company."""
	return [tuple(row.get(name) or "" for name in PRESENT) for row in meeting.attendees]


class MeetingRecord(ProjectDocument):
	"""Minutes of a meeting with its attendees by company (R29, R32, R55); proved by the signed minutes."""

	locked_fields = ("evidence",)

	@property
	def fixed_fields(self) -> tuple[str, ...]:
		"""What the attendees signed, once the signed minutes are there."""
		before = self.get_doc_before_save()
		return SIGNED if before and before.minutes_file else ()

	def onload(self):
		"""Whether the form opens what the attendees signed."""
		self.set_onload("signed", bool(self.minutes_file))

	def before_validate(self):
		if self.batch:
			self.project = frappe.db.get_value("Delivery Batch", self.batch, "project") or self.project
		elif self.campaign:
			self.project = frappe.db.get_value("Expiry Campaign", self.campaign, "project") or self.project

	def validate(self):
		self.check_project_scope()
		self.check_locked_fields()
		self.check_attendees()
		if self.minutes_file and getdate(self.held_on) > getdate(today()):
			frappe.throw(
				_("The meeting lies in the future, its minutes cannot be there yet. Correct the date.")
			)
		if self.is_new() or self.has_value_changed("held_on"):
			refuse(self.day_violations())
		service_late_proofs.check(self)
		service_late_steps.check_meeting(self)

	def check_attendees(self):
		"""Nobody is taken off signed minutes, and they stay in their order; who signs later is added at the end."""
		before = self.get_doc_before_save()
		if not before or not before.minutes_file:
			return
		signed, now = _people(before), _people(self)
		if not Counter(signed) - Counter(now) and signed != now[: len(signed)]:
			table_rows.refuse_order(self, "attendees", LockedFieldError)
		if signed != now[: len(signed)]:
			frappe.throw(
				_("The minutes of {0} are signed: who is on them stays. Add who signed later, or record another meeting.").format(frappe.bold(self.topic)),
				LockedFieldError,
				title=_("Signed"),
			)

	def day_violations(self) -> list:
		"""Meetings are arranged within a year; that of a campaign is held within the year before it begins, at the earliest (R55)."""
		held, now = getdate(self.held_on), getdate(today())
		due = self.campaign and frappe.db.get_value("Expiry Campaign", self.campaign, "notice_due")
		earliest = getdate(due) - AHEAD if due else None
		return [*check_planned(held, now), *check_happened(held, max(held, now), earliest)]

	def on_trash(self):
		if self.minutes_file:
			kept.refuse_deletion(self)

	def on_update(self):
		keep_proof(self, "minutes_file", "evidence", f"{_(self.kind)} {self.topic}", kind="Signed Form")
