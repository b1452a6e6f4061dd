import frappe
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core import settings
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.time.event_time import check_event_time
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import reads_handover as reads
from fangxiu_app.delivery import service_handover
from fangxiu_app.estate import service_places


class HandoverInspection(ProjectDocument):
	"""业主验房情况记录单: one round through a flat with its problems, meters, keys and the owner's signature (R45-R49)."""

	fixed_fields = ("inspected_by", "inspected_at", "back_entry_reason")

	def before_validate(self):
		unit = frappe.db.get_value(
			"Unit Archive", self.unit, ["project", "unit_code", "building", "title"], as_dict=True
		)
		if unit:
			self.project, self.unit_code, self.building = unit.project, unit.unit_code, unit.building
		if self.is_new():
			service_places.check_private(self.unit)
			self.inspected_by = frappe.session.user
			self.inspected_at = self.inspected_at or now_datetime().replace(microsecond=0)
			self.state = "Recorded"
			self.name_owner()

	def name_owner(self):
		"""The owner of the unit's file, where nobody else was written down: who is going to sign."""
		if not self.owner_name:
			owner = reads.owner(self.unit)
			self.owner_name, self.owner_phone = owner.owner_name, self.owner_phone or owner.phone

	def validate(self):
		self.check_project_scope()
		self.locked_fields = tuple(
			df.fieldname for df in self.meta.fields if df.read_only and df.fieldname not in service_handover.DERIVED
		)
		self.check_locked_fields()
		if self.is_new():
			self.check_time()
			service_handover.check_round(self)
		self.check_kept()
		service_handover.prepare(self)
		if not self.flags.fx_action:
			service_handover.check_photos(self, self.get_doc_before_save())

	def on_update(self):
		service_handover.keep_photos(self)

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(
				_(
					"An inspection is a record and cannot be deleted. Record another round with what has changed."
				),
				LockedFieldError,
			)

	def check_time(self):
		rules = settings.load()
		refuse(
			check_event_time(
				get_datetime(self.inspected_at),
				now_datetime(),
				None,
				rules.entry_tolerance_minutes,
				self.back_entry_reason or "",
			)
		)

	def check_kept(self):
		"""Recorded problems are not changed; after the owner's signature nothing is added either."""
		before = self.get_doc_before_save()
		if self.flags.fx_action or not before:
			service_handover.refuse_forged(self)
			return
		if before.state == "Owner Signed" and not service_handover.stays_signed(before, self):
			frappe.throw(
				_("Inspection {0} is signed by the owner and stays as it is. Record another round.").format(
					frappe.bold(self.name)
				),
				LockedFieldError,
				title=_("Signed"),
			)
		service_handover.refuse_changed_rows(before, self)
