"""A contractor's account as the cost department reconciles it (施工单位对账, screens 4): deposit, vouchers, work, claims."""

from __future__ import annotations

import frappe
from frappe.utils import now_datetime
from pypika import Case
from pypika.functions import Count, Sum

from fangxiu_app.access.scope import allowed_projects
from fangxiu_app.domain.deduction import UNDECIDED
from fangxiu_app.domain.ticket import FINAL
from fangxiu_app.queries import deposit_register, releases, waiting

#: Lines of the timeline shown at once; the statement has all of them.
SHOWN = 60
#: Amounts of the deposit register that the page adds up.
COLUMNS = ("held", "deducted", "disputed", "undecided", "released", "balance")


def account(contractor: str, project: str | None = None) -> dict:
	"""Everything the page shows, inside the user's projects. Counts come as (label code, number, list filters)."""
	rows = deposit_register.rows({"contractor": contractor, "project": project})
	names = [row.agreement for row in rows]
	lines = vouchers(names)
	titles = _titles(rows)
	return {
		"totals": _totals(rows),
		"safe": _safe(rows),
		"agreements": [{**row, "project_name": titles[row.project]} for row in rows],
		"vouchers": lines[-SHOWN:],
		"more": max(0, len(lines) - SHOWN),
		"counts": _counts(contractor, project, names),
		"waiting": waiting.rows(contractor, project),
		"currency": rows[0].currency if rows else None,
	}


def overview(project: str | None = None) -> dict:
	"""All contractors with a deposit in the user's projects, the largest balance first, and what waits to be deducted."""
	found: dict[tuple, dict] = {}
	for row in deposit_register.rows({"project": project}):
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
	return {"contractors": rows, "waiting": waiting.rows(project=project)}


def vouchers(agreements: list[str]) -> list[dict]:
	"""Every voucher of these deposits, oldest first, with the balance after it. One query."""
	if not agreements:
		return []
	ledger, mark, entry, journal = map(
		frappe.qb.DocType, ("Payment Ledger Entry", "Account", "Warranty Deposit Entry", "Journal Entry")
	)
	columns = (
		ledger.posting_date,
		ledger.voucher_type,
		ledger.voucher_no,
		entry.kind,
		entry.purchase_invoice,
	)
	rows = (
		frappe.qb.from_(ledger)
		.join(mark)
		.on((mark.name == ledger.account) & (mark.fx_warranty_deposit == 1))
		.left_join(entry)
		.on((entry.journal_entry == ledger.voucher_no) & (ledger.voucher_type == "Journal Entry"))
		.left_join(journal)
		.on((journal.name == ledger.voucher_no) & (ledger.voucher_type == "Journal Entry"))
		.select(
			*columns,
			ledger.warranty_agreement.as_("agreement"),
			entry.name.as_("entry"),
			journal.fx_deduction.as_("deduction"),
			Sum(ledger.amount_in_account_currency).as_("amount"),
		)
		.where(ledger.warranty_agreement.isin(agreements) & (ledger.delinked == 0))
		.groupby(*columns, ledger.warranty_agreement, entry.name, journal.fx_deduction)
		.orderby(ledger.posting_date)
		.orderby(ledger.voucher_no)
	).run(as_dict=True)
	balance = 0.0
	for row in rows:
		balance = round(balance + row.amount, 2)
		row.balance = balance
		row.what = row.kind or ("Deducted" if row.deduction else "Released")
	return rows


def _titles(rows: list) -> dict[str, str]:
	names = {row.project for row in rows}
	return dict(frappe.get_all("Project", {"name": ("in", names)}, ["name", "project_name"], as_list=True))


def _totals(rows: list) -> dict:
	return {name: round(sum(row[name] or 0 for row in rows), 2) for name in COLUMNS}


def _safe(rows: list) -> dict:
	"""The safe amounts of all agreements with a balance, and their parts in sum."""
	found = [
		releases.safe(frappe.get_cached_doc("Warranty Agreement", row.agreement))
		for row in rows
		if row.balance
	]
	return {
		"amount": float(sum(one.amount for one in found)),
		"balance": float(sum(one.balance for one in found)),
		"undecided": float(sum(one.undecided for one in found)),
		"open_defects": sum(one.open_defects for one in found),
		"for_defects": float(sum(one.for_defects for one in found)),
		"expected": float(sum(one.expected for one in found)),
	}


def _counts(contractor: str, project: str | None, agreements: list[str]) -> dict:
	now = now_datetime()
	ticket, order, deduction, invoice = map(
		frappe.qb.DocType,
		("Repair Ticket", "Third Party Order", "Contractor Deduction", "Purchase Invoice"),
	)
	tickets = (
		frappe.qb.from_(ticket)
		.select(Count("*").as_("open"), Sum(Case().when(ticket.next_due_at < now, 1).else_(0)).as_("overdue"))
		.where((ticket.contractor == contractor) & ticket.status.notin(FINAL))
	)
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
	due = (
		frappe.qb.from_(invoice)
		.select(Count("*").as_("count"), Sum(invoice.outstanding_amount).as_("amount"))
		.where((invoice.supplier == contractor) & (invoice.docstatus == 1))
		.where(invoice.outstanding_amount != 0)
		.where(invoice.warranty_agreement.isin(agreements or [""]) | invoice.fx_deduction.isnotnull())
	)
	return {
		"agreements": len(agreements),
		"tickets": _scoped(tickets, ticket, project).run(as_dict=True)[0],
		"orders": _scoped(orders, order, project).run(as_dict=True)[0],
		"deductions": {row.state: row.count for row in _scoped(states, deduction, project).run(as_dict=True)},
		"invoices": due.run(as_dict=True)[0],
	}


def _scoped(query, table, project: str | None):
	projects = allowed_projects()
	if projects is not None:
		query = query.where(table.project.isin(projects or [""]))
	return query.where(table.project == project) if project else query
