"""What may be charged to a contractor's deposit, and what of it is charged already; sources are read in sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal

import frappe
from frappe.utils import get_datetime, getdate, today
from pypika import Case
from pypika.functions import Coalesce, Sum

from fangxiu_app.contractors import reads_answering
from fangxiu_app.ledger.reads_deposits import Look, as_seen
from fangxiu_app.ledger.rules_deposit import money
from fangxiu_app.money.deductions import rules_charges
from fangxiu_app.money.deductions.rules_charges import TICKET, Source

NOT_OURS = ("Owner Caused", "Expired")


def charged_by(keys: Iterable[str], exclude: str = "", look: Look = as_seen) -> dict[str, str]:
	"""Deduction that charges each of the ``keys`` and still stands."""
	row = frappe.qb.DocType("Deduction Item")
	query = (
		frappe.qb.from_(row)
		.select(row.source_key, row.parent)
		.where(row.source_key.isin(list(keys) or [""]) & (row.parent != exclude))
	)
	return dict(look(query).run())


def sources(wanted: Iterable[tuple[str, str]], agreement: str) -> dict[tuple[str, str], Source]:
	"""The named sources as the rules see them; what does not exist is left out. One query per DocType."""
	wanted = list(wanted)
	found: dict[tuple[str, str], Source] = {}
	for doctype, read in READERS.items():
		names = [name for kind, name in wanted if kind == doctype]
		if names:
			found |= {(doctype, source.name): source for source in read(names, agreement)}
	return found


def orders(names: list[str] | None = None, agreement: str = "") -> list[frappe._dict]:
	"""Third-party orders by name, or of one agreement, with their submitted bill. One query."""
	order, bill = frappe.qb.DocType("Third Party Order"), frappe.qb.DocType("Purchase Invoice")
	query = (
		frappe.qb.from_(order)
		.left_join(bill)
		.on((bill.fx_third_party_order == order.name) & (bill.docstatus == 1) & (bill.is_return == 0))
		.select(
			order.name,
			order.ticket,
			order.reason,
			order.agreement,
			order.third_party_name,
			order.docstatus,
			order.completed_at,
			order.verified_at,
			order.verified_total,
			order.total,
			bill.name.as_("bill"),
			bill.bill_no,
			bill.posting_date.as_("billed_on"),
			bill.bill_date,
			bill.base_grand_total.as_("billed"),
		)
	)
	query = query.where(order.name.isin(names)) if names is not None else query
	return (query.where(order.agreement == agreement) if agreement else query).run(as_dict=True)


def compensations_of(ticket: str, exclude: str = "") -> list[frappe._dict]:
	"""Compensations of a ticket in force, apart from ``exclude``, so that one loss is not paid twice."""
	return frappe.get_all(
		"Compensation",
		{"ticket": ticket, "name": ("!=", exclude), "docstatus": ("<", 2)},
		["name", "payee_name", "agreed_total", "status"],
		order_by="creation",
	)


def benefits():
	"""What each compensation gives in kind, as a sub-query ``given``: ``in_kind`` confirmed so far, how many rows are ``pending``."""
	row = frappe.qb.DocType("Compensation Benefit")
	confirmed, open_rows = (Case().when(row.confirmed_on.notnull(), one).else_(other) for one, other in ((row.value, 0), (0, 1)))
	return (
		frappe.qb.from_(row)
		.select(row.parent, Sum(confirmed).as_("in_kind"), Sum(open_rows).as_("pending"))
		.groupby(row.parent)
	).as_("given")


def compensations(names: list[str] | None = None, agreement: str = "") -> list[frappe._dict]:
	"""Compensations by name, or of one agreement, with their submitted bill and what was given in kind. One query."""
	case, bill, given = frappe.qb.DocType("Compensation"), frappe.qb.DocType("Purchase Invoice"), benefits()
	query = (
		frappe.qb.from_(case)
		.left_join(bill)
		.on((bill.fx_compensation == case.name) & (bill.docstatus == 1) & (bill.is_return == 0))
		.left_join(given)
		.on(given.parent == case.name)
		.select(
			case.name,
			case.ticket,
			case.agreement,
			case.docstatus,
			case.status,
			case.payee_name,
			case.signed_on,
			case.recovery_amount,
			bill.name.as_("bill"),
			bill.bill_no,
			bill.posting_date.as_("billed_on"),
			bill.bill_date,
			bill.base_grand_total.as_("billed"),
			Coalesce(given.in_kind, 0).as_("in_kind"),
			Coalesce(given.pending, 0).as_("pending"),
		)
	)
	query = query.where(case.name.isin(names)) if names is not None else query
	return (query.where(case.agreement == agreement) if agreement else query).run(as_dict=True)


def is_given(row) -> bool:
	"""Whether a compensation is in the books as far as it costs: its bill posted, what is given in kind confirmed."""
	return bool(row.bill or row.in_kind) and not row.pending


def order_cost(row) -> Decimal:
	"""What an order cost: its bill, before that the verified quantities, before those what was ordered."""
	return money(row.billed or row.verified_total or row.total)


def arose_on(row) -> date:
	"""The day a cost arose: that of its bill, else the day it was verified, signed or confirmed, else today."""
	known = row.get("billed_on") or row.get("verified_at") or row.get("signed_on") or row.get("confirmed_at")
	return getdate(known or today())


def compensation_cost(row) -> Decimal:
	"""The contractor's share of a compensation: as approved, never more than was posted and given in kind."""
	posted = money(row.billed) + money(row.in_kind)
	return min(money(row.recovery_amount), posted) if posted else money(row.recovery_amount)


def _order_sources(names: list[str], agreement: str) -> list[Source]:
	return [
		Source(
			"Third Party Order",
			row.name,
			row.agreement or "",
			order_cost(row),
			_order_fits(row),
			arose_on(row),
		)
		for row in orders(names)
	]


def _order_fits(row) -> bool:
	return row.docstatus < 2 and row.reason == "Contractor In Breach"


def _compensation_sources(names: list[str], agreement: str) -> list[Source]:
	return [
		Source(
			"Compensation",
			row.name,
			row.agreement or "",
			compensation_cost(row),
			row.docstatus < 2,
			arose_on(row),
		)
		for row in compensations(names)
	]


def meter_charges(names: list[str] | None = None, agreement: str = "") -> list[frappe._dict]:
	"""Meter charges by name, or the confirmed ones of one agreement. One query."""
	filters: dict = {"name": ("in", names)} if names is not None else {"state": "Confirmed"}
	filters |= {"agreement": agreement} if agreement else {}
	fields = "name unit_code kind agreement state quantity from_on from_reading to_on to_reading amount confirmed_at evidence".split()
	return frappe.get_all("Meter Charge", filters, fields, limit=0)


def _meter_sources(names: list[str], agreement: str) -> list[Source]:
	return [
		Source(
			"Meter Charge",
			row.name,
			row.agreement,
			money(row.amount),
			row.state == "Confirmed",
			arose_on(row),
		)
		for row in meter_charges(names)
	]


def _ticket_sources(names: list[str], agreement: str) -> list[Source]:
	"""A ticket is charged to its own agreement; where it names none, to one of its contractor that covers it."""
	contractor, project = frappe.db.get_value("Warranty Agreement", agreement, ["contractor", "project"])
	whose = reads_answering.answers(names)
	return [
		Source(
			TICKET,
			row.name,
			agreement if row.project == project and whose[row.name].bills(agreement, contractor) else "",
			fits=row.responsibility not in NOT_OURS,
		)
		for row in frappe.get_all(TICKET, {"name": ("in", names)}, ["name", "project", "responsibility"])
	]


#: DocType of a source → how it is read. A new kind of source is one more row here and in ``charges.DOCTYPES``.
READERS: dict[str, Callable[[list[str], str], list[Source]]] = {
	"Third Party Order": _order_sources,
	"Compensation": _compensation_sources,
	TICKET: _ticket_sources,
	"Meter Charge": _meter_sources,
}


def late(
	codes: Iterable[str], now: datetime, tickets: list[str] | None = None, agreement: str = ""
) -> dict[str, tuple[datetime, int]]:
	"""Tickets that were late by one of these clocks: the moment it fell due and the days, of the worst one. One query."""
	clock, ticket = frappe.qb.DocType("Ticket Clock"), frappe.qb.DocType(TICKET)
	query = (
		frappe.qb.from_(clock)
		.join(ticket)
		.on((ticket.name == clock.parent) & (clock.parenttype == TICKET))
		.select(ticket.name, clock.due_at, clock.stopped_at, ticket.third_party_at)
		.where(clock.code.isin(list(codes) or [""]))
		.where((clock.state == "Late") | ((clock.state == "Running") & (clock.due_at < now)))
	)
	if tickets is not None:
		query = query.where(ticket.name.isin(tickets or [""]))
	if agreement:
		query = query.where(ticket.agreement == agreement)
		query = query.where(Coalesce(ticket.responsibility, "").notin(NOT_OURS))
	found: dict[str, tuple[datetime, int]] = {}
	for name, due, stopped, taken_over in query.run():
		# from the commissioning on it is the third party's lateness, not the contractor's
		ended = min(get_datetime(at) for at in (stopped or now, taken_over) if at)
		days = rules_charges.days_late(get_datetime(due), ended)
		if days > found.get(name, (None, 0))[1]:
			found[name] = (get_datetime(due), days)
	return found
