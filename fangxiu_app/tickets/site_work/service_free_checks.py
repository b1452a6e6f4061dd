"""The free check on a visit (免费项目检查, R99): its results, and the owner's further problems as new reports."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe.utils import cint, cstr

from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.intake import service_intake
from fangxiu_app.tickets.intake.reads_repeats import find_duplicates

RESULTS = ("In Order", "Problem", "Not Checked")
FIELDS = ("check_item", "result", "location", "defect_type", "remark")


def record(visit, rows: Iterable[dict], asked: bool) -> list[str]:
	"""Keep the checks of a Site Visit; every problem becomes a ticket of the same unit. Returns the tickets' names.

	``rows``: check_item (or none for a problem the owner told), result, location, defect_type, remark. A problem for which
	an open ticket exists leads to that one instead of a second. Raises RefusedError naming each row that lacks something;
	then nothing is saved.
	"""
	checks = [{name: cstr(row.get(name)).strip() or None for name in FIELDS} for row in rows]
	_refuse_incomplete(checks)
	known = {(row.check_item, row.location, row.defect_type) for row in visit.free_checks}
	fresh = [row for row in checks if (row["check_item"], row["location"], row["defect_type"]) not in known]
	visit.other_problems_asked = max(cint(visit.other_problems_asked), cint(asked))
	added = [visit.append("free_checks", row) for row in fresh]
	problems = [row for row in added if row.result == "Problem"]
	for row in problems:
		open_ones = find_duplicates(visit.unit, row.location, row.defect_type)
		row.ticket = open_ones[0].name if open_ones else None
	_report(visit, [row for row in problems if not row.ticket])
	# the right to write the visit was checked on the way in
	visit.write_by_action()
	return [row.ticket for row in problems]


def content(visit) -> list[tuple]:
	"""The rows of a visit's free check, comparable; none for no visit."""
	rows = visit.free_checks if visit else []
	return [tuple(cstr(row.get(name)) for name in (*FIELDS, "ticket")) for row in rows]


def _report(visit, rows: list) -> None:
	"""One report for all new problems, by the engineer who found them, in the name of the ticket's caller."""
	if not rows:
		return
	fields = ["caller_name", "caller_phone", "unit"]
	ticket = frappe.db.get_value("Repair Ticket", visit.ticket, fields, as_dict=True)
	items = [
		{"location": row.location, "defect_type": row.defect_type, "description": _describe(row)}
		for row in rows
	]
	request = service_intake.submit_request(
		{
			"unit": ticket.unit,
			"channel": "Repair Centre",
			"caller_name": ticket.caller_name,
			"caller_phone": ticket.caller_phone,
			"received_at": frappe.utils.now_datetime().replace(microsecond=0),
			"special_requests": _("Other problem of the owner, found at visit {0} (R99)").format(visit.name),
			"found_at_visit": visit.name,
			"items": items,
		}
	)
	for row, item in zip(rows, request.items, strict=True):
		row.ticket = item.ticket


def _describe(row) -> str:
	return "：".join(part for part in (row.check_item, row.remark) if part)


def _refuse_incomplete(checks: list[dict]) -> None:
	wrong = []
	for number, row in enumerate(checks, 1):
		what = row["check_item"] or row["remark"] or ""
		if row["result"] not in RESULTS:
			wrong.append(_("Row {0} {1}: choose In Order, Problem or Not Checked.").format(number, what))
		elif row["result"] == "Problem" and not (row["location"] and row["defect_type"]):
			wrong.append(
				_(
					"Row {0} {1}: a problem needs its location and defect type, so that it can be reported."
				).format(number, what)
			)
	if wrong:
		frappe.throw("<br>".join(map(frappe.utils.escape_html, wrong)), RefusedError, title=_("Not Possible Yet"))
