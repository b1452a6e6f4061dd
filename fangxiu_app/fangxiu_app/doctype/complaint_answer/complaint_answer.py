from typing import ClassVar

from fangxiu_app.approvals.approval_guard import ApprovalGuard
from fangxiu_app.complaints import service_answers
from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.wording import _

LATER = ("given_at", "given_way", "given_by", "given_note")


class ComplaintAnswer(ApprovalGuard, ProjectDocument):
	"""投诉答复: what the customer is told, approved by the level of the complaint before it is said (R110)."""

	locked_fields = (*ApprovalGuard.locked_fields, *LATER)
	outside_content: ClassVar = (*LATER, "complainant")

	def before_insert(self):
		super().before_insert()
		for field in LATER:
			self.set(field, None)

	def before_validate(self):
		if self.docstatus == 0:
			service_answers.prepare(self)

	def validate(self):
		self.check_project_scope()
		self.check_approval()

	def before_submit(self):
		super().before_submit()
		service_answers.follow(self, "approve")

	def before_cancel(self):
		super().before_cancel()
		service_answers.check_free(self)

	def on_cancel(self):
		service_answers.follow(self, "void")

	def approval_amount(self) -> float:
		return 0.0

	def approval_level(self) -> str:
		return self.level if self.requested_at else service_answers.level(self.complaint)

	def approved_text(self) -> str:
		return _("{0} {1} is approved. Give it to the customer with Give Answer on the complaint.")

	def lock_first(self) -> None:
		service_answers.lock_complaint(self)

	def check_ready(self) -> None:
		service_answers.check_ready(self)

	def round_begun(self) -> None:
		service_answers.follow(self, "ask")

	def round_ended(self, reason: str) -> None:
		service_answers.follow(self, "send_back", reason)

	def can_be_cancelled(self) -> bool:
		return not self.given_at
