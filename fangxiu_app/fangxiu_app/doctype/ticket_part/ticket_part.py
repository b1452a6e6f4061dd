from functools import partial

import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.files.proof_files import keep_proof, shared
from fangxiu_app.core.messages import RefusedError, refuse
from fangxiu_app.core.wording import _
from fangxiu_app.parts import service_ticket_parts, stock_locks
from fangxiu_app.parts.reads_spare_parts import stores

#: Nobody takes parts for these.
FINISHED = ("Closed", "Merged", "Cancelled", "Transferred")
#: photo field, field of the evidence, caption
PHOTOS = (
	("fitted_photo", "fitted_evidence", "Fitted Part"),
	("removed_photo", "removed_evidence", "Removed Part"),
)


class TicketPart(ProjectDocument):
	"""A part taken for a ticket: reserved, issued, given back; what was fitted and removed."""

	locked_fields = ("state", "issued_qty", "returned_qty", "fitted_evidence", "removed_evidence")
	fixed_fields = ("store",)

	def before_validate(self):
		row = frappe.db.get_value("Repair Ticket", self.ticket, ["project", "unit"], as_dict=True)
		if row:
			self.project, self.unit = row.project, row.unit
		if self.is_new() and self.project:
			self.store = stores(self.project).get("Repair Centre")

	def validate(self):
		self.check_project_scope()
		self.check_locked_fields()
		if self.is_new():
			self.check_reservation()
		self.check_photos()

	def check_photos(self):
		"""What was fitted and what was removed are two things: a photo of each."""
		before = self.get_doc_before_save() or frappe._dict()
		if any(self.get(field) != before.get(field) for field, _evidence, _caption in PHOTOS):
			refuse(shared([(_(caption), self.get(field)) for field, _evidence, caption in PHOTOS]))

	def on_update(self):
		self.keep_photos()

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("Parts of a ticket are kept. Release the reservation instead."), LockedFieldError)

	def check_reservation(self):
		"""A new part is a reservation: for an open warranty ticket, of what the store has free."""
		self.check_ticket()
		self.check_store()
		service_ticket_parts.check_available(self)

	def check_ticket(self):
		# a new one locks the ticket: had it ended a moment ago, nobody would free the reservation
		facts = ["status", "paid_agreed_at", "quote_accepted_at"]
		ticket = frappe.db.get_value(
			"Repair Ticket", self.ticket, facts, as_dict=True, for_update=self.is_new()
		)
		if ticket.status in FINISHED:
			frappe.throw(
				_("Ticket {0} is {1}: no parts are taken for it. Reopen it first.").format(
					frappe.bold(self.ticket), _(ticket.status)
				),
				RefusedError,
			)
		if ticket.paid_agreed_at and not ticket.quote_accepted_at:
			frappe.throw(
				_(
					"The owner pays for this repair: parts are taken once the quotation is accepted, and billed with it (R58)."
				),
				RefusedError,
			)

	def check_store(self):
		if not self.store:
			frappe.throw(
				_("Project {0} has no spare parts store yet. Make its spare parts list first.").format(
					frappe.bold(self.project)
				),
				RefusedError,
			)
		if self.qty <= 0:
			frappe.throw(_("Enter how many pieces are needed: more than 0."))

	def keep_photos(self):
		"""Originals of the photos become evidence of the ticket, once each."""
		for field, evidence, caption in PHOTOS:
			words = f"{_(caption)}: {self.item_name or self.item}"
			keep_proof(self, field, evidence, words, ticket=self.ticket, stage="Repair")

	def issue(self) -> str:
		"""Take the reserved part out of the store; returns the Stock Entry."""
		self.expect("Reserved")
		self.check_ticket()
		return service_ticket_parts.issue(self)

	def give_back(self, qty: float) -> str:
		"""Bring unused pieces back; returns the Stock Entry."""
		self.expect("Issued")
		return service_ticket_parts.give_back(self, qty)

	def undo_issue(self) -> None:
		"""Cancel the issue: reserved again."""
		self.expect("Issued")
		service_ticket_parts.undo_issue(self)

	def undo_return(self) -> str:
		"""Cancel the latest return; the ticket holds the pieces again. Returns the cancelled Stock Entry."""
		self.expect("Issued", "Returned")
		if not self.returned_qty:
			frappe.throw(
				_("Nothing of it was given back: there is no return to undo. Reload the page."), RefusedError
			)
		return service_ticket_parts.undo_return(self)

	def release(self, ignore_permissions: bool = False) -> None:
		"""Give up a reservation; without rights of its own only where the ticket's end does."""
		self.expect("Reserved")
		self.state = "Freed"
		self.write_by_action(ignore_permissions=ignore_permissions)

	def expect(self, *states: str) -> None:
		"""Lock the stock first and this part second, always in this order, so that two requests wait without a deadlock."""
		stock_locks.on_hand(self.store, self.item)
		self.flags.for_update = True
		self.reload()
		if self.state not in states:
			said = partial(_, context=self.doctype)
			frappe.throw(
				_("{0} is {1}; this needs a part that is {2}. Reload the page.").format(
					frappe.bold(self.item_name or self.item), said(self.state), ", ".join(map(said, states))
				),
				RefusedError,
				title=_("Not Possible Yet"),
			)
