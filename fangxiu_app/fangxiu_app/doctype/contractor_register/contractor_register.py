import frappe
from frappe.utils import cstr, today

from fangxiu_app.contractors.breach.rules_third_party import BLOCKED, SUSPENDED
from fangxiu_app.core.access import kept
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.access.typed_document import TypedDocument
from fangxiu_app.core.wording import _

ROWS = ("from_date", "reason", "evaluation", "suspended_by", "lifted_on", "lift_reason", "lifted_by")


class ContractorRegister(TypedDocument):
	"""A contractor as the company knows it: state, papers, suspensions with their ends (R112)."""

	def validate(self):
		if not self.flags.fx_action:
			self.check_suspension()

	def on_trash(self):
		"""An entry that tells of a suspension or a ban stays: without it the contractor would be free to work."""
		if self.suspensions or self.state in BLOCKED:
			kept.refuse_deletion(self)

	def check_suspension(self):
		"""A suspension set by hand is noted with its day; it ends by Lift Suspension only, which asks for the reason."""
		before = self.get_doc_before_save()
		running = any(not row.lifted_on for row in (before.suspensions if before else ()))
		if before and (running or before.state == SUSPENDED) and self.state not in BLOCKED:
			frappe.throw(
				_("A suspension ends by Lift Suspension on this form, with the reason. It is kept."),
				LockedFieldError,
				title=_("Changed by Actions Only"),
			)
		self.suspended_from = before.suspended_from if before else None
		kept = [[cstr(row.get(name)) for name in ROWS] for row in (before.suspensions if before else ())]
		if [[cstr(row.get(name)) for name in ROWS] for row in self.suspensions] != kept:
			frappe.throw(
				_("Suspensions are noted by the actions that begin and end them."),
				LockedFieldError,
				title=_("Changed by Actions Only"),
			)
		if self.state == SUSPENDED and not running and not (before and before.state == SUSPENDED):
			self.note_suspension(today(), self.state_reason or "")

	def note_suspension(self, day, reason: str, evaluation: str = "") -> None:
		"""Add the line of a suspension that begins."""
		self.suspended_from = day
		row = {
			"from_date": day,
			"reason": reason,
			"evaluation": evaluation,
			"suspended_by": frappe.session.user,
		}
		self.append("suspensions", row)
