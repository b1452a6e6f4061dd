"""Contractor Deduction: its facts, and its vouchers in ERPNext (R111).

What the deposit covers is one Journal Entry over its buckets, the oldest first; what it does not cover is a Debit Note, a
receivable that ERPNext offsets with the next invoice or receives as a payment. With a lump sum nothing beyond is claimed.
"""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe.utils import getdate, today

from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import (
	ledger_settings,
	locks,
	reads_deposits,
	reads_periods,
	reads_site_rules,
	rules_exchange,
	service_accounts,
	service_journal,
)
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.ledger.rules_deposit import ZERO, first_in_first_out, money
from fangxiu_app.ledger.service_journal import Journal, Posting
from fangxiu_app.money.deductions import (
	reads_deduction_chain,
	reads_paper_proofs,
	service_charges,
	service_conversion,
	service_recovery,
)
from fangxiu_app.money.deductions import reads_deductions as reads
from fangxiu_app.money.deductions import rules_deduction as rules
from fangxiu_app.money.payments import reads_repair_bills

#: What a deduction is posted by.
VOUCHERS = ("Journal Entry", "Purchase Invoice")


def agreement_of(doc):
	return frappe.get_cached_doc("Warranty Agreement", doc.agreement)


def fill(doc) -> None:
	"""What follows from agreement and sources; a line that names only its source becomes that source's lines."""
	agreement = agreement_of(doc)
	doc.project = agreement.project
	doc.contractor, doc.contractor_name = agreement.contractor, agreement.contractor_name
	doc.company = service_accounts.company_of(agreement)
	doc.currency = agreement.currency or frappe.get_cached_value("Company", doc.company, "default_currency")
	service_charges.expand(doc, agreement)
	service_conversion.convert(doc, agreement)
	for row in doc.items:
		row.currency = doc.currency
		if doc.state in (rules.DRAFT, rules.NOTIFIED):
			row.amount = row.claimed
	service_conversion.value(doc)
	service_charges.take(doc)
	sums = {
		kind: sum(money(row.amount) for row in doc.items if row.line_kind == kind) for kind in rules.ORDER
	}
	doc.cost_total, doc.surcharge_total, doc.penalty_total = (float(sums[kind]) for kind in rules.ORDER)
	doc.claimed_total = float(sum(money(row.claimed) for row in doc.items))
	doc.total = float(sum(sums.values(), ZERO))


def check(doc) -> None:
	"""Raise DepositError for lines that do not fit, or take what their sources or the agreement do not give."""
	found = rules.line_violations(lines(doc))
	found += service_charges.violations(doc, agreement_of(doc))
	tickets = list({row.ticket for row in doc.items if row.ticket})
	foreign = reads.foreign_tickets(tickets, doc.agreement, doc.contractor)
	if foreign:
		found.append(Violation("not_contractors_defect", (tuple(foreign), doc.contractor_name)))
	if doc.source in (rules.OVERDUE, rules.RULE) and doc.cost_total:
		found.append(Violation("cost_without_bill", (doc.source,)))
	refuse(found)


#: Refusals that are mended on the lines, which stay once the contractor was told.
BY_LINES = ("chain_clause", "chain_late", "source_kind")


def lines(doc) -> list[rules.Line]:
	return [rules.Line(row.line_kind, money(row.amount), money(row.claimed)) for row in doc.items]


def check_ready(doc) -> None:
	"""Raise DepositError unless the chain is complete, something is left to deduct, and the books of its day are open.

	A posting day whose books were closed since the notice moves to today: nobody else may change it. Asked before the first
	signature. From then on the content is frozen, and :func:`check_post` asks what may have changed. Once the contractor was told,
	the refusal also names the way out, as the lines stay.
	"""
	reads_site_rules.check(doc.company, *VOUCHERS)
	found = [*_against(doc), *reads_paper_proofs.penalties(doc, agreement_of(doc))]
	if reads_periods.is_closed(doc.company, doc.posting_date, *VOUCHERS):
		doc.posting_date = max(getdate(doc.posting_date), getdate(today()))
	if reads_periods.is_closed(doc.company, doc.posting_date, *VOUCHERS):
		label = _(doc.meta.get_label("posting_date"))
		found.append(Violation("posting_closed", (label, getdate(doc.posting_date))))
	if doc.state != rules.DRAFT and any(one.code in BY_LINES for one in found):
		found.append(Violation("told_way_out", (doc.name,)))
	refuse(found, _("Not Ready for Approval"))


def check_post(doc) -> None:
	"""Raise DepositError unless the signed deduction still stands; that the books are open, its vouchers ask for."""
	refuse(_against(doc))


def _against(doc) -> list[Violation]:
	found = [*reads_deduction_chain.missing(doc), *reads_deduction_chain.out_of_order(doc)]
	if doc.state == rules.OBJECTED:
		return [Violation("frozen_by_objection", (doc.name,))]
	if doc.state in (rules.WITHDRAWN, rules.REVERSED):
		return [Violation("deduction_over", (doc.name, doc.state))]
	return found if money(doc.total) > 0 else [*found, Violation("amount_missing")]


def objection_days(doc) -> int:
	return agreement_of(doc).objection_days or ledger_settings.load().objection_days


def post(doc) -> dict:
	"""Make the vouchers; returns what the document shows of them."""
	_terms, fresh = locks.lock_agreements([doc.agreement])
	found = reads_deposits.agreement_buckets(doc.agreement, locks.look(fresh))
	split = rules.split(lines(doc), sum((bucket.remaining for bucket in found), ZERO))
	lump_sum = agreement_of(doc).deduction_mode == rules.LUMP_SUM
	# invoices are numbered before journal entries everywhere: two at once do not wait for one another crosswise
	note = _note(doc, split, -1) if split.excess_total and not lump_sum else None
	voucher = _journal(doc, found, split) if split.paid_total else None
	return {
		"journal_entry": voucher,
		"debit_note": note,
		"from_deposit": float(split.paid_total),
		"excess": float(split.excess_total),
		"balance_after": float(sum((b.remaining for b in found), ZERO) - split.paid_total),
		"state": rules.POSTED,
	}


def in_closed_books(doc) -> bool:
	"""Whether its vouchers, and those that reversed it, stand in books that are closed: nothing of it is cancelled then."""
	days = {getdate(doc.posting_date)}
	if doc.reversal:
		days.add(getdate(frappe.db.get_value("Warranty Deposit Entry", doc.reversal, "posting_date")))
	return any(reads_periods.is_closed(doc.company, day, *VOUCHERS) for day in days)


def only_reversed(doc) -> bool:
	"""Whether a posted deduction can only be reversed: its books are closed, or its debit note is settled."""
	return in_closed_books(doc) or bool(_settled(doc))


def _settled(doc) -> list[str]:
	"""What the contractor's debit note was offset or paid with; ERPNext would refuse to cancel it without saying the way."""
	return reads_repair_bills.payments(doc.debit_note) if doc.debit_note and doc.state == rules.POSTED else []


def check_cancel(doc) -> None:
	"""In closed books nothing is cancelled: the deduction is reversed by vouchers of today instead."""
	if settled := _settled(doc):
		refuse([Violation("note_settled", (doc.name, doc.debit_note, tuple(settled)))])
	if in_closed_books(doc):
		code = "reversed_and_closed" if doc.state == rules.REVERSED else "period_closed"
		refuse([Violation(code, (doc.name, getdate(doc.posting_date)))])


def unpost(doc) -> None:
	"""Cancel the vouchers, those of a reversal too: the buckets get their amounts back.

	Otherwise a reversed deduction and the hold it was taken from would block each other's cancellation. Payments drafted from
	the reversal's bucket are drafted again.
	"""
	matched = {"fx_deduction": doc.name, "docstatus": 1, "name": ("!=", doc.journal_entry or "")}
	for name in frappe.get_all("Journal Entry", matched, pluck="name"):
		service_journal.cancel(name)
	invoices = {"fx_deduction": doc.name, "docstatus": 1}
	for name in frappe.get_all("Purchase Invoice", invoices, pluck="name", order_by="is_return"):
		_cancel("Purchase Invoice", name)
	if doc.journal_entry:
		service_journal.cancel(doc.journal_entry)
	if doc.flags.fx_was_reversed and doc.reversal:
		_cancel("Warranty Deposit Entry", doc.reversal)
	service_charges.free(doc)


def _cancel(doctype: str, name: str) -> None:
	voucher = frappe.get_doc(doctype, name)
	if voucher.docstatus == 1:
		# the deduction's own cancellation was checked
		voucher.flags.ignore_permissions = voucher.flags.fx_document = True
		frappe.local.dynamic_link_map = None
		voucher.cancel()


def reverse(doc, reason: str) -> dict:
	"""Undo a deduction of a closed period by vouchers of today: a new bucket, and an invoice against the debit note."""
	if not reason.strip():
		refuse([Violation("reason_missing")])
	if doc.docstatus != 1 or doc.state != rules.POSTED:
		refuse([Violation("not_posted", (doc.name,))])
	if doc.debit_note:
		_match(doc, _note(doc, rules.split(lines(doc), money(doc.from_deposit)), 1))
	entry = None
	if money(doc.from_deposit):
		entry = frappe.get_doc(
			{
				"doctype": "Warranty Deposit Entry",
				"agreement": doc.agreement,
				"project": doc.project,
				"kind": "Deduction Reversal",
				"deduction": doc.name,
				"posting_date": today(),
				"amount": doc.from_deposit,
				"remark": reason,
			}
		)
		entry.flags.ignore_permissions = entry.flags.fx_document = True
		entry.insert()
		entry.submit()
	service_charges.free(doc)
	return {"state": rules.REVERSED, "reversal": entry and entry.name, "reversal_reason": reason}


def _journal(doc, found, split: rules.Split) -> str:
	taken, _rest = first_in_first_out(found, split.paid_total)
	debits = [
		Posting(
			bucket.account,
			debit=part,
			party=doc.contractor,
			agreement=doc.agreement,
			reference=("Journal Entry", bucket.name),
			rate=bucket.rate,
		)
		for bucket, part in taken
	]
	base = sum((money(part * bucket.rate) for bucket, part in taken), ZERO)
	credits = rules_exchange.booked(split.paid, service_conversion.valued(doc), base)
	rows = [*debits, *service_recovery.postings(credits, doc.source, doc.company, doc.agreement, doc.contractor_name)]
	text = _("Deduction {0}: {1}").format(doc.name, doc.facts)
	links = {"fx_deduction": doc.name}
	known = {bucket.name: bucket for bucket in found}
	charged = tuple(sorted({row.source_name for row in doc.items if row.source_type == "Compensation" and row.source_name}))
	entry = Journal(doc.company, doc.posting_date, rows, text, doc.project, links=links, buckets=known, charged=charged)
	return service_journal.submit(entry).name


def _note(doc, split: rules.Split, sign: int) -> str:
	"""A Debit Note (``sign`` -1) for what the deposit does not cover, or the invoice that takes it back (1).

	Where bills are in another currency, its rate is the one at which it is worth what is left of them.
	"""
	cost_center = frappe.get_cached_value("Company", doc.company, "cost_center")
	note = frappe.get_doc(
		{
			"doctype": "Purchase Invoice",
			"company": doc.company,
			"supplier": doc.contractor,
			"is_return": int(sign < 0),
			"posting_date": doc.posting_date if sign < 0 else today(),
			"set_posting_time": 1,
			"currency": doc.currency,
			"conversion_rate": _note_rate(doc, split, sign),
			"project": doc.project,
			"remarks": _("Deduction {0}: {1}").format(doc.name, doc.facts),
			"fx_deduction": doc.name,
			"items": [
				{
					"item_name": _(kind),
					"description": doc.facts,
					"uom": _unit(),
					"conversion_factor": 1,
					"qty": sign,
					"rate": float(amount),
					"expense_account": service_recovery.account(kind, doc.source, doc.company),
					"cost_center": cost_center,
					"project": doc.project,
					"warranty_agreement": doc.agreement,
				}
				for kind, amount in split.excess.items()
			],
		}
	)
	note.flags.ignore_permissions = True
	reads_site_rules.fill(note)
	note.insert()
	note.submit()
	return note.name


def _match(doc, invoice: str) -> None:
	"""Set the open amount of the debit note against the invoice that reverses it, so that neither is paid by mistake."""
	fields = ["outstanding_amount", "credit_to", "conversion_rate", "party_account_currency", "company"]
	note, back = (
		frappe.db.get_value("Purchase Invoice", name, fields, as_dict=True) for name in (doc.debit_note, invoice)
	)
	amount = min(-money(note.outstanding_amount), money(back.outstanding_amount))
	if amount <= 0:
		return
	home = frappe.get_cached_value("Company", doc.company, "default_currency")
	rate = Decimal(str(note.conversion_rate)) if note.party_account_currency != home else Decimal(1)
	rows = [
		Posting(back.credit_to, debit=amount, party=doc.contractor, reference=("Purchase Invoice", invoice), rate=rate),
		Posting(note.credit_to, credit=amount, party=doc.contractor, reference=("Purchase Invoice", doc.debit_note), rate=rate),
	]
	text = _("Deduction {0} reversed: {1} set against {2}").format(doc.name, doc.debit_note, invoice)
	service_journal.submit(Journal(doc.company, today(), rows, text, doc.project, links={"fx_deduction": doc.name}))


def _note_rate(doc, split: rules.Split, sign: int) -> float | None:
	"""None leaves the rate to ERPNext: that of the day. A voucher that reverses a note has the note's value."""
	if sign > 0:
		return frappe.db.get_value("Purchase Invoice", doc.debit_note, "conversion_rate")
	found = service_conversion.valued(doc)
	rate = rules_exchange.claim_rate(split.excess, found, rules_exchange.booked(split.paid, found, ZERO).values)
	return float(round(rate, 9)) if rate else None


def _unit() -> str:
	return frappe.db.get_single_value("Stock Settings", "stock_uom") or "Nos"
