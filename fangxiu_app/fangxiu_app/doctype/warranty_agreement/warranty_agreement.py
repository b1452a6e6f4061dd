import frappe
from frappe.utils import getdate

from fangxiu_app.contractors import service_agreements
from fangxiu_app.contractors.rules_agreement import was_signed
from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.access.roles import HEADS
from fangxiu_app.core.wording import _
from fangxiu_app.correspondence import service_letter_numbers
from fangxiu_app.delivery import service_batch_agreements, service_late_proofs
from fangxiu_app.estate import rules_place
from fangxiu_app.ledger import locks, reads_deposits
from fangxiu_app.money.deposits import (
	reads_agreement_terms,
	reads_contractor_statement,
	service_agreement_changes,
	service_agreement_terms,
)
from fangxiu_app.money.deposits.rules_agreement_change import GUARANTEED


class WarrantyAgreement(ProjectDocument):
	"""Warranty agreement with a contractor (保修协议, R27, R28, R30, R31): who answers for what, within which time, and
	what secures it. Its scope tells which defects are the contractor's."""

	locked_fields = (*service_agreement_changes.ASKED, *service_agreement_changes.AGREED, *service_agreement_changes.REFUSED)

	def onload(self):
		self.set_onload("missing", service_agreement_terms.missing(self))
		self.set_onload("signed", was_signed(self.status or "", self.signed_on))
		self.set_onload("fixed", reads_agreement_terms.fixed_terms(self))
		self.set_onload("hindrance", "" if self.is_new() else reads_agreement_terms.hindrance(self))
		self.set_onload("asked", reads_agreement_terms.asked_terms(self))
		self.set_onload("seen", reads_agreement_terms.seen(self))
		self.set_onload("held", 0 if self.is_new() else reads_deposits.balance(self.name))
		self.set_onload("low", reads_agreement_terms.low_guarantee(self))

	def before_print(self, settings=None):
		"""What the printed forms show besides the fields."""
		self.statement = reads_contractor_statement.of_one(self.name)
		parts = (
			filter(None, (row.lot, row.building and rules_place.building(frappe.get_cached_value("Estate Building", row.building, "building_no")), row.trade))
			for row in self.scope
		)
		self.scope_words = "；".join(" ".join(part) for part in map(tuple, parts) if part) or _("Everything")

	def before_insert(self):
		service_agreements.begin(self)

	def validate(self):
		self.check_project_scope()
		self.check_locked_fields()
		self.check_scope()
		service_agreement_changes.check(self)
		service_batch_agreements.check_change(self)
		service_agreements.check_signed(self)
		service_late_proofs.check(self)
		self.title = f"{self.contractor_name or self.contractor} {self.name or ''}".strip()
		service_letter_numbers.check_pattern(self)
		self.check_validity()
		self.check_primary_contact()
		service_agreement_terms.check_deposit(self)
		service_agreement_terms.fill_deposit(self)
		service_agreement_terms.fill_liability(self)

	def on_trash(self):
		service_agreements.check_trash(self)
		service_batch_agreements.check_leaves(self)

	def on_change(self):
		locks.forget()

	@frappe.whitelist(methods=["POST"])
	def ask_change(self, values: dict | str) -> None:
		"""Ask for the end of the agreement, for a guarantee in place of its deposit with what becomes of the money, or for
		other terms (``terms``: field → value)."""
		self.check_permission("write")
		locks.enter([self.name])
		names = (*service_agreement_changes.ASKED[:4], *GUARANTEED)
		sent = incoming.mapping(values)
		given = incoming.fields(self.doctype, sent, names)
		service_agreement_changes.ask(self.stored("write"), {**given, "terms": sent.get("terms")})

	@frappe.whitelist(methods=["POST"])
	def withdraw_change(self) -> None:
		"""Who asked for a change takes the request back."""
		self.check_permission("write")
		service_agreement_changes.withdraw(self.stored("write"))

	@frappe.whitelist(methods=["POST"])
	def agree_change(self, seen: str) -> str | None:
		"""A head agrees to what was asked for and shown with the digest ``seen``; returns the release that is drafted by it."""
		self.check_permission("read")
		frappe.only_for(HEADS)
		locks.enter([self.name])
		return service_agreement_changes.agree(self.stored("read"), seen)

	@frappe.whitelist(methods=["POST"])
	def turn_down_change(self, reason: str) -> None:
		"""A head does not agree."""
		self.check_permission("read")
		frappe.only_for(HEADS)
		service_agreement_changes.turn_down(self.stored("read"), reason)

	def check_values(self):
		"""What every save checks of its values: links that exist in this project, choices of their lists, nothing missing."""
		self._action = "save"
		self._validate_links()
		self._validate_selects()
		self._validate_mandatory()
		self.check_project_scope()

	def check_validity(self):
		if self.valid_from and self.valid_to and getdate(self.valid_to) < getdate(self.valid_from):
			frappe.throw(_("The agreement ends before it begins. Correct Valid From or Valid To."))

	def check_scope(self):
		"""A row that names nothing means the whole project; one that names both building and lot, the building's own lot."""
		for row in self.scope:
			if row.whole_project and (row.lot or row.building):
				frappe.throw(
					_(
						"Row {0}: Whole Project is ticked, and lot or building {1} is named. Take one of them away."
					).format(row.idx, frappe.bold(row.building or row.lot))
				)
			row.whole_project = int(not (row.lot or row.building or row.trade) or bool(row.whole_project))
			lot = row.building and row.lot and frappe.db.get_value("Estate Building", row.building, "lot")
			if lot and lot != row.lot:
				frappe.throw(
					_(
						"Row {0}: building {1} belongs to lot {2}, not {3}. Correct the row or leave the lot empty."
					).format(row.idx, frappe.bold(row.building), lot, row.lot)
				)

	def check_primary_contact(self):
		"""One contact is the primary one; phone and addresses of the agreement are theirs where left empty."""
		marked = [row for row in self.contacts if row.is_primary]
		if len(marked) > 1:
			frappe.throw(_("Row {0}: only one contact can be the primary one.").format(marked[1].idx))
		if not self.contacts:
			return
		first = marked[0] if marked else self.contacts[0]
		self.contact_person = self.contact_person or first.contact_name
		for field in ("phone", "service_address", "email"):
			self.set(field, self.get(field) or first.get(field))
