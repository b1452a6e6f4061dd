"""Compensations of owners: computed from their lines, checked before approval, their state read from vouchers (R110)."""

from __future__ import annotations

import frappe
from frappe.utils import flt

from fangxiu_app.core.access.roles import COST_DEPARTMENT
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import ZERO, exact, money, total
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger.service_purchase import OWNER
from fangxiu_app.messaging import outbox
from fangxiu_app.money.payments import reads_compensations as reads
from fangxiu_app.money.payments import rules_compensation as rules


def fill(doc) -> None:
	"""What a draft says by itself: numbers of the losses, totals, what is left for cash, what is claimed back."""
	_number(doc)
	for row in doc.benefits:
		row.value = float(rules.benefit_value(row.kind, exact(row.months), exact(row.monthly_fee), money(row.value)))
		row.update({"confirmed_on": None, "confirmed_by": None, "confirmed_evidence": None})
		row.ticket_part = row.ticket_part if row.kind == rules.GOODS else None
	for part in ("claimed", "assessed", "agreed"):
		doc.set(f"{part}_total", float(total(row.get(part) for row in doc.items)))
	in_kind = total(row.value for row in doc.benefits)
	doc.in_kind_total = float(in_kind)
	reckon(doc)
	doc.method = rules.method(in_kind, money(doc.cash_total))
	doc.above_reason = None  # of whoever approves
	doc.account_holder = doc.account_holder or (doc.payee_name if doc.cash_total else None)
	doc.release_clause = (doc.release_clause or release_clause()) if doc.no_further_claim else doc.release_clause
	if doc.agreement:
		doc.contractor = frappe.db.get_value("Warranty Agreement", doc.agreement, "contractor")
	share = money(doc.recourse_share)
	claimed_back = rules.recovery(doc.recourse_decision or "", share, money(doc.agreed_total), money(doc.recovery_amount))
	doc.recovery_amount = float(claimed_back)


def reckon(doc) -> None:
	"""What follows from the lines, in every state: the gap of each loss, and what is left for cash. No part of what is signed."""
	for row in doc.items:
		row.difference = flt(flt(row.agreed) - flt(row.claimed), 2)
	doc.cash_total = float(max(ZERO, money(doc.agreed_total) - money(doc.in_kind_total)))


def release_clause() -> str:
	"""The clause by which both sides release one another, as the settings have it, else the shipped one in the user's language."""
	chosen = frappe.db.get_single_value("Fangxiu Settings", "settlement_release")
	return chosen or _(
		"With the payment and the benefits of this agreement the matter is settled once and for all: neither party makes any further claim against the other for it. Defects that appear anew, and duties of warranty by law, are not touched."
	)


def _number(doc) -> None:
	"""Each loss keeps its number, by which its photos name it; photos of a loss that was taken out are no longer listed."""
	taken: set[int] = set()
	for row in doc.items:
		if not row.loss_no or row.loss_no in taken:
			row.loss_no = max([*taken, *(one.loss_no or 0 for one in doc.items)]) + 1
		taken.add(row.loss_no)
	named = {row.loss_no: row.description for row in doc.items}
	doc.set("photos", [row for row in doc.photos if row.loss_no in named])
	for row in doc.photos:
		row.update({"loss": named[row.loss_no], "added_at": None})  # nothing of a draft was added after a signature
	shown = {row.evidence for row in (*doc.photos, *doc.items) if row.evidence}
	refuse([Violation("loss_evidence_other", (one, ticket or "–", doc.ticket)) for one, ticket in reads.evidence_of_others(doc, shown)])


def missing(doc) -> list[Violation]:
	"""What stands against asking for approval."""
	who, back = reads.party(doc), money(doc.recovery_amount)
	proposed = [one.agreement for one in rules.proposals(reads.answers(doc))]
	foreign = back > 0 and doc.agreement and not reads.billed(doc)
	return [
		*rules.compensation(reads.losses(doc), back, doc.contractor or "", doc.agreement or "", reads.benefits(doc)),
		*([Violation("compensation_other_agreement", (doc.agreement,))] if foreign else []),
		*rules.party(who, money(doc.cash_total)),
		*rules.terms(doc.terms or ""),
		*rules.undecided(doc.recourse_decision or "", doc.agreement or "", proposed),
	]


def refresh(name: str | None) -> None:
	"""Write how far a compensation is carried out, by its vouchers; once given, the cost department hears what to claim back."""
	row = name and reads.standing(name)
	if not row or (row.state, row.owed, row.back) == (row.status, flt(row.unpaid, 2), flt(row.recovered, 2)):
		return
	frappe.db.set_value("Compensation", name, {"status": row.state, "unpaid": row.owed, "recovered": row.back})
	if row.status == rules.SIGNED and row.state == rules.SETTLED and row.recovery_amount:
		outbox.tell(
			_("Compensation {0} is paid to {1}: {2} wait to be deducted from the contractor.").format(
				name, row.payee_name, frappe.utils.fmt_money(row.recovery_amount, precision=2)
			),
			project=row.project,
			to=(outbox.role(COST_DEPARTMENT),),
			about=("Compensation", name),
		)


def refresh_behind(voucher) -> None:
	"""After a voucher of a deduction was posted or taken back: the compensations it charges."""
	if voucher.flags.fx_charged is not None:
		names = voucher.flags.fx_charged
	else:
		names = reads.behind(_deduction(voucher))
	for name in names:
		refresh(name)


def _deduction(voucher) -> str | None:
	deduction = voucher.get("fx_deduction")
	if not deduction and voucher.get("fx_deposit_entry"):
		deduction = frappe.db.get_value("Warranty Deposit Entry", voucher.fx_deposit_entry, "deduction")
	return deduction


def check_bill(invoice) -> None:
	"""A Purchase Invoice that pays an owner, before submission: of a signed compensation, once, within its cash. Raises RefusedError.

	Owners are suppliers for nothing else; what was open before this app came in is booked as ERPNext's opening invoice.
	"""
	name = invoice.get("fx_compensation")
	if invoice.is_return or invoice.get("is_opening") == "Yes":
		return
	if not name:
		owner = frappe.get_cached_value("Supplier", invoice.supplier, "fx_contractor_kind") == OWNER
		refuse([Violation("owner_bill", (invoice.supplier_name or invoice.supplier,))] if owner else [])
		return
	fields = ["docstatus", "status", "agreed_total", "in_kind_total"]
	# two bills of one compensation at once would each see none
	row = frappe.db.get_value("Compensation", name, fields, as_dict=True, for_update=True) or frappe._dict(status="")
	other = {"fx_compensation": name, "docstatus": 1, "is_return": 0, "name": ("!=", invoice.name)}
	cash = money(row.agreed_total) - money(row.in_kind_total)
	state = row.status if row.docstatus == 1 else ""
	refuse(rules.bill(name, state, money(invoice.base_grand_total), cash, frappe.db.get_value("Purchase Invoice", other) or ""))
