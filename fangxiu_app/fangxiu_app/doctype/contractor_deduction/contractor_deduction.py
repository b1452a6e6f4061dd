from typing import ClassVar

import frappe
from frappe.utils import flt, getdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.approvals.approval_guard import ApprovalGuard
from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.access.roles import FINANCE
from fangxiu_app.core.messages import describe, refuse
from fangxiu_app.core.time.plausible import check_planned
from fangxiu_app.core.wording import _
from fangxiu_app.correspondence import service_letter_numbers
from fangxiu_app.evidence import reads_proofs
from fangxiu_app.ledger import locks
from fangxiu_app.money.deductions import (
	reads_deduction_chain,
	reads_deductions,
	service_charges,
	service_conversion,
	service_deductions,
	service_objections,
)
from fangxiu_app.money.deductions import rules_deduction as rules

NOTICE = ("notified_at", "notice_way", "notice_receiver", "notice_proof", "notice_file", "objection_until")
OBJECTION = ("objected_at", "objection", "objection_file", "objection_late", "objection_result", "answered_at", "answer_no", "answer")
POSTING = (
	"journal_entry",
	"debit_note",
	"from_deposit",
	"excess",
	"balance_after",
	"reversal",
	"reversal_reason",
)
CLAIM = (
	"line_kind",
	"ticket",
	"description",
	"clause_no",
	"source_type",
	"source_name",
	"quantity",
	"claimed",
	"exchange_rate",
	"rate_date",
	"base_claimed",
	"change_reason",
)


#: What the notice says besides the lines (a number of the bill that it lacks may follow), and the day that follows from it:
#: finance may name another one with its signature.
TOLD = ("source", "clause", "facts", "bill_no", "posting_date")


class ContractorDeduction(ApprovalGuard, ProjectDocument):
	"""Deduction from a contractor (扣款单, R111): notified, heard, approved, then posted against the deposit."""

	locked_fields = (*ApprovalGuard.locked_fields, "state", "letter_no", *NOTICE, *OBJECTION, *POSTING)
	outside_content = ("state", "items.source_key", *POSTING)
	later_content = OBJECTION  # one that comes after the posting is kept on record
	step_fields: ClassVar = {FINANCE: ("posting_date",)}

	def onload(self):
		self.set_onload("chain", reads_deduction_chain.rows(self))
		self.set_onload("proofs", reads_proofs.proofs(self))
		self.set_onload("only_reversed", self.docstatus == 1 and service_deductions.only_reversed(self))

	def before_print(self, settings=None):
		"""What the printed form shows besides the fields."""
		super().before_print(settings)
		self.evidence = reads_deduction_chain.rows(self)
		self.company_currency = frappe.get_cached_value("Company", self.company, "default_currency")
		named = dict.fromkeys(row.source_name or row.clause_no or "" for row in self.items)
		self.basis = ", ".join(filter(None, named))

	def before_insert(self):
		super().before_insert()
		self.state = rules.DRAFT
		for field in ("letter_no", *NOTICE, *OBJECTION, *POSTING):
			self.set(field, None)

	def before_validate(self):
		service_deductions.fill(self)

	def validate(self):
		self.check_project_scope()
		self.check_approval()
		refuse(check_planned(getdate(self.posting_date), getdate()) if self.posting_date else [])
		self.check_claim()
		service_deductions.check(self)

	def check_claim(self):
		"""What the contractor was notified of stays: facts, clause, bill, lines; only the answer to an objection lowers an amount.

		So does the posting day: an action moves it, or who posts fills it in with the last signature (docs/adr/0174).
		"""
		before = self.get_doc_before_save()
		if not before or before.state == rules.DRAFT or self.flags.fx_action:
			return
		told = set(TOLD) - before.open_fields(before.approval_role) - ({"bill_no"} if not before.bill_no else set())
		said = any(self._differs(self.meta.get_field(name), before.get(name), self.get(name)) for name in told)
		if said or _claim(before) != _claim(self):
			frappe.throw(
				_(
					"The contractor has been told of {0}: its facts, bill, lines and posting day stay. Withdraw it and make a new one, or lower an amount when answering an objection; finance may name another posting day with its signature."
				).format(frappe.bold(self.name)),
				LockedFieldError,
				title=_("Notified"),
			)

	def before_save(self):
		if self.is_new():
			service_letter_numbers.give(self)
		service_charges.before_rows(self)

	def lock_first(self):
		locks.enter([frappe.db.get_value(self.doctype, self.name, "agreement")])

	def approval_amount(self) -> float:
		return service_conversion.company_amount(self)

	def approval_beside(self) -> dict[str, float]:
		names = reads_deductions.beside(self)
		return {name: service_conversion.company_amount(frappe.get_doc(self.doctype, name)) for name in names}

	def check_ready(self):
		service_deductions.check_ready(self)

	def lacks(self) -> list[str]:
		return [describe(found) for found in reads_deduction_chain.missing(self)]

	def must_wait(self) -> bool:
		"""The contractor may still object: nothing can be asked for until the window has ended."""
		return reads_deduction_chain.window_runs(self)

	def comes_later(self) -> bool:
		"""The notice is still to be served and proved, or an objection to be answered."""
		return reads_deduction_chain.unheard(self)

	def before_submit(self):
		super().before_submit()
		service_deductions.check_post(self)
		# before its row is written: the vouchers' names then stand in it at once
		self.update(service_deductions.post(self))

	def can_be_cancelled(self):
		return not service_deductions.only_reversed(self)

	def before_cancel(self):
		super().before_cancel()
		service_deductions.check_cancel(self)
		self.flags.fx_was_reversed = self.state == rules.REVERSED
		self.state = rules.CANCELLED

	def on_cancel(self):
		service_deductions.unpost(self)

	@frappe.whitelist(methods=["POST"])
	def notify(self, received_at: str, way: str, receiver: str, proof: str, file: str) -> None:
		"""The notice of deduction (扣款知会) was received: the objection window begins with it."""
		self.check_permission("write")
		service_objections.notify(self.stored("write"), received_at, way, receiver, proof, file)

	@frappe.whitelist(methods=["POST"])
	def add_proof(self, file: str) -> None:
		"""The file that proves the receipt of the notice, where it was recorded without one."""
		self.check_permission("write")
		service_objections.add_proof(self.stored("write"), file)

	def object_to(self, received_at: str, objection: str, file: str = "") -> None:
		"""The contractor objects, in time or late, with a paper or by word: the deduction is frozen until it is answered, a round sent back."""
		self.check_permission("write")
		self.lock_first()
		doc = self.stored("write")
		service_objections.object_to(doc, received_at, objection, file)
		service_approvals.interrupt(doc, _("The contractor objected: {0}").format(objection))

	def answer_objection(self, result: str, answer: str, amounts: dict | str | None = None) -> None:
		"""Answer the objection; ``amounts`` gives {row name: [amount, reason]} where it is upheld in part."""
		self.check_permission("write")
		service_objections.answer(self.stored("write"), result, answer, incoming.mapping(amounts))

	@frappe.whitelist(methods=["POST"])
	def withdraw(self, reason: str) -> None:
		"""Withdraw the deduction before it is posted."""
		self.check_permission("write")
		service_objections.withdraw(self.stored("write"), reason)

	def reverse(self, reason: str) -> None:
		"""Undo it by vouchers of today, where its period is closed. For finance."""
		self.check_permission("read")
		frappe.only_for(FINANCE)
		self.lock_first()
		doc = self.stored("read")
		service_approvals.note_broken(doc)
		doc.db_set(service_deductions.reverse(doc, reason))


def _claim(doc) -> list[list]:
	numbers = {"quantity": 2, "claimed": 2, "base_claimed": 2, "exchange_rate": 9}
	return [
		[flt(row.get(name), numbers[name]) if name in numbers else str(row.get(name) or "") for name in CLAIM]
		for row in doc.items
	]
