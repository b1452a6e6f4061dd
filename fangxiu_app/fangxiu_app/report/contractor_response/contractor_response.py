from __future__ import annotations

from frappe.utils import now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link, rate
from fangxiu_app.reports import reads_clock_reports


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""How contractors answer: start of work, agreed completion, first pass, and their own hours only (R14, R106, R107)."""
	return columns(), reads_clock_reports.contractor_response(filters or {}, now_datetime())


def columns() -> list[dict]:
	return [
		link("contractor", _("Contractor"), "Supplier", 150),
		column("contractor_name", _("Contractor Name"), width=170),
		column("tickets", _("Tickets Dispatched"), "Int", 90),
		column("open", _("Open Tickets"), "Int", 90),
		column("own_hours", _("Own Hours per Ticket"), "Float", 120, precision=1),
		column("longest_hours", _("Own Hours, Longest"), "Float", 120, precision=1),
		column("on_site_hours", _("Hours Until Work Observed on Site"), "Float", 120, precision=1),
		column("completed_in_time", _("Completed in Time"), "Int", 90),
		column("completed_late", _("Completed Late"), "Int", 90),
		column("overdue", _("Completion Overdue"), "Int", 90),
		rate("in_time_rate", _("Due Completions Kept (%)"), 120),
		rate("first_pass_rate", _("First Pass (%)"), 110),
		column("notices", _("Written Notices"), "Int", 90),
	]
