"""What issued reports prove of a delivery's milestones (R24, R43): Fact by batch, for all batches at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import frappe
from frappe.utils import getdate

from fangxiu_app.delivery import reads_report_windows
from fangxiu_app.delivery.rules_milestones import Fact
from fangxiu_app.delivery.rules_report_windows import EARLY, WEEKLY, window


def repair(batches: list[dict]) -> dict[str, Fact]:
	"""R43: repair weekly reports issued since the delivery; the first one starts them."""
	issued = _issued(WEEKLY, batches, lambda row, batch: getdate(row.issued_at) >= getdate(batch["delivery_date"]))
	return {name: Fact(len(rows), 1, rows[0] if rows else None) for name, rows in issued.items()}


def pre_delivery(batches: list[dict]) -> dict[str, Fact]:
	"""R24: pre-delivery weekly reports issued of the weeks of the stage before D (R20); one a week is wanted."""
	windows = {name: window(EARLY, days) for name, days in reads_report_windows.of(batches).items()}

	def counts(row, batch: dict) -> bool:
		span = windows[batch["name"]]
		return bool(span) and span[0] <= row.period_to and row.period_from <= span[1]

	facts = {}
	for name, rows in _issued(EARLY, batches, counts).items():
		if windows[name]:
			first, last = windows[name]
			facts[name] = Fact(len(rows), (last - first).days // 7, rows[-1] if rows else None)
	return facts


def _issued(kind: str, batches: list[dict], counts: Callable) -> dict[str, list[date]]:
	"""Days on which reports of a kind were issued that count for a batch, oldest first. One query."""
	projects = sorted({batch["project"] for batch in batches}) or [""]
	filters = {"project": ("in", projects), "kind": kind, "state": "Issued"}
	fields = ["project", "issued_at", "period_from", "period_to"]
	rows = frappe.get_all("Stage Report", filters, fields, order_by="issued_at", limit=0)
	return {
		batch["name"]: [
			getdate(row.issued_at)
			for row in rows
			if row.project == batch["project"] and counts(row, batch)
		]
		for batch in batches
	}
