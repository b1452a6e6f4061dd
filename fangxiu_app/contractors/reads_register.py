"""Contractors with an agreement that the register does not have yet (R112)."""

from __future__ import annotations

import frappe
from pypika import Order
from pypika.functions import Count, Max
from pypika.terms import ExistsCriterion

from fangxiu_app.core.access.scope import allowed_projects


def unlisted() -> list[frappe._dict]:
	"""Contractors of signed agreements of the user's projects without an entry: contractor, contractor_name, agreements (their
	number), agreement (the newest). One query."""
	agreement, entry = map(frappe.qb.DocType, ("Warranty Agreement", "Contractor Register"))
	there = frappe.qb.from_(entry).select(entry.name).where(entry.supplier == agreement.contractor)
	query = (
		frappe.qb.from_(agreement)
		.select(
			agreement.contractor,
			Max(agreement.contractor_name).as_("contractor_name"),
			Count("*").as_("agreements"),
			Max(agreement.name).as_("agreement"),
		)
		.where((agreement.status == "Signed") & ExistsCriterion(there).negate())
	)
	projects = allowed_projects()
	if projects is not None:
		query = query.where(agreement.project.isin(projects or [""]))
	return query.groupby(agreement.contractor).orderby(Count("*"), order=Order.desc).orderby(agreement.contractor).run(as_dict=True)
