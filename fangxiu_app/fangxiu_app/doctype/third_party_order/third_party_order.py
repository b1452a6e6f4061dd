from dataclasses import replace
from typing import ClassVar

import frappe
from frappe.utils import cint, flt, getdate, now_datetime

from fangxiu_app.approvals import service_approvals
from fangxiu_app.approvals.approval_guard import ApprovalGuard
from fangxiu_app.contractors.breach import reads_orders, rules_chronology, rules_third_party
from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.access.roles import MANAGER
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import product, total
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.row_locks import claim
from fangxiu_app.core.wording import _
from fangxiu_app.correspondence import service_letter_numbers
from fangxiu_app.ledger import reads_site_rules, reads_vouchers, service_purchase
from fangxiu_app.money.deductions import reads_chain_evidence, rules_evidence_chain, service_charges
from fangxiu_app.money.payments import service_bill_tax, service_repair_payments
from fangxiu_app.tickets.life import service_transitions

LATER = ("claimed_qty", "verified_qty", "verified_amount", "difference_reason")


class ThirdPartyOrder(ApprovalGuard, ProjectDocument):
	"""Minor-works order to a third party (第三方委托, R107, R112): takes effect by approval, the contractor is charged."""

	locked_fields = (
		*ApprovalGuard.locked_fields,
		"status",
		"letter_no",
		"verified_total",
		"completed_at",
		"verified_by",
		"verified_at",
	)
	step_fields: ClassVar = {"Fangxiu Cost Department": ("price_basis", "price_note")}
	outside_content = (
		"status",
		"letter_no",
		"verified_total",
		"completed_at",
		"verified_by",
		"verified_at",
		*(f"items.{name}" for name in LATER),
	)

	def onload(self):
		service_charges.show(self)

	def before_validate(self):
		self.project = (
			self.ticket and frappe.db.get_value("Repair Ticket", self.ticket, "project")
		) or self.project
		if self.reason == rules_third_party.DEVELOPER and self.docstatus == 0 and self.approval_state in (None, "", "Draft"):
			self.contractor = self.agreement = self.notice = None  # nobody is charged; the form hides the fields

	def next_step(self) -> str:
		return {
			"Ordered": _("Next: the repair centre enters what was done with Verify Quantities, once the work is finished."),
			"Verified": _("Next: the Cost Department or the repair manager enters the bill with Settle."),
		}.get(self.status, "")

	def before_insert(self):
		super().before_insert()
		self.work_type = self.work_type or frappe.db.get_value("Repair Ticket", self.ticket, "work_type")
		self.status, self.letter_no = "Draft", None

	def validate(self):
		self.check_project_scope()
		self.set_amounts()
		self.check_period()
		self.check_override()
		self.check_approval()
		self.set_status()

	def before_update_after_submit(self):
		super().before_update_after_submit()
		self.check_later()

	def before_submit(self):
		super().before_submit()
		if self.contractor:  # who is told of it, and pays
			service_letter_numbers.give(self)

	def on_submit(self):
		self.place_order()
		self.move_tickets()

	def before_cancel(self):
		super().before_cancel()
		service_charges.check_free(self)
		service_repair_payments.check_undo(self.voucher_link())
		self.status = "Cancelled"

	def on_cancel(self):
		service_purchase.cancel_invoice(self.voucher_link())
		service_purchase.cancel_order(self.voucher_link())

	def voucher_link(self) -> dict[str, str]:
		"""What ERPNext's vouchers of this order are found by."""
		return {"fx_third_party_order": self.name}

	def set_amounts(self):
		for row in self.items:
			row.amount = float(product(row.qty, row.rate))
			if self.docstatus == 0:  # nothing is verified before it was ordered
				row.update(dict.fromkeys(LATER))
		self.total = float(total(row.amount for row in self.items))

	def set_status(self):
		if self.docstatus == 0:
			self.status = "Draft" if self.approval_state == "Draft" else "In Approval"
		elif self.docstatus == 1 and self.status == "In Approval":
			self.status = "Ordered"

	def check_period(self):
		if getdate(self.finish_by) < getdate(self.start_on):
			frappe.throw(_("The work would finish before it starts. Correct Start On or Finish By."))

	def check_override(self):
		"""Only the manager orders from a suspended firm, in writing (R112); the reason is signed with the order."""
		before = self.get_doc_before_save()
		was = before.suspension_override if before else None
		if (self.suspension_override or "") != (was or "") and MANAGER not in frappe.get_roles():
			frappe.throw(
				_(
					"{0}: only the repair manager writes this. Ask the manager, or choose another firm."
				).format(frappe.bold(_(self.meta.get_label("suspension_override")))),
				frappe.PermissionError,
				title=_("Not Allowed"),
			)

	def check_later(self):
		"""Quantities are written by Verify Quantities only; nothing else of an approved order changes."""
		before = self.get_doc_before_save()
		if not self.flags.fx_action and [_row(row) for row in self.items] != [
			_row(row) for row in before.items
		]:
			frappe.throw(
				_(
					"The lines of an approved order are not changed by hand. Use Verify Quantities on the form."
				),
				title=_("Changed by Actions Only"),
			)

	def approval_amount(self) -> float:
		return flt(self.total)

	def approval_beside(self) -> dict[str, float]:
		return reads_orders.beside(self)

	def lock_first(self) -> None:
		"""The tickets: of two orders about one, the second sees the first."""
		claim("Repair Ticket", reads_orders.ticket_names(self), wait=True)

	def approval_barred(self) -> dict[str, str]:
		"""Nor does the engineer of the tickets approve what is spent on their own work (R16)."""
		tickets = reads_orders.ticket_names(self)
		engineers = frappe.get_all("Repair Ticket", {"name": ("in", tickets)}, pluck="engineer")
		return {**dict.fromkeys(filter(None, engineers), "approval_engineer"), **super().approval_barred()}

	def check_ready(self) -> None:
		"""The breach chain, the register and the quotations, before anybody is asked to sign."""
		settings = frappe.get_cached_doc("Fangxiu Settings")
		reads_site_rules.check(reads_vouchers.company(self.project), "Purchase Order", "Purchase Invoice")
		refuse(
			rules_third_party.violations(
				reads_orders.order_facts(self),
				now_datetime(),
				reads_orders.money(settings.quotation_limit),
				cint(settings.quotations_above),
			)
			+ reads_orders.copied(self)
		)

	def check_step(self, role: str) -> None:
		if role == "Fangxiu Cost Department" and not self.price_basis:
			frappe.throw(_("Choose the price basis before you sign: it is the cost department's part."))

	def place_order(self):
		lines = [_line(self, row, row.qty) for row in self.items]
		service_purchase.order(self, lines, self.third_party, self.finish_by, self.voucher_link())

	def move_tickets(self):
		"""The tickets go to the third party by their own action, with the roles that signed this order."""
		signed = (*service_approvals.progress(self).steps, "Repair Manager")
		for ticket in reads_orders.ticket_names(self):
			if (
				frappe.db.get_value("Repair Ticket", ticket, "status") != "Third Party"
				and self.reason == rules_third_party.BREACH
			):
				values = {"third_party": self.third_party}
				service_transitions.perform(ticket, "commission_third_party", values, roles=signed)

	def verify_work(self, lines: list[dict], completed_at: str) -> None:
		"""Quantities as claimed by the third party and verified by the engineer (R16). Raises RefusedError."""
		self._expect("Ordered", "Verified")
		if len(lines) != len(self.items):
			refuse([Violation("verify_lines", (len(self.items), len(lines)))])
		found = []
		for row, line in zip(self.items, lines, strict=True):
			row.claimed_qty, row.verified_qty = flt(line.get("claimed_qty")), flt(line.get("verified_qty"))
			row.difference_reason = line.get("difference_reason") or ""
			row.verified_amount = float(product(row.verified_qty, row.rate))
			quantities = (reads_orders.money(value) for value in (row.qty, row.claimed_qty, row.verified_qty))
			found.append(rules_third_party.Verified(row.idx, *quantities, row.difference_reason))
		done_at = incoming.moment(completed_at, _("Completed At"))
		wrong = rules_third_party.verify(found, reads_orders.photos(reads_orders.ticket_names(self)))
		refuse([*wrong, *self.out_of_order(completed_at=done_at)])
		self.update(
			{
				"verified_total": float(total(row.verified_amount for row in self.items)),
				"verified_by": frappe.session.user,
				"verified_at": now_datetime().replace(microsecond=0),
				"completed_at": done_at,
				"status": "Verified",
			}
		)
		self.write_by_action(ignore_permissions=True)

	def out_of_order(self, **moments) -> list[Violation]:
		"""What makes the given moments of the work impossible: before the order or one another, or in the future."""
		[work] = reads_chain_evidence.works([self.name])
		now = now_datetime()
		at = moments.get("completed_at") or moments.get("billed_on")
		if at and getdate(at) > getdate(now):
			return [Violation("time_in_future", (at,))]
		chains = rules_evidence_chain.order_events(replace(work, **moments))
		step = rules_chronology.WORK if "completed_at" in moments else rules_chronology.BILL
		found = [one for events in chains for one in rules_chronology.concerning(events, step)]
		return list(dict.fromkeys(found))

	def settle(self, bill_no: str, bill_date: str, tax_kind: str = "", tax_rate: float = 0) -> str:
		"""The third party's bill over the verified quantities: a Purchase Invoice on hold until its payment review.

		Its tax may be left to finance, who completes it before the review is signed to its end.
		"""
		self._expect("Verified")
		day = incoming.day(bill_date, _("Bill Date"))
		refuse(self.out_of_order(billed_on=day, bill=bill_no))
		stated = service_bill_tax.stated(tax_kind, tax_rate)
		link = self.voucher_link()
		order = frappe.db.get_value("Purchase Order", {**link, "docstatus": 1})
		name = service_purchase.invoice_order(
			order,
			[row.verified_qty for row in self.items],
			{"bill_no": bill_no.strip(), "bill_date": day, **stated},
			link,
			_("Awaits the Repair Payment Review"),
		)
		self.status = "Settled"
		self.write_by_action(ignore_permissions=True)
		return name

	def undo_bill(self) -> None:
		"""Cancel the booked bill, e.g. after a wrong number: verified again. Raises RefusedError once reviewed or paid."""
		self._expect("Settled")
		service_repair_payments.check_undo(self.voucher_link())
		service_purchase.cancel_invoice(self.voucher_link())

	def _expect(self, *states: str) -> None:
		if self.docstatus != 1 or self.status not in states:
			refuse([Violation("order_state", (self.name, self.status, states))])


def _line(doc, row, qty: float) -> service_purchase.Line:
	return service_purchase.Line(f"{row.description} ({row.uom})", flt(qty), flt(row.rate), row.ticket or doc.ticket)


def _row(row) -> list[str]:
	return [str(row.get(df.fieldname) or "") for df in row.meta.fields]
