"""Days that count from a delivery, by its own milestones, else by those of the default template (R20-R50).

A number of days or months before or after a delivery stands in the milestones alone: a room that needs one asks here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import frappe
from frappe.utils import getdate

from fangxiu_app.estate import rules_delivery_days as rules
from fangxiu_app.estate.rules_delivery_days import Rule

FIELDS = ["proof", "clause", "anchor", "offset_amount", "offset_unit"]


def days(deliveries: Sequence[Mapping]) -> dict[str, dict[str, date]]:
	"""Name of each Delivery Batch → key of a milestone (``rules_delivery_days.key``) → the day it is due. Three queries.

	``deliveries``: rows with name, delivery_date, completion_date.
	"""
	own, usual = defaultdict(list), _template()
	filters = {"batch": ("in", [row["name"] for row in deliveries] or [""])}
	for row in frappe.get_all("Delivery Milestone", filters, ["batch", *FIELDS], order_by="code", limit=0):
		own[row.batch].append(_rule(row))
	return {
		row["name"]: rules.days([*own[row["name"]], *usual], getdate(row["delivery_date"]), _completion(row))
		for row in deliveries
	}


def days_from(delivery: date) -> dict[str, date]:
	"""The same of a delivery that has no batch yet: by the default template alone."""
	return rules.days(_template(), delivery, None)


def _template() -> list[Rule]:
	name = frappe.db.get_value("Milestone Template", {"is_default": 1})
	filters = {"parent": name or "", "parenttype": "Milestone Template"}
	return [_rule(row) for row in frappe.get_all("Milestone Template Row", filters, FIELDS, order_by="idx", limit=0)]


def _rule(row: frappe._dict) -> Rule:
	return Rule(rules.key(row.proof, row.clause), row.anchor, row.offset_amount, row.offset_unit)


def _completion(row: Mapping) -> date | None:
	return getdate(row["completion_date"]) if row.get("completion_date") else None
