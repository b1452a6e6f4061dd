"""A contractor's account as the cost department reconciles it (施工单位对账): deposit, vouchers, work, claims."""

from __future__ import annotations

import frappe
from frappe.utils import now_datetime
from pypika import Case
from pypika.functions import Count, Sum

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.figures import reads_figures as register
from fangxiu_app.money.deductions import reads_waiting
from fangxiu_app.money.deductions.rules_deduction import UNDECIDED
from fangxiu_app.money.deposits import reads_deposit_register
from fangxiu_app.money.releases import reads_releases

#: Lines of the timeline shown at once; the statement has all of them.
SHOWN = 60
#: Terms of the safe amount: the first is the balance less all that follow, and never below 0.
TERMS = (
	"amount",
	"balance",
	"promised",
	"undecided",
	"waiting",
	"compensations",
	"for_defects",
	"expected",
)
#: Amounts of the deposit register that the page adds up.
COLUMNS = ("held", "deducted", "disputed", "undecided", "released", "balance")


def account(contractor: str, project: str | None = None) -> dict:
	"""Everything the page shows, inside the user's projects. Counts come as (label code, number, list filters)."""
	rows = reads_deposit_register.rows({"contractor": contractor, "project": project})
	names = [row.agreement for row in rows]
	lines = vouchers(names)
	titles = _titles(rows)
	return {
		"figures": [
			{"currency": currency, "totals": _totals(group), "safe": _safe(group)}
			for currency, group in _by_currency(rows).items()
		],
		"agreements": [frappe._dict(row, project_name=titles[row.project]) for row in rows],
		"vouchers": lines[-SHOWN:],
		"more": max(0, len(lines) - SHOWN),
		"counts": _counts(contractor, project, names),
		"waiting": reads_waiting.rows(contractor, project),
	}


def overview(project: str | None = None) -> dict:
	"""All contractors with a deposit in the user's projects, the largest balance first, and what waits to be deducted."""
	found: dict[tuple, frappe._dict] = {}
	for row in reads_deposit_register.rows({"project": project}):
		line = found.setdefault(
			(row.contractor, row.currency),
			frappe._dict(
				contractor=row.contractor,
				name=row.contractor_name,
				currency=row.currency,
				due=None,
				agreements=0,
			),
		)
		line.agreements += 1
		for column in COLUMNS:
			line[column] = round((line.get(column) or 0) + (row[column] or 0), 2)
		if row.balance and row.liability_end:
			line.due = min(filter(None, (line.due, row.liability_end)))
	rows = sorted(found.values(), key=lambda line: -line.balance)
	return {"contractors": rows, "waiting": reads_waiting.rows(project=project)}


def _by_currency(rows: list) -> dict[str | None, list]:
	"""Deposits in different currencies are never added; without any there is one group of nothing."""
	found: dict[str | None, list] = {}
	for row in rows:
		found.setdefault(row.currency, []).append(row)
	return found or {None: []}


def vouchers(agreements: list[str]) -> list[frappe._dict]:
	"""Every voucher of these deposits, oldest first, with the balance in its currency after it. One query."""
	if not agreements:
		return []
	query, (ledger, entry, journal, deduction) = _postings()
	columns = {
		"posting_date": ledger.posting_date,
		"voucher_type": ledger.voucher_type,
		"voucher_no": ledger.voucher_no,
		"kind": entry.kind,
		"purchase_invoice": entry.purchase_invoice,
		"currency": ledger.account_currency,
		"agreement": ledger.warranty_agreement,
		"entry": entry.name,
		"deduction": journal.fx_deduction,
		"base_total": deduction.base_total,
	}
	rows = (
		query.select(
			*(column.as_(name) for name, column in columns.items()),
			Sum(ledger.amount_in_account_currency).as_("amount"),
		)
		.where(ledger.warranty_agreement.isin(agreements) & (ledger.delinked == 0))
		.where(entry.kind.isnull() | (entry.kind != "Moved"))  # from one of our accounts to another
		.groupby(*columns.values())
		.orderby(ledger.posting_date)
		.orderby(ledger.voucher_no)
	).run(as_dict=True)
	return _balanced(rows)


def _postings():
	"""The ledger of the deposits with what stands behind each row, and the tables: ledger, entry, journal, deduction."""
	mark = frappe.qb.DocType("Account")
	ledger, entry, journal, deduction = map(
		frappe.qb.DocType,
		("Payment Ledger Entry", "Warranty Deposit Entry", "Journal Entry", "Contractor Deduction"),
	)
	by_journal = ledger.voucher_type == "Journal Entry"
	query = (
		frappe.qb.from_(ledger)
		.join(mark)
		.on((mark.name == ledger.account) & (mark.fx_warranty_deposit == 1))
		.left_join(entry)
		.on((entry.journal_entry == ledger.voucher_no) & by_journal)
		.left_join(journal)
		.on((journal.name == ledger.voucher_no) & by_journal)
		.left_join(deduction)
		.on(deduction.name == journal.fx_deduction)
	)
	return query, (ledger, entry, journal, deduction)


def _balanced(rows: list) -> list:
	balances: dict[str, float] = {}
	for row in rows:
		row.balance = balances[row.currency] = round(balances.get(row.currency, 0) + row.amount, 2)
		row.what = row.kind or ("Deducted" if row.deduction else "Released")
	return rows


def _titles(rows: list) -> dict[str, str]:
	names = {row.project for row in rows}
	return dict(frappe.get_all("Project", {"name": ("in", names)}, ["name", "project_name"], as_list=True))


def _totals(rows: list) -> dict:
	return {name: round(sum(row[name] or 0 for row in rows), 2) for name in COLUMNS}


def _safe(rows: list) -> dict:
	"""The safe amount of each agreement with a balance, term by term, what of it is being signed (``in_approval``), and their sum.

	An agreement whose risks exceed its balance is safe for 0, not for less: only whole lines may be added, never their terms.
	"""
	found = [
		(row.agreement, reads_releases.safe(frappe.get_cached_doc("Warranty Agreement", row.agreement)))
		for row in rows
		if row.balance
	]
	signing = reads_releases.being_signed([agreement for agreement, _one in found])
	return {
		"amount": float(sum(one.amount for _agreement, one in found)),
		"lines": [
			{"agreement": agreement, "open_defects": one.open_defects, "in_approval": float(signing.get(agreement) or 0)}
			| {name: float(getattr(one, name)) for name in TERMS}
			for agreement, one in found
		],
	}


def _counts(contractor: str, project: str | None, agreements: list[str]) -> dict:
	now, ours = now_datetime(), {"contractor": contractor, "project": project}
	order, deduction = map(frappe.qb.DocType, ("Third Party Order", "Contractor Deduction"))
	orders = (
		frappe.qb.from_(order)
		.select(Count("*").as_("all"), Sum(Case().when(order.docstatus == 0, 1).else_(0)).as_("draft"))
		.where((order.contractor == contractor) & (order.docstatus < 2))
	)
	states = (
		frappe.qb.from_(deduction)
		.select(deduction.state, Count("*").as_("count"))
		.where((deduction.contractor == contractor) & (deduction.docstatus == 0))
		.where(deduction.state.isin(UNDECIDED))
		.groupby(deduction.state)
	)
	return {
		"agreements": len(agreements),
		"tickets": {code: register.number(code, ours, now) for code in ("open", "overdue")},
		"orders": _scoped(orders, order, project).run(as_dict=True)[0],
		"deductions": {row.state: row.count for row in _scoped(states, deduction, project).run(as_dict=True)},
		"undecided": list(UNDECIDED),
		"invoices": _invoices(contractor, agreements, project),
	}


def _invoices(contractor: str, agreements: list[str], project: str | None) -> list[dict]:
	"""Open invoices of these agreements and of deductions, with their names, by the currency they are owed in."""
	invoice = frappe.qb.DocType("Purchase Invoice")
	currency = invoice.party_account_currency
	query = (
		frappe.qb.from_(invoice)
		.select(currency.as_("currency"), invoice.name, invoice.outstanding_amount)
		.where((invoice.supplier == contractor) & (invoice.docstatus == 1))
		.where(invoice.outstanding_amount != 0)
		.where(invoice.warranty_agreement.isin(agreements or [""]) | invoice.fx_deduction.isnotnull())
	)
	found: dict[str, dict] = {}
	for row in _scoped(query, invoice, project).run(as_dict=True):
		line = found.setdefault(
			row.currency, {"currency": row.currency, "count": 0, "amount": 0, "names": []}
		)
		line["count"] += 1
		line["amount"] = round(line["amount"] + row.outstanding_amount, 2)
		line["names"].append(row.name)
	return list(found.values())


def _scoped(query, table, project: str | None):
	projects = allowed_projects()
	if projects is not None:
		query = query.where(table.project.isin(projects or [""]))
	return query.where(table.project == project) if project else query
