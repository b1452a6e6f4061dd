from copy import copy

import frappe
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.contractors import service_answering
from fangxiu_app.contractors.breach import reads_told
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.estate import service_places
from fangxiu_app.evidence import reads_proofs
from fangxiu_app.tickets.clocks import service_clocks, service_emergency_marks
from fangxiu_app.tickets.intake import service_intake, service_problem_places
from fangxiu_app.tickets.life import service_holds, service_ticket_row
from fangxiu_app.tickets.life.rules_ticket import FINAL

#: Nothing is corrected any more: it ended, the property company was given it as it stands (R58), or the owner has signed for it.
SETTLED = (*FINAL, "Transferred", "Owner Accepted")
#: What people may correct on the form; everything else moves by actions.
EDITABLE = (
	"emergency",
	"location",
	"defect_type",
	"description",
	"special_requests",
	"contractor",
	"agreement",
)
DISPATCHED = ("contractor", "agreement")


class RepairTicket(ProjectDocument):
	"""One defect of one unit for one contractor, from report to close. Actions: ``tickets.life.service_transitions``."""

	def onload(self):
		service_ticket_row.prime_titles(self)
		self.set_onload("proofs", reads_proofs.proofs(self))

	def load_doc_before_save(self, **kwargs):
		"""A ticket that was read for a change and locked (``tickets.life.service_ticket_row``) is not read a second time."""
		as_locked = self.flags.pop("fx_as_locked", None)
		if as_locked is None:
			super().load_doc_before_save(**kwargs)
		else:
			self._doc_before_save = as_locked

	def update_child_table(self, fieldname, df=None):
		if fieldname == "clocks":
			service_ticket_row.write_clocks(self)
		else:
			super().update_child_table(fieldname, df)

	def save_version(self):
		"""The history under the form shows what people changed; clocks are computed, and have a log of their own."""
		before = self.get_doc_before_save()
		if before:
			before.clocks, before.next_due_at = self.clocks, self.next_due_at
		super().save_version()

	def validate(self):
		self.check_project_scope()
		if self.flags.fx_action:
			return
		self.locked_fields = tuple(
			df.fieldname for df in self.meta.fields if df.read_only and df.fieldtype != "Tab Break"
		)
		self.check_locked_fields()
		self.keep_clocks()
		self.check_finished()
		self.reassess()
		self.follow_contractor()
		self.check_chosen()
		self.follow_emergency()

	def keep_clocks(self):
		"""The sweep marks fired steps while a form is open: its rows are kept, not the form's."""
		before = self.get_doc_before_save()
		if before:
			self.set("clocks", [copy(row) for row in before.clocks])  # compared with them when it is saved

	def check_finished(self):
		before = self.get_doc_before_save()
		if before and before.status in SETTLED and any(self.get(name) != before.get(name) for name in EDITABLE):
			frappe.throw(
				_("Ticket {0} is {1} and cannot be changed. Reopen it first.").format(
					frappe.bold(self.name), _(before.status)
				),
				LockedFieldError,
			)
		if before and before.started_at and any(self.get(name) != before.get(name) for name in DISPATCHED):
			self.check_dispatched(before)

	def check_dispatched(self, before):
		"""Whose work it is, once it was dispatched, changes by notice and third party (R107); a wrong choice is corrected by the manager."""
		told = reads_told.told(self.name)
		if before.status == "In Repair" and roles.MANAGER in frappe.get_roles() and not told:
			return
		name = frappe.db.get_value("Supplier", before.contractor, "supplier_name") or before.contractor
		text = _(
			"Ticket {0} was dispatched to {1}. A contractor that fails is replaced by notice and third party (R107). A wrong choice is corrected by the repair manager while the contractor was told of no notice, correction notice or deduction about it."
		).format(frappe.bold(self.name), name)
		because = _("{0} {1} stands: withdraw it first, if it was a mistake.").format(_(told[0]), frappe.bold(told[1])) if told else ""
		frappe.throw(f"{text} {because}".strip(), LockedFieldError)

	def check_chosen(self):
		"""A contractor and an agreement chosen by hand are those that answer for this place and trade (docs/adr/0175)."""
		before = self.get_doc_before_save()
		if not before or any(self.get(name) != before.get(name) for name in DISPATCHED):
			service_answering.check_chosen(self)

	def reassess(self):
		"""A corrected defect type changes trade, warranty answer and, unless one was chosen by hand, the contractor."""
		before = self.get_doc_before_save()
		if before and (before.location, before.defect_type) != (self.location, self.defect_type):
			service_problem_places.check(self.location, self.defect_type)
		if before and before.defect_type != self.defect_type:
			if before.contractor == self.contractor and not before.started_at:
				self.contractor = self.agreement = None
			unit = frappe.get_cached_doc("Unit Archive", self.unit)
			service_intake.assess(self, unit, service_places.building_of(unit), now_datetime())
			self.say_still_urgent(before)

	def say_still_urgent(self, before):
		"""The mark came with the former defect type: whoever corrects the type decides whether it stays (R72)."""
		urgent = [frappe.get_cached_value("Defect Type", name, "emergency") for name in (before.defect_type, self.defect_type)]
		if urgent[0] and not urgent[1] and before.emergency and self.emergency and not self.arrived_at:
			frappe.msgprint(
				_("{0} is an emergency by itself, {1} is not: Emergency stays ticked, with its arrival. If it is none, the clerk, a supervisor or the manager unticks it.").format(
					frappe.bold(before.defect_type), frappe.bold(self.defect_type)
				),
				title=_("Still An Emergency"),
				indicator="orange",
			)

	def follow_contractor(self):
		"""Another contractor does not answer under the agreement of the one before (R107)."""
		before = self.get_doc_before_save()
		if before and before.contractor != self.contractor and before.agreement == self.agreement and self.agreement:
			party = frappe.db.get_value("Warranty Agreement", self.agreement, "contractor")
			self.agreement = self.agreement if party == self.contractor else None

	def follow_emergency(self):
		"""A ticket marked as an emergency later is due from then on; one that is no emergency owes no arrival within minutes (R72).

		A mark that was taken off and put on again counts from the first time.
		"""
		before = self.get_doc_before_save()
		if not before or bool(before.emergency) == bool(self.emergency):
			return
		if self.arrived_at:
			if self.emergency:
				service_emergency_marks.on_again(self)
			return
		now = now_datetime().replace(microsecond=0)
		if self.emergency:
			begun = [get_datetime(row.started_at) for row in self.clocks if row.code == "Emergency Arrival"]
			service_clocks.become_emergency(self, min([now, *begun]))
			service_holds.pass_by(self)
		else:
			refuse([] if service_emergency_marks.may_take_off(self) else [Violation("emergency_mark_kept", (self.name,))])
			service_clocks.void(self, ("Emergency Arrival",), now)
		service_clocks.refresh(self)
