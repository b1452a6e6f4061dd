"""Bills that a payment review can be begun for (R18)."""

from __future__ import annotations

import frappe
from frappe.utils import cstr, fmt_money
from pypika import Order
from pypika.functions import Coalesce
from pypika.terms import ExistsCriterion

from fangxiu_app.core.access.scope import allowed_projects


def rows(text: str, project: str, start: int, count: int) -> list[tuple[str, str]]:
	"""Bills without a living review whose number, supplier or supplier's number holds ``text``, the newest first: (name, what it is).

	Inside the user's projects: booked, neither a credit note nor an owner's compensation, which has a signature of its own
	(docs/adr/0046). One query.
	"""
	bill, review = map(frappe.qb.DocType, ("Purchase Invoice", "Repair Payment Review"))
	live = frappe.qb.from_(review).select(review.name).where((review.purchase_invoice == bill.name) & (review.docstatus < 2))
	query = frappe.qb.from_(bill).select(bill.name, bill.supplier_name, bill.bill_no, bill.grand_total, bill.currency)
	query = query.where((bill.docstatus == 1) & (bill.is_return == 0) & (Coalesce(bill.fx_compensation, "") == ""))
	query = query.where(ExistsCriterion(live).negate())
	projects = allowed_projects()
	if projects is not None:
		query = query.where(bill.project.isin(projects or [""]))
	if project:
		query = query.where(bill.project == project)
	if text:
		like = f"%{text}%"
		query = query.where(bill.name.like(like) | bill.supplier_name.like(like) | bill.bill_no.like(like))
	found = query.orderby(bill.posting_date, bill.name, order=Order.desc).limit(count).offset(start).run(as_dict=True)
	return [(row.name, _described(row)) for row in found]


def _described(row) -> str:
	amount = fmt_money(row.grand_total, precision=2, currency=row.currency)
	return ", ".join(filter(None, (cstr(row.supplier_name), cstr(row.bill_no), amount)))
