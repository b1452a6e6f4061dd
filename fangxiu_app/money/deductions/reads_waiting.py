"""Amounts that can be charged to a contractor and are in no deduction yet: the cost department's list (R48, R107, R110, R111)."""

from __future__ import annotations

import frappe
from pypika import Case
from pypika.functions import Coalesce, Concat, Sum
from pypika.terms import ValueWrapper

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.money.deductions import reads_charges


def rows(contractor: str | None = None, project: str | None = None) -> list[frappe._dict]:
	"""Sources inside the user's projects, the longest waiting first: kind, name, cost, since when. One query.

	An order waits from its verification, a compensation from its bill and the last benefit, a meter charge from its confirmation. The cost is
	in company currency, as billed, without the surcharge of the agreement, which the deduction adds.
	"""
	query, agreement = _uncharged()
	projects = allowed_projects(doctype="Contractor Deduction")
	if projects is not None:
		query = query.where(agreement.project.isin(projects or [""]))
	for field, value in (("contractor", contractor), ("project", project)):
		query = query.where(agreement[field] == value) if value else query
	return query.run(as_dict=True)


def of_agreement(agreement: str) -> float:
	"""Sum of the costs that wait to be charged to one agreement, whoever asks, in company currency. One query."""
	query, table = _uncharged()
	return sum(row.cost or 0 for row in query.where(table.name == agreement).run(as_dict=True))


def compensations_under_way(agreement: str) -> float:
	"""What of compensations the contractor is to bear and that are not given yet: no bill, or something in kind to come. One query."""
	case, bill, given = _given()
	return (
		frappe.qb.from_(case)
		.left_join(bill)
		.on((bill.fx_compensation == case.name) & (bill.docstatus == 1) & (bill.is_return == 0))
		.left_join(given)
		.on(given.parent == case.name)
		.select(Sum(case.recovery_amount))
		.where((case.agreement == agreement) & (case.docstatus < 2))
		.where((bill.name.isnull() & (Coalesce(given.in_kind, 0) == 0)) | (given.pending > 0))
	).run()[0][0] or 0


def _given():
	return frappe.qb.DocType("Compensation"), frappe.qb.DocType("Purchase Invoice"), reads_charges.benefits()


def _uncharged():
	"""Every source that no standing deduction names, with its agreement; the query and the agreement's table."""
	source = (_orders() * _compensations() * _meter_charges()).as_("waiting")
	agreement, title, item = map(frappe.qb.DocType, ("Warranty Agreement", "Project", "Deduction Item"))
	query = (
		frappe.qb.from_(source)
		.join(agreement)
		.on(agreement.name == source.agreement)
		.join(title)
		.on(title.name == agreement.project)
		.left_join(item)
		.on(item.source_key == Concat(source.kind, "|", source.name))
		.select(
			source.kind,
			source.name,
			source.about,
			source.cost,
			source.since,
			agreement.name.as_("agreement"),
			agreement.contractor,
			agreement.contractor_name,
			agreement.project,
			title.project_name,
		)
		.where(item.name.isnull())
		.orderby(source.since)
	)
	return query, agreement


def _orders():
	order, bill = frappe.qb.DocType("Third Party Order"), frappe.qb.DocType("Purchase Invoice")
	cost = Case().when(bill.base_grand_total > 0, bill.base_grand_total)
	cost = cost.when(order.verified_total > 0, order.verified_total).else_(order.total)
	return (
		frappe.qb.from_(order)
		.left_join(bill)
		.on((bill.fx_third_party_order == order.name) & (bill.docstatus == 1) & (bill.is_return == 0))
		.select(
			ValueWrapper("Third Party Order").as_("kind"),
			order.name,
			order.agreement,
			order.third_party_name.as_("about"),
			cost.as_("cost"),
			order.verified_at.as_("since"),
		)
		.where((order.docstatus == 1) & order.verified_at.isnotnull())
		.where(order.reason == "Contractor In Breach")
	)


def _recovery(case, bill, given):
	"""``reads_charges.compensation_cost`` as a column: as approved, never more than was posted and given in kind."""
	posted = Coalesce(bill.base_grand_total, 0) + Coalesce(given.in_kind, 0)
	capped = (posted > 0) & (posted < case.recovery_amount)
	return Case().when(capped, posted).else_(case.recovery_amount)


def _compensations():
	case, bill, given = _given()
	return (
		frappe.qb.from_(case)
		.left_join(bill)
		.on((bill.fx_compensation == case.name) & (bill.docstatus == 1) & (bill.is_return == 0))
		.left_join(given)
		.on(given.parent == case.name)
		.select(
			ValueWrapper("Compensation").as_("kind"),
			case.name,
			case.agreement,
			case.payee_name.as_("about"),
			_recovery(case, bill, given).as_("cost"),
			Coalesce(case.signed_on, bill.posting_date).as_("since"),
		)
		.where((case.docstatus == 1) & (case.recovery_amount > 0))
		.where((bill.name.isnotnull() | (given.in_kind > 0)) & (Coalesce(given.pending, 0) == 0))
	)


def _meter_charges():
	charge = frappe.qb.DocType("Meter Charge")
	return (
		frappe.qb.from_(charge)
		.select(
			ValueWrapper("Meter Charge").as_("kind"),
			charge.name,
			charge.agreement,
			charge.unit_code.as_("about"),
			charge.amount.as_("cost"),
			charge.confirmed_at.as_("since"),
		)
		.where(charge.state == "Confirmed")
	)
