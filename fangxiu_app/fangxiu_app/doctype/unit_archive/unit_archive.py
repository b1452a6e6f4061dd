import frappe
from frappe.utils import getdate

from fangxiu_app.archive import service_unit_file
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.time.plausible import check_planned
from fangxiu_app.core.wording import _
from fangxiu_app.estate import rules_delivery_state, rules_ownership, service_places
from fangxiu_app.estate.rules_place import COMMON
from fangxiu_app.estate.rules_unit_fields import derive_unit, search_keys

#: Days the warranty of a unit runs from.
WARRANTY_DAYS = ("completion_acceptance_date", "handover_date", "deemed_handover_date")


class UnitArchive(ProjectDocument):
	"""One unit, one file (一户一档, R6, R11, R41): owners, meters and the dates its warranty runs from."""

	def before_naming(self):
		self.set_derived_fields()

	#: 业主变更 changes them, with days, open tickets and quotations; the signed inspection writes the readings.
	locked_fields = ("owners", "tenants")

	def validate(self):
		self.check_project_scope()
		self.check_actions()
		self.check_kind()
		self.check_dates()
		self.check_owners()
		self.set_derived_fields()
		if self.is_new():
			self.check_double()

	def file_page(self) -> dict:
		"""The unit's file as its printed cover shows it."""
		return service_unit_file.page(self.name)

	def set_derived_fields(self):
		"""Code, riser, title and search text follow from building, entrance, room and owners."""
		if self.kind == COMMON:
			service_places.name_place(self)
		else:
			self.name_unit()
		keys = search_keys(self.search_text or "")
		if [row.word for row in self.words] != keys:
			self.set("words", [{"word": key} for key in keys])

	def name_unit(self):
		building_no = frappe.get_cached_value("Estate Building", self.building, "building_no")
		if not building_no or not self.room_no:
			return
		current = sorted((row for row in self.owners if not row.to_date), key=lambda row: not row.is_primary)
		owners = [(row.owner_name or "", row.phone or "") for row in current]
		tenants = [(row.tenant_name or "", row.phone or "") for row in self.tenants if not row.to_date]
		derived = derive_unit(building_no, self.entrance or "", self.room_no, self.floor, owners, tenants)
		self.update(
			{name: getattr(derived, name) for name in ("unit_code", "floor", "riser", "title", "search_text")}
		)

	def check_actions(self):
		"""Owners, tenants and the readings at handover of a stored unit are written by actions alone."""
		if self.flags.fx_action:
			return
		before = self.get_doc_before_save()
		if before:
			self.check_locked_fields()
			self.check_delivery_state(before)
		read = {row.name: (row.handover_reading, row.handover_read_on) for row in before.meters} if before else {}
		for row in self.meters:
			row.handover_reading, row.handover_read_on = read.get(row.name, (0, None))

	def check_delivery_state(self, before):
		"""A flat is handed over by its papers, and leaves a delivery by no choice in a list; the days of one that was given stay."""
		mine = frappe.get_roles()
		current = any(not row.to_date for row in self.owners)
		may_correct = roles.MANAGER in mine or roles.ADMINISTRATOR in mine
		texts = {
			rules_delivery_state.TAKEN_BACK: _(
				"{0} was handed over: ask the repair manager or the administrator to correct its state, if that is wrong."
			),
			rules_delivery_state.BY_HAND: _(
				"{0} is handed over by its signed inspection or transfer. What was delivered before this system is entered by the repair manager or the administrator."
			),
			rules_delivery_state.HAS_OWNER: _("{0} has an owner, so it is not unsold. End the ownership by Change of People first."),
		}
		found = rules_delivery_state.hindrance(before.delivery_state or "", self.delivery_state or "", current, may_correct)
		given = before.delivery_state in rules_delivery_state.GIVEN and not may_correct
		if given and any(before.get(day) and self._differs(self.meta.get_field(day), before.get(day), self.get(day)) for day in WARRANTY_DAYS):
			found = rules_delivery_state.TAKEN_BACK
		if found:
			frappe.throw(texts[found].format(frappe.bold(self.title or self.name)), LockedFieldError, title=_("Delivery State"))

	def check_kind(self):
		"""A unit stands in a building and has a room number; a common part has no owners and no keys."""
		if self.kind == COMMON:
			self.set("owners", [])
			self.set("meters", [])
			return
		for field in ("building", "room_no"):
			if not self.get(field):
				frappe.throw(
					_("Enter {0} of the unit.").format(frappe.bold(_(self.meta.get_label(field)))),
					frappe.MandatoryError,
				)

	def check_dates(self):
		for name in ("completion_acceptance_date", "handover_date", "deemed_handover_date"):
			if self.get(name):
				refuse(check_planned(getdate(self.get(name)), getdate()))
		for later in ("handover_date", "deemed_handover_date"):
			if (
				self.completion_acceptance_date
				and self.get(later)
				and getdate(self.get(later)) < getdate(self.completion_acceptance_date)
			):
				frappe.throw(
					_(
						"{0} {1} lies before the completion acceptance {2}. Correct one of the two dates."
					).format(_(self.meta.get_label(later)), self.get(later), self.completion_acceptance_date)
				)

	def check_owners(self):
		"""An owner's time ends after it begins; one primary owner at a time, the first if none is marked."""
		for row in (*self.owners, *self.tenants):
			if row.from_date and row.to_date and getdate(row.to_date) < getdate(row.from_date):
				frappe.throw(
					_(
						"{0}, row {1}: the end date lies before the start date. Correct one of the two."
					).format(_(self.meta.get_label(row.parentfield)), row.idx)
				)
		self.check_owners_exclude()
		current = [row for row in self.owners if not row.to_date]
		if current and not any(row.is_primary for row in current):
			current[0].is_primary = 1

	def check_owners_exclude(self):
		"""Nobody owns the unit twice at once, and at any time one owner is the main contact."""
		texts = {
			rules_ownership.SAME_PERSON: _(
				"Rows {0} and {1}: {2} is listed twice for the same time. Remove one row, or enter when the one ends and the other begins."
			),
			rules_ownership.BOTH_PRIMARY: _(
				"Rows {0} and {1}: two owners are primary at the same time. Mark one, or enter the day on which {2} stopped being an owner."
			),
		}
		owners = [
			rules_ownership.Owner(
				row.owner_name or "",
				row.phone or "",
				getdate(row.from_date) if row.from_date else None,
				getdate(row.to_date) if row.to_date else None,
				bool(row.is_primary),
			)
			for row in self.owners
		]
		for first, second, kind in rules_ownership.contradictions(owners):
			name = frappe.bold(frappe.utils.escape_html(owners[first - 1].name))
			frappe.throw(texts[kind].format(first, second, name), title=_("Owners Overlap"))

	def check_double(self):
		"""A flat has one file, however its code is written."""
		known = frappe.db.get_value("Unit Archive", {"project": self.project, "unit_code": self.unit_code})
		if known:
			frappe.throw(
				_(
					"Unit {0} of project {1} has its file already. Open that one, or correct building, entrance or room."
				).format(frappe.bold(self.unit_code), frappe.bold(self.project)),
				frappe.DuplicateEntryError,
				title=_("Unit Exists"),
			)
