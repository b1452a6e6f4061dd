"""Repair bills under review, and what repairs cost by contractor and project: set-based, inside the user's projects."""

from __future__ import annotations

import frappe
from pypika.functions import Count, Sum

from fangxiu_app.access.scope import allowed_projects


def under_review(filters: dict) -> list[dict]:
	"""Submitted repair bills that are not fully paid, with their review and whose signature is missing. One query."""
	bill, review = map(frappe.qb.DocType, ("Purchase Invoice", "Repair Payment Review"))
	query = (
		frappe.qb.from_(bill)
		.left_join(review)
		.on((review.purchase_invoice == bill.name) & (review.docstatus < 2))
		.select(
			bill.name.as_("invoice"),
			bill.supplier_name,
			bill.project,
			bill.bill_no,
			bill.posting_date,
			bill.grand_total,
			bill.outstanding_amount,
			bill.on_hold,
			bill.fx_third_party_order.as_("third_party_order"),
			review.name.as_("review"),
			review.approval_state,
			review.approval_role,
			review.verified_total,
			review.approved_total,
		)
		.where((bill.docstatus == 1) & (bill.outstanding_amount > 0))
		.where(bill.fx_third_party_order.isnotnull() | review.name.isnotnull())
		.orderby(bill.posting_date)
		.orderby(bill.name)
	)
	return _scoped(query, bill, filters).run(as_dict=True)


def by_contractor(filters: dict) -> list[dict]:
	"""Verified cost of third-party orders by the contractor charged and the project. One query."""
	order = frappe.qb.DocType("Third Party Order")
	query = (
		frappe.qb.from_(order)
		.select(
			order.project,
			order.contractor,
			order.contractor_name,
			Count(order.name).as_("orders"),
			Sum(order.total).as_("ordered"),
			Sum(order.verified_total).as_("verified"),
		)
		.where(order.docstatus == 1)
		.groupby(order.project, order.contractor, order.contractor_name)
		.orderby(Sum(order.total), order=frappe.qb.desc)
	)
	return _scoped(query, order, filters).run(as_dict=True)


def _scoped(query, table, filters: dict):
	projects = allowed_projects()
	if projects is not None:
		query = query.where(table.project.isin(projects or [""]))
	if filters.get("project"):
		query = query.where(table.project == filters["project"])
	return query
