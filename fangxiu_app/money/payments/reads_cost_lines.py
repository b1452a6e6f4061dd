"""What repairs cost, line by line from ERPNext's own vouchers: one UNION for every report and page that asks.

A line is (kind, voucher, day, project, ticket, contractor, amount) in company currency: what was spent is positive, what came back
negative. The amount is what the voucher books on the account of its line: with tax where a bill states it in its fields only, as those of
third parties do (R16: what was paid is what the contractor is charged with), without what a voucher books on a tax account of its own. Third-party bills, other repair bills and compensations are lines of submitted Purchase Invoices about a ticket;
parts are values of the stock ledger; what contractors paid is read from the ledger of deductions, shared among their lines of
cost; what owners paid are lines of submitted Sales Invoices. A compensation in kind has no voucher of its own (the property company
waives a fee, a gift is handed over): its line is the confirmed benefit. Goods from the store are left out there, because
they are counted as parts when they leave it.
"""

from __future__ import annotations

import frappe
from pypika import Case
from pypika.functions import Coalesce, Max, NullIf, Sum
from pypika.terms import ValueWrapper

from fangxiu_app.ledger import reads_company_accounts
from fangxiu_app.money.payments.rules_compensation import GOODS

THIRD_PARTY, BILL, COMPENSATION = "Third Party Bills", "Other Repair Bills", "Compensations"
PARTS, RECOVERED, PAID = "Spare Parts Used", "Recovered From Contractors", "Paid By Owners"
KINDS = (THIRD_PARTY, BILL, COMPENSATION, PARTS, RECOVERED, PAID)
#: Kinds that are spent; the others come back.
SPENT = (THIRD_PARTY, BILL, COMPENSATION, PARTS)
#: Settings that name the accounts a recovery is booked to; surcharges and penalties are income and do not lower the cost.
RECOVERY_ACCOUNTS = ("repair_recovery_account", "compensation_account")


def union():
	"""All lines as one sub-query ``line``; nothing runs yet."""
	return _bills().union_all(_in_kind()).union_all(_parts()).union_all(_recovered()).union_all(_sold()).as_("line")


def recovered_of(doctype: str, names: list[str]) -> dict[str, float]:
	"""What contractors paid so far for these sources of deductions, by name, in company currency. One query."""
	booked, item = _recovery_bookings(), frappe.qb.DocType("Deduction Item")
	deduction, whole = frappe.qb.DocType("Contractor Deduction"), _cost_wholes()
	query = (
		frappe.qb.from_(booked)
		.join(deduction)
		.on(deduction.name == booked.deduction)
		.join(item)
		.on((item.parent == deduction.name) & (item.line_kind == "Repair Cost"))
		.join(whole)
		.on(whole.parent == deduction.name)
		.select(item.source_name, Sum(booked.amount * _worth(item, deduction) / whole.cost))
		.where((item.source_type == doctype) & item.source_name.isin(names or [""]) & (whole.cost != 0))
		.groupby(item.source_name)
	)
	return {name: float(amount or 0) for name, amount in query.run()}


def _bills():
	"""Lines of Purchase Invoices about a ticket; debit notes against contractors are recoveries, counted there."""
	invoice, row, order, case = map(
		frappe.qb.DocType, ("Purchase Invoice", "Purchase Invoice Item", "Third Party Order", "Compensation")
	)
	kind = (
		Case()
		.when(invoice.fx_compensation != "", COMPENSATION)
		.when(invoice.fx_third_party_order != "", THIRD_PARTY)
		.else_(BILL)
	)
	return (
		frappe.qb.from_(row)
		.join(invoice)
		.on(invoice.name == row.parent)
		.left_join(order)
		.on(order.name == invoice.fx_third_party_order)
		.left_join(case)
		.on(case.name == invoice.fx_compensation)
		.select(
			kind.as_("kind"),
			ValueWrapper("Purchase Invoice").as_("voucher_type"),
			invoice.name.as_("voucher"),
			invoice.posting_date.as_("day"),
			invoice.project,
			row.fx_repair_ticket.as_("ticket"),
			Coalesce(order.contractor, case.contractor).as_("contractor"),
			row.base_net_amount.as_("amount"),
		)
		.where((invoice.docstatus == 1) & (row.fx_repair_ticket != "") & (Coalesce(invoice.fx_deduction, "") == ""))
	)


def _in_kind():
	"""Benefits that owners were given instead of money, on the day they were confirmed."""
	row, case = frappe.qb.DocType("Compensation Benefit"), frappe.qb.DocType("Compensation")
	return (
		frappe.qb.from_(row)
		.join(case)
		.on(case.name == row.parent)
		.select(
			ValueWrapper(COMPENSATION).as_("kind"),
			ValueWrapper("Compensation").as_("voucher_type"),
			case.name.as_("voucher"),
			row.confirmed_on.as_("day"),
			case.project,
			case.ticket,
			case.contractor,
			row.value.as_("amount"),
		)
		.where((case.docstatus == 1) & row.confirmed_on.notnull() & (row.kind != GOODS))
	)


def _parts():
	entry, ledger = frappe.qb.DocType("Stock Entry"), frappe.qb.DocType("Stock Ledger Entry")
	return (
		frappe.qb.from_(entry)
		.join(ledger)
		.on((ledger.voucher_type == "Stock Entry") & (ledger.voucher_no == entry.name))
		.select(
			ValueWrapper(PARTS).as_("kind"),
			ValueWrapper("Stock Entry").as_("voucher_type"),
			entry.name.as_("voucher"),
			entry.posting_date.as_("day"),
			entry.project,
			entry.fx_repair_ticket.as_("ticket"),
			ValueWrapper(None).as_("contractor"),
			(ValueWrapper(0) - ledger.stock_value_difference).as_("amount"),
		)
		.where((entry.docstatus == 1) & (entry.fx_repair_ticket != "") & (ledger.is_cancelled == 0))
	)


def _recovered():
	"""Each voucher of a deduction shared among its lines of cost, by their amounts; surcharge and penalty are income, no lower cost."""
	booked, item, order, deduction = (
		_recovery_bookings(),
		*map(frappe.qb.DocType, ("Deduction Item", "Third Party Order", "Contractor Deduction")),
	)
	whole = _cost_wholes()
	share = _worth(item, deduction) / whole.cost
	return (
		frappe.qb.from_(booked)
		.join(deduction)
		.on(deduction.name == booked.deduction)
		.join(item)
		.on((item.parent == deduction.name) & (item.line_kind == "Repair Cost"))
		.join(whole)
		.on(whole.parent == deduction.name)
		.left_join(order)
		.on((item.source_type == "Third Party Order") & (order.name == item.source_name))
		.select(
			ValueWrapper(RECOVERED).as_("kind"),
			booked.voucher_type,
			booked.voucher,
			booked.day,
			deduction.project,
			Coalesce(NullIf(item.ticket, ""), order.ticket).as_("ticket"),
			deduction.contractor,
			(ValueWrapper(0) - booked.amount * share).as_("amount"),
		)
		.where(whole.cost != 0)
	)


def _cost_wholes():
	"""All cost lines of each deduction together: worth in company currency where bills were converted, else the amount."""
	item, deduction = map(frappe.qb.DocType, ("Deduction Item", "Contractor Deduction"))
	return (
		frappe.qb.from_(item)
		.join(deduction)
		.on(deduction.name == item.parent)
		.select(item.parent, Sum(_worth(item, deduction)).as_("cost"))
		.where(item.line_kind == "Repair Cost")
		.groupby(item.parent)
	).as_("whole")


def _worth(item, deduction):
	"""A line in company currency where bills were converted, else its amount."""
	return Case().when(deduction.base_total != 0, item.base_amount).else_(item.amount)


def _recovery_bookings():
	"""Credit less debit of the recovery accounts, by voucher and deduction: postings, debit notes, their reversals."""
	entry, journal, note, back, account = map(
		frappe.qb.DocType,
		("GL Entry", "Journal Entry", "Purchase Invoice", "Warranty Deposit Entry", "Account"),
	)
	deduction = Coalesce(journal.fx_deduction, back.deduction, note.fx_deduction)
	return (
		frappe.qb.from_(account)
		.join(entry)
		.on((entry.account == account.name) & (entry.is_cancelled == 0))
		.left_join(journal)
		.on((entry.voucher_type == "Journal Entry") & (journal.name == entry.voucher_no))
		.left_join(back)
		.on((back.name == journal.fx_deposit_entry) & (back.docstatus == 1))
		.left_join(note)
		.on((entry.voucher_type == "Purchase Invoice") & (note.name == entry.voucher_no))
		.select(
			entry.voucher_type,
			entry.voucher_no.as_("voucher"),
			Max(entry.posting_date).as_("day"),
			deduction.as_("deduction"),
			Sum(entry.credit - entry.debit).as_("amount"),
		)
		.where(account.account_name.isin(_account_names()) & deduction.notnull())
		.groupby(entry.voucher_type, entry.voucher_no, deduction)
	).as_("booked")


def _sold():
	invoice, row = frappe.qb.DocType("Sales Invoice"), frappe.qb.DocType("Sales Invoice Item")
	return (
		frappe.qb.from_(row)
		.join(invoice)
		.on(invoice.name == row.parent)
		.select(
			ValueWrapper(PAID).as_("kind"),
			ValueWrapper("Sales Invoice").as_("voucher_type"),
			invoice.name.as_("voucher"),
			invoice.posting_date.as_("day"),
			invoice.project,
			row.fx_repair_ticket.as_("ticket"),
			ValueWrapper(None).as_("contractor"),
			(ValueWrapper(0) - row.base_net_amount).as_("amount"),
		)
		.where((invoice.docstatus == 1) & (row.fx_repair_ticket != ""))
	)


def _account_names() -> list[str]:
	"""The accounts of the settings in all companies, and their namesakes."""
	chosen = [account for field in RECOVERY_ACCOUNTS for account in reads_company_accounts.named(field)]
	return [frappe.get_cached_value("Account", name, "account_name") for name in chosen] or [""]
