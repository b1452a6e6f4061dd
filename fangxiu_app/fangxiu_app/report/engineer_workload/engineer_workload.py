from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.figures import report_parts as parts
from fangxiu_app.figures.report_parts import column, rate
from fangxiu_app.reports import reads_repair_statistics


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], None, dict | None]:
	"""What each engineer carries and did (工程师工作量, R7): open, overdue, visits, patrols, limits kept, owners' marks."""
	filters = frappe._dict(filters or {})
	rows = reads_repair_statistics.workload(filters, parts.spans(filters)[0], now_datetime())
	chart = parts.bars(
		[row.engineer_name for row in rows[:15]], _("Open Now"), [int(row.open) for row in rows[:15]]
	)
	return columns(), rows, None, chart


def columns() -> list[dict]:
	return [
		column("engineer_name", _("Engineer"), width=140),
		column("open", _("Open Now"), "Int", 90),
		column("overdue", _("Overdue"), "Int", 80),
		column("reported", _("Reported in Period"), "Int", 110),
		column("closed", _("Closed in Period"), "Int", 110),
		column("repeats", _("Repeats"), "Int", 90),
		column("visits", _("Visits"), "Int", 80),
		column("patrols", _("Patrols"), "Int", 80),
		column("met", _("Limits Kept"), "Int", 90),
		column("judged", _("Limits Due"), "Int", 90),
		rate("on_time", _("Limits Kept (%)")),
		column("mark", _("Satisfaction Score"), "Float", 100, precision=1),
	]
