"""Bills that a payment review can be begun for (R18)."""

from __future__ import annotations

import frappe
from frappe.utils import cstr, fmt_money
from pypika import Order

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.core.wording import _
from fangxiu_app.money.payments import reads_repair_bills


def rows(text: str, project: str, start: int, count: int) -> list[tuple[str, str]]:
	"""Repair bills that are owed and have no living review, the newest first: (name, what it is). One query.

	Inside the user's projects. Whoever looks for a bill by ``text`` (its number, supplier or supplier's number) finds those with a
	review behind them, and is told of it.
	"""
	bill, review = map(frappe.qb.DocType, ("Purchase Invoice", "Repair Payment Review"))
	query = frappe.qb.from_(bill).left_join(review).on((review.purchase_invoice == bill.name) & (review.docstatus < 2))
	query = query.select(bill.name, bill.supplier_name, bill.bill_no, bill.grand_total, bill.currency, review.name.as_("review"))
	query = query.where(reads_repair_bills.owed(bill) & (reads_repair_bills.for_repair(bill) | review.name.isnotnull()))
	if not text:
		query = query.where(review.name.isnull())
	projects = allowed_projects()
	if projects is not None:
		query = query.where(bill.project.isin(projects or [""]))
	if project:
		query = query.where(bill.project == project)
	if text:
		like = f"%{text}%"
		query = query.where(bill.name.like(like) | bill.supplier_name.like(like) | bill.bill_no.like(like))
	query = query.orderby(review.name.isnotnull())
	found = query.orderby(bill.posting_date, bill.name, order=Order.desc).limit(count).offset(start).run(as_dict=True)
	return [(row.name, _described(row)) for row in found]


def _described(row) -> str:
	amount = fmt_money(row.grand_total, precision=2, currency=row.currency)
	reviewed = _("under review {0} already").format(row.review) if row.review else ""
	return ", ".join(filter(None, (reviewed, cstr(row.supplier_name), cstr(row.bill_no), amount)))
