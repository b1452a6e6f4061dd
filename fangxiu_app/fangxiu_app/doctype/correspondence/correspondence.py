import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.correspondence import service_letter_steps, service_letters

CONTENT = (
	"kind notice_cause notice_reason ticket contractor contractor_name agreement earlier to_party to_name attention cc from_name template subject body cure_days"
	" reply_due"
).split()


class Correspondence(ProjectDocument):
	"""Letter with proof of service (知会、工作联系函, R17, R107, R109): issued, served, answered, closed; then never changed."""

	locked_fields = tuple(
		"state letter_no services served_at cure_until replied_at last_replied_at reply_text reply_evidence outcome outcome_note issued_by"
		" issued_at closed_at to_project project_received_at project_received_by".split()
	)

	def before_validate(self):
		self.project = (
			self.ticket and frappe.db.get_value("Repair Ticket", self.ticket, "project")
		) or self.project
		service_letters.fill(self)

	def validate(self):
		self.check_project_scope()
		if self.flags.fx_action:
			return
		self.check_locked_fields()
		self.check_issued()
		if not self.is_new():
			service_letters.check_sender(self.name)
		service_letters.check_days(self.cure_days)
		service_letters.check_template(self)
		service_letter_steps.warn(self)

	def check_issued(self):
		"""An issued letter cannot be changed: a correction is another letter."""
		before = self.get_doc_before_save()
		if not before or before.state == "Draft":
			return
		changed = [name for name in CONTENT if str(self.get(name) or "") != str(before.get(name) or "")]
		if [row.ticket for row in self.tickets] != [row.ticket for row in before.tickets]:
			changed.append("tickets")
		if changed:
			frappe.throw(
				_(
					"Letter {0} is {1}: {2} cannot be changed. Write another letter that refers to this one."
				).format(
					frappe.bold(self.name),
					_(before.state),
					", ".join(_(self.meta.get_label(name)) for name in changed),
				),
				LockedFieldError,
				title=_("Letter Issued"),
			)

	def on_trash(self):
		if self.state != "Draft" and not self.flags.fx_cleanup:
			frappe.throw(_("An issued letter is kept as evidence. Withdraw it instead."), LockedFieldError)
