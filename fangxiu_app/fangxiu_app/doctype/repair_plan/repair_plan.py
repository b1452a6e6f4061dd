import frappe
from frappe.utils import flt, get_datetime, now_datetime

from fangxiu_app.core import settings, snapshot
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.access.roles import MANAGER
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.time.plausible import check_planned
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.site_work import rules_plan, service_plans
from fangxiu_app.tickets.site_work.rules_plan import AWAITING, CONTENT, LIVE, OPEN, is_important


class RepairPlan(ProjectDocument):
	"""Plan card (方案告知卡, R94-R97): reviewed if important, issued, signed by the owner, then locked."""

	locked_fields = (
		"version",
		"supersedes",
		"state",
		"reviewed_by",
		"reviewed_at",
		"returned_reason",
		"issued_by",
		"issued_at",
		"signed_by",
		"signed_at",
		"signature",
		"owner_opinion",
		"refused_by",
		"refused_at",
		"refusal_reason",
		"content_hash",
		"signature_hash",
	)

	def before_validate(self):
		fields = ["project", "unit", "engineer", "repeat_state"]
		row = frappe.db.get_value("Repair Ticket", self.ticket, fields, as_dict=True)
		if row:
			self.project, self.unit = row.project, row.unit
			self.engineer = self.engineer or row.engineer or frappe.session.user
			self.mark_important(row.repeat_state == "Confirmed")

	def onload(self):
		self.set_onload("seen", rules_plan.content_digest(self))

	def before_print(self, settings=None) -> None:
		"""An issued plan is printed only if it is unchanged."""
		service_plans.check_intact(self)

	def before_insert(self):
		"""Number the version; the ticket's row is locked, so that two plans made at once get two numbers."""
		snapshot.renew()
		frappe.db.get_value("Repair Ticket", self.ticket, "name", for_update=True)
		last = frappe.db.get_value("Repair Plan", {"ticket": self.ticket}, "version", order_by="version desc")
		self.version = 1 + (last or 0)

	def validate(self):
		self.check_project_scope()
		self.check_period()
		if self.flags.fx_action:
			return
		self.check_locked_fields()
		self.check_issued()
		self.check_important()
		self.set_waiting()

	def on_update(self):
		service_plans.ask_review(self)

	def check_locked_fields(self):
		given = ("version", "supersedes") if self.flags.fx_revision else ("version",)
		if self.is_new():
			self.locked_fields = tuple(name for name in self.locked_fields if name not in given)
		super().check_locked_fields()

	def mark_important(self, repeat_confirmed: bool):
		"""A draft is marked by rule too (R96); what was reviewed or issued stays as it was."""
		if not self.state or self.state in OPEN:
			limit = settings.load().important_plan_days
			marked = self.important or (self.is_new() and self.follows_important())
			self.important = int(is_important(marked, flt(self.days), repeat_confirmed, limit))

	def follows_important(self) -> bool:
		"""Whether it takes the place of an important plan; the manager may judge the new version otherwise."""
		filters = {"ticket": self.ticket, "important": 1, "state": ("in", LIVE)}
		return MANAGER not in frappe.get_roles() and bool(frappe.db.exists("Repair Plan", filters))

	def check_important(self):
		"""An important plan is reviewed: once that was asked for, only the manager finds that it need not be (R96)."""
		before = self.get_doc_before_save()
		if before and before.important and not self.important and MANAGER not in frappe.get_roles():
			frappe.throw(
				_(
					"Plan {0} is marked important: the manager reviews it. Only the manager takes the mark away; change the rest, and it is reviewed as it is then."
				).format(frappe.bold(self.name)),
				LockedFieldError,
				title=_("Important Plan"),
			)

	def set_waiting(self):
		"""An important plan waits for the manager's review from its save on; sent back, from the next save on (R96)."""
		if self.state in OPEN:
			self.state = AWAITING if self.important else "Draft"

	def check_period(self):
		if get_datetime(self.completion_at) <= get_datetime(self.start_at):
			frappe.throw(_("The agreed completion lies before the start. Correct one of the two times."))
		start, completion, days = get_datetime(self.start_at), get_datetime(self.completion_at), flt(self.days)
		if self.state in (None, "", *OPEN):
			refuse(check_planned(completion.date(), now_datetime().date()))
		if self.state in (None, "", *OPEN) and not rules_plan.days_fit(days, start, completion):
			frappe.throw(
				_(
					"The plan says {0} days of work, but there are {1} days from its start to the agreed completion. Correct Days, Start or Agreed Completion."
				).format(plain_number(days), f"{rules_plan.agreed_days(start, completion):.1f}"),
				title=_("Days Do Not Fit"),
			)

	def check_issued(self):
		"""A plan that was reviewed, issued or signed is not changed any more: a change is a new version."""
		before = self.get_doc_before_save()
		if not before or before.state in OPEN:
			return
		changed = [
			name
			for name in CONTENT
			if self._differs(self.meta.get_field(name), before.get(name), self.get(name))
		]
		if changed:
			frappe.throw(
				_(
					"Plan {0} is {1}: {2} cannot be changed. Make a new version of the plan for this ticket."
				).format(
					frappe.bold(self.name),
					_(before.state),
					", ".join(_(self.meta.get_label(name)) for name in changed),
				),
				LockedFieldError,
				title=_("Plan Locked"),
			)
