import frappe

from fangxiu_app.contractors import rules_contractor_request as rules
from fangxiu_app.contractors import service_contractor_requests
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.access.roles import BUYER, FINANCE
from fangxiu_app.core.wording import _


class ContractorRequest(ProjectDocument):
	"""新增单位申请: a company to be taken into the books; procurement or finance accepts it, which makes its records."""

	locked_fields = ("state", "decided_by", "decided_at", "decision_note", "bank_account")

	def before_insert(self):
		self.state = rules.REQUESTED
		for field in self.locked_fields[1:]:
			self.set(field, None)

	def before_validate(self):
		service_contractor_requests.fill(self)

	def validate(self):
		self.check_project_scope()
		if self.flags.fx_action:
			return
		self.check_locked_fields()
		self.check_accepted()
		self.check_author()
		service_contractor_requests.check(self)
		self.state = rules.REQUESTED  # one that was declined is asked anew by its correction

	def check_accepted(self):
		before = self.get_doc_before_save()
		if before and before.state == rules.ACCEPTED:
			frappe.throw(
				_(
					"{0} is accepted and stays as it is. Ask anew for what has changed, e.g. another bank account."
				).format(frappe.bold(self.name)),
				LockedFieldError,
				title=_("Changed by Actions Only"),
			)

	def check_author(self):
		"""Who decides must not have written what is decided on, least of all the bank account."""
		before = self.get_doc_before_save()
		if before and self.owner != frappe.session.user:
			frappe.throw(
				_(
					"{0} is changed by who asked for it, {1}. Decline it with what is wrong, or ask anew."
				).format(frappe.bold(self.name), frappe.utils.escape_html(frappe.utils.get_fullname(self.owner))),
				LockedFieldError,
				title=_("Changed by Actions Only"),
			)

	@frappe.whitelist(methods=["POST"])
	def accept(self, note: str | None = None) -> str:
		"""Procurement or finance accepts: Supplier, register entry, contact and bank account; returns the Supplier."""
		self.check_permission("write")
		frappe.only_for((BUYER, FINANCE), message=True)
		doc = self.stored("write")
		service_contractor_requests.accept(doc, note or "")
		return doc.supplier

	@frappe.whitelist(methods=["POST"])
	def decline(self, note: str) -> None:
		"""Procurement or finance refuses it, with the reason."""
		self.check_permission("write")
		frappe.only_for((BUYER, FINANCE), message=True)
		service_contractor_requests.decline(self.stored("write"), note)
