"""Compensations of owners: who bears one, and whether it was paid (R110)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import flt

from fangxiu_app.core.access.roles import COST_DEPARTMENT
from fangxiu_app.core.money import money
from fangxiu_app.messaging import outbox
from fangxiu_app.money.payments import rules_payment_review

SIGNED, PAID = "Signed", "Paid"


def propose(doc) -> None:
	"""What the contractor bears by the ticket's warranty answer; a reason for claiming nothing, or another amount, stays."""
	ticket = frappe.db.get_value("Repair Ticket", doc.ticket, ["responsibility", "agreement"], as_dict=True)
	if ticket and ticket.responsibility == "Warranty" and ticket.agreement and not doc.agreement:
		doc.agreement = ticket.agreement
		doc.contractor = frappe.db.get_value("Warranty Agreement", ticket.agreement, "contractor")
	before = doc.get_doc_before_save()
	doc.recovery_amount = float(
		rules_payment_review.recovery(
			money(doc.recovery_amount),
			money(doc.agreed_total),
			money(before.agreed_total) if before else None,
			bool(doc.agreement) and not (doc.recovery_waiver or "").strip(),
		)
	)


def refresh(name: str | None) -> None:
	"""Whether the owner has the money, read from the bill; once paid, the cost department hears what to claim back."""
	row = name and frappe.db.get_value(
		"Compensation",
		{"name": name, "docstatus": 1, "status": ("in", (SIGNED, PAID))},
		["status", "project", "agreement", "recovery_amount", "payee_name"],
		as_dict=True,
	)
	bill = row and frappe.db.get_value(
		"Purchase Invoice",
		{"fx_compensation": name, "docstatus": 1, "is_return": 0},
		["name", "outstanding_amount"],
		as_dict=True,
	)
	state = PAID if bill and flt(bill.outstanding_amount, 2) <= 0 else SIGNED
	if not row or state == row.status:
		return
	frappe.db.set_value("Compensation", name, "status", state)
	if state == PAID and row.recovery_amount:
		outbox.tell(
			_("Compensation {0} is paid to {1}: {2} wait to be deducted from the contractor.").format(
				name, row.payee_name, frappe.utils.fmt_money(row.recovery_amount, precision=2)
			),
			project=row.project,
			to=(outbox.role(COST_DEPARTMENT),),
			about=("Compensation", name),
		)
