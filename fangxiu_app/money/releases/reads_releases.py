"""Data for a deposit release: open defects, their usual cost, payments made, deadlines that come near."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import getdate, now_datetime, today
from pypika import Case
from pypika.functions import Avg, Count, Min, Sum

from fangxiu_app.figures import reads_figures, reads_kpi_facts
from fangxiu_app.ledger import reads_deposits, reads_rates, rules_exchange
from fangxiu_app.ledger.reads_deposits import Look, as_seen
from fangxiu_app.ledger.rules_deposit import money
from fangxiu_app.money.deductions import reads_deductions, reads_waiting
from fangxiu_app.money.releases import rules_release as rules
from fangxiu_app.money.releases.rules_release import Safe, expected_cost


def safe(agreement, day: date | None = None, look: Look = as_seen) -> Safe:
	"""The safe amount of one deposit with its parts, from the ledger and the tickets as they are now.

	What is in the ledger is read by ``look``.
	"""
	day = day or getdate(today())
	deducted, first = pace(agreement.name)
	start = getdate(agreement.liability_start) if agreement.liability_start else first
	left = (getdate(agreement.liability_end) - day).days if agreement.liability_end else 0
	rate = reads_rates.estimate(agreement, day)
	return Safe(
		waiting=rules_exchange.taken(money(reads_waiting.of_agreement(agreement.name)), rate),
		compensations=rules_exchange.taken(money(reads_waiting.compensations_under_way(agreement.name)), rate),
		balance=money(reads_deposits.balance(agreement.name, look)),
		promised=money(approved_unpaid(agreement.name, look)),
		undecided=money(reads_deductions.undecided(agreement.name)),
		open_defects=open_defects(agreement.name),
		average_cost=usual_cost(agreement, day),
		expected=expected_cost(money(deducted), (day - start).days if start else 0, left),
	)


def in_approval(agreement: str, without: str) -> list[frappe._dict]:
	"""Other releases of the agreement that are being signed. One query."""
	filters = {"agreement": agreement, "docstatus": 0, "approval_state": "In Approval", "name": ("!=", without)}
	return frappe.get_all("Deposit Release", filters, ["name", "amount"], order_by="name")


def being_signed(agreements: Collection[str]) -> dict[str, float]:
	"""Agreement → what its releases in approval ask for. One query, none without agreements."""
	if not agreements:
		return {}
	release = frappe.qb.DocType("Deposit Release")
	query = frappe.qb.from_(release).select(release.agreement, Sum(release.amount)).groupby(release.agreement)
	query = query.where((release.docstatus == 0) & (release.approval_state == "In Approval"))
	return dict(query.where(release.agreement.isin(list(agreements))).run())


def still_open(agreement: str, found: Safe) -> dict[str, object]:
	"""What is open by the records for each line of the joint check: a number or an amount, 0 where nothing is."""
	return {
		rules.DEFECTS: found.open_defects,
		rules.DEDUCTIONS: found.undecided + found.waiting,
		rules.OBJECTIONS: money(reads_deductions.disputed(agreement)),
		rules.COMPENSATIONS: found.compensations,
	}


def usual_cost(agreement, day: date) -> Decimal:
	"""What a defect of this contractor usually costs, in the deposit's currency: orders and settings are in the company's."""
	usual = money(average_cost(agreement.contractor) or frappe.get_cached_doc("Fangxiu Settings").defect_cost)
	return rules_exchange.taken(usual, reads_rates.estimate(agreement, day))


def open_defects(agreement: str) -> int:
	"""Open tickets of this agreement that count as warranty work, as the register has it."""
	ticket = frappe.qb.DocType("Repair Ticket")
	counted = reads_figures.condition("open", ticket, now_datetime()) & reads_kpi_facts.valid(ticket)
	query = frappe.qb.from_(ticket).select(Count("*"))
	return query.where((ticket.agreement == agreement) & counted).run()[0][0]


def average_cost(contractor: str) -> float | None:
	"""Average verified bill of a third party for this contractor's defects, or None without any."""
	order = frappe.qb.DocType("Third Party Order")
	return (
		frappe.qb.from_(order)
		.select(Avg(order.verified_total))
		.where((order.contractor == contractor) & (order.docstatus == 1) & (order.verified_total > 0))
	).run()[0][0]


def pace(agreement: str) -> tuple[float, date | None]:
	"""(sum deducted so far, day of the first amount in the deposit)."""
	ledger, account, entry = map(
		frappe.qb.DocType, ("Payment Ledger Entry", "Account", "Warranty Deposit Entry")
	)
	amount = ledger.amount_in_account_currency
	deduction = entry.name.isnull() & (ledger.voucher_type == "Journal Entry")
	rows = (
		frappe.qb.from_(ledger)
		.join(account)
		.on((account.name == ledger.account) & (account.fx_warranty_deposit == 1))
		.left_join(entry)
		.on((entry.journal_entry == ledger.voucher_no) & (entry.kind != "Deduction Reversal"))
		.select(Sum(Case().when(deduction, -amount).else_(0)), Min(ledger.posting_date))
		.where((ledger.warranty_agreement == agreement) & (ledger.delinked == 0))
	).run()
	return rows[0][0] or 0, rows[0][1]


def paid(release: str, exclude: str = "") -> float:
	"""Sum of the release's submitted payments, in the deposit's currency."""
	payment = frappe.qb.DocType("Payment Entry")
	return (
		frappe.qb.from_(payment)
		.select(Sum(payment.received_amount))
		.where((payment.fx_deposit_release == release) & (payment.docstatus == 1))
		.where(payment.name != exclude)
	).run()[0][0] or 0


def paid_on(release: str) -> date | None:
	"""The day of the release's last submitted payment; None before the first."""
	filters = {"fx_deposit_release": release, "docstatus": 1}
	return frappe.db.get_value("Payment Entry", filters, "posting_date", order_by="posting_date desc")


def drafted(agreement: str) -> dict[str, float]:
	"""What payments of this deposit that are not submitted yet name of each bucket."""
	payment, row = frappe.qb.DocType("Payment Entry"), frappe.qb.DocType("Payment Entry Reference")
	rows = (
		frappe.qb.from_(payment)
		.join(row)
		.on(row.parent == payment.name)
		.select(row.reference_name, Sum(row.allocated_amount))
		.where((payment.warranty_agreement == agreement) & (payment.docstatus == 0))
		.where(row.reference_doctype == "Journal Entry")
		.groupby(row.reference_name)
	).run()
	return dict(rows)


def drafted_from(bucket: str) -> list[str]:
	"""Releases with a drafted payment that names this deposit voucher, by name."""
	payment, row = frappe.qb.DocType("Payment Entry"), frappe.qb.DocType("Payment Entry Reference")
	rows = (
		frappe.qb.from_(payment)
		.join(row)
		.on(row.parent == payment.name)
		.select(payment.fx_deposit_release)
		.distinct()
		.where((row.reference_name == bucket) & (row.reference_doctype == "Journal Entry"))
		.where((payment.docstatus == 0) & payment.fx_deposit_release.notnull())
		.orderby(payment.fx_deposit_release)
	).run()
	return [name for (name,) in rows if name]


def approved_unpaid(agreement: str, look: Look = as_seen) -> float:
	"""What approved releases of this agreement still have to pay."""
	release = frappe.qb.DocType("Deposit Release")
	query = (
		frappe.qb.from_(release)
		.select(Sum(release.amount - release.paid))
		.where((release.agreement == agreement) & (release.docstatus == 1))
	)
	return look(query).run()[0][0] or 0


def near_deadlines(until: date) -> list[dict]:
	"""Releases whose next deadline lies on or before ``until``: one query however many there are."""
	release = frappe.qb.DocType("Deposit Release")
	unchecked = (release.docstatus == 0) & release.checked_on.isnull()
	unpaid = release.checked_on.notnull() & (release.docstatus < 2) & (release.state != "Paid")
	return (
		frappe.qb.from_(release)
		.select(
			release.name,
			release.project,
			release.contractor_name,
			release.check_by,
			release.consent_on,
			release.pay_by,
			release.checked_on,
		)
		.where(
			(unchecked & ((release.check_by <= until) | (release.consent_on <= until)))
			| (unpaid & (release.pay_by <= until))
		)
		.orderby(release.name)
	).run(as_dict=True)
