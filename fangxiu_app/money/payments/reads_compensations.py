"""What compensations rest on and how far they are carried out: lines as the rules see them, warranty answers, vouchers (R110). Set-based."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import flt, getdate

from fangxiu_app.contractors import reads_answering
from fangxiu_app.contractors.breach import reads_breach_evidence
from fangxiu_app.core.access import files
from fangxiu_app.core.money import money
from fangxiu_app.core.written import digits_apart, person
from fangxiu_app.money.payments import reads_cost_lines
from fangxiu_app.money.payments import rules_compensation as rules

#: Who gets the money: by name, by identity number or by account.
PAYEE = ("payee_name", "id_no", "payee_account")


def losses(doc) -> list[rules.Loss]:
	"""The lines of a compensation as the rules see them."""
	amounts = ("claimed", "assessed", "agreed")
	shown = {row.loss_no for row in doc.photos}
	return [
		rules.Loss(row.idx, *(money(row.get(name)) for name in amounts), row.basis or "", bool(row.evidence) or row.loss_no in shown)
		for row in doc.items
	]


def evidence_of_others(doc, shown: Collection[str]) -> list[tuple[str, str | None]]:
	"""Evidence among ``shown`` that is neither of the ticket nor of another one of its unit, with its ticket. Two queries at most."""
	rows = frappe.get_all("Evidence Item", {"name": ("in", list(shown))}, ["name", "ticket"]) if shown else []
	tickets = {row.ticket for row in rows if row.ticket} - {doc.ticket}
	same = {"name": ("in", list(tickets)), "unit": doc.unit}
	near = {doc.ticket, *(frappe.get_all("Repair Ticket", same, pluck="name") if tickets and doc.unit else ())}
	return [(row.name, row.ticket) for row in rows if row.ticket not in near]


def benefits(doc) -> list[rules.Benefit]:
	"""What a compensation gives in kind, as the rules see it. Two queries where goods from the store are among it.

	Goods of a draft are in the store still: they are issued once the owner has signed.
	"""
	parts = [row.ticket_part for row in doc.benefits if row.ticket_part]
	rows = frappe.get_all("Ticket Part", {"name": ("in", parts)}, ["name", "ticket", "state"]) if parts else []
	of = {row.name: row.ticket for row in rows}
	issued = {row.name for row in rows if row.state == "Issued"} if doc.docstatus == 0 and doc.approval_state == rules.DRAFT else set()
	others = _given_by_others(doc.name or "", parts) if parts else {}
	return [
		rules.Benefit(
			row.idx,
			row.kind or "",
			money(row.value),
			row.ticket_part or "",
			of.get(row.ticket_part) == doc.ticket,
			bool(row.confirmed_on),
			others.get(row.ticket_part, ""),
			row.ticket_part in issued,
		)
		for row in doc.benefits
	]


def _given_by_others(name: str, parts: list[str]) -> dict[str, str]:
	"""Part → another compensation that gives it: one that is being approved, or was. Drafts may still change."""
	case, row = frappe.qb.DocType("Compensation"), frappe.qb.DocType("Compensation Benefit")
	asked = (case.docstatus == 1) | ((case.docstatus == 0) & (case.approval_state == rules.IN_APPROVAL))
	query = frappe.qb.from_(row).join(case).on(case.name == row.parent).select(row.ticket_part, case.name)
	return dict(query.where(row.ticket_part.isin(parts) & (case.name != name) & asked).orderby(case.name).run())


def party(doc) -> rules.Party:
	"""The owner as a party to the settlement agreement; a paper counts where its file is kept here. Two queries at most."""
	return rules.Party(
		doc.payee_name or "",
		doc.id_kind or "",
		doc.id_no or "",
		doc.account_holder or "",
		doc.payee_bank or "",
		doc.payee_account or "",
		doc.account_reason or "",
		files.kept(doc.account_file),
		doc.representative or "",
		files.kept(doc.representative_file),
	)


def cash(name: str) -> Decimal | None:
	"""What a signed compensation pays in cash: what was agreed less what is given in kind; None before its signature."""
	signed = {"name": name, "docstatus": 1, "status": ("in", rules.AFTER_SIGNATURE)}
	row = frappe.db.get_value("Compensation", signed, ["agreed_total", "in_kind_total"])
	return money(row[0]) - money(row[1]) if row else None


def approved_on(name: str) -> date | None:
	"""The day of the last signature of the approval. One query."""
	at = reads_breach_evidence.approved_at("Compensation", [name]).get(name)
	return getdate(at) if at else None


def tickets(doc) -> list[str]:
	"""The compensation's ticket and those of its complaint. One query at most."""
	complaint = {"parent": doc.complaint, "parenttype": "Customer Complaint"}
	return [doc.ticket, *(frappe.get_all("Complaint Ticket", complaint, pluck="ticket", order_by="idx") if doc.complaint else [])]


def beside(doc) -> dict[str, float]:
	"""Compensations of the same ticket or complaint and payee that are being approved, or were: name → agreed amount.

	The payee is the same by name, by identity number or by account, however each is typed. Two queries.
	"""
	case, of = frappe.qb.DocType("Compensation"), frappe.qb.DocType("Complaint Ticket")
	names = tickets(doc)
	about = frappe.qb.from_(of).select(of.parent).where(of.ticket.isin(names) & (of.parenttype == "Customer Complaint"))
	same = case.ticket.isin(names) | case.complaint.isin(about)
	mine = {field: value for field in PAYEE if (value := _compared(field, doc.get(field)))}
	asked = (case.docstatus == 1) | ((case.docstatus == 0) & (case.approval_state == rules.IN_APPROVAL))
	query = frappe.qb.from_(case).select(case.name, case.agreed_total, *(case[field] for field in PAYEE))
	rows = query.where(asked & same & (case.name != (doc.name or ""))).orderby(case.name).run(as_dict=True)
	return {row.name: row.agreed_total for row in rows if any(_compared(field, row[field]) == value for field, value in mine.items())}


def _compared(field: str, value: str | None) -> str:
	return person(value) if field == "payee_name" else digits_apart(value)


def billed(doc) -> bool:
	"""Whether what is claimed back can be claimed under the agreement: of a ticket that it answers for (R110). Three queries at most."""
	found = reads_answering.answers(tickets(doc)).values()
	return any(one.bills(doc.agreement or "", doc.contractor or "") for one in found)


def answers(doc) -> list[rules.Answer]:
	"""The warranty answers of the compensation's ticket and of those of its complaint, in order. Two queries."""
	names = tickets(doc)
	ticket, agreement = frappe.qb.DocType("Repair Ticket"), frappe.qb.DocType("Warranty Agreement")
	rows = (
		frappe.qb.from_(ticket)
		.left_join(agreement)
		.on((agreement.name == ticket.agreement) & (agreement.project == ticket.project))
		.select(ticket.name, agreement.name, agreement.contractor, ticket.responsibility, ticket.payer)
		.where(ticket.name.isin(names) & (ticket.project == doc.project))
		.orderby(ticket.name)
	).run()
	return [rules.Answer(*(value or "" for value in row)) for row in rows]


def reasons(tickets: Iterable[str]) -> dict[str, str]:
	"""Ticket → its warranty answer in words. One query."""
	rows = frappe.get_all("Repair Ticket", {"name": ("in", list(tickets) or [""])}, ["name", "warranty_answer"], as_list=True)
	return {name: text or "" for name, text in rows}


def standing(name: str) -> frappe._dict | None:
	"""How far a signed compensation is carried out: its ``state`` by vouchers and confirmations, what is ``owed`` and came ``back``.

	None for one that is not signed, or cancelled. Four queries.
	"""
	fields = ["name", "status", "project", "payee_name", "agreed_total", "in_kind_total", "recovery_amount", "unpaid", "recovered"]
	row = frappe.db.get_value("Compensation", {"name": name, "docstatus": 1, "status": ("in", rules.AFTER_SIGNATURE)}, fields, as_dict=True)
	if not row:
		return None
	bill = {"fx_compensation": name, "docstatus": 1, "is_return": 0}
	outstanding = frappe.db.get_value("Purchase Invoice", bill, "outstanding_amount")
	in_cash = money(row.agreed_total) - money(row.in_kind_total)
	owed = flt(in_cash if outstanding is None else outstanding, 2)
	pending = frappe.db.count("Compensation Benefit", {"parent": name, "confirmed_on": ("is", "not set")})
	back = money(reads_cost_lines.recovered_of("Compensation", [name]).get(name))
	state = rules.standing(owed <= 0, pending, money(row.recovery_amount), back)
	row.update({"state": state, "owed": max(0.0, owed), "back": float(back)})
	return row


def behind(deduction: str | None) -> list[str]:
	"""The compensations a deduction charges to the contractor. One query, none without a deduction."""
	if not deduction:
		return []
	charged = {"parent": deduction, "source_type": "Compensation", "source_name": ("is", "set")}
	return frappe.get_all("Deduction Item", charged, pluck="source_name", distinct=True)
