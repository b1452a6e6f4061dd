"""Make and remove the demo estate; called by ``./fx demo`` and by ``bench execute``, which commits afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

import frappe
from frappe.utils import getdate
from frappe.utils.password import check_password, update_password

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.demo import (
	billed_work,
	complaint_cases,
	deliveries,
	demo_files,
	demo_money,
	demo_vouchers,
	lessons,
	memory,
	paid_work,
	plots,
	removal,
	signatures,
	special_cases,
)
from fangxiu_app.demo import estate as estates
from fangxiu_app.demo.story import REASON, Case, acting, now
from fangxiu_app.expiry import service_expiry
from fangxiu_app.importing.columns import Row
from fangxiu_app.tickets.intake import service_intake

#: Who enters a report that came by this channel.
RECEIVERS = {
	"Property Desk": roles.PROPERTY_DESK,
	"Customer Service": roles.CUSTOMER_SERVICE,
	"Call Centre": roles.CALL_CENTRE,
}
#: Name of the demo's site above its login, in place of what Frappe calls a site nobody has named.
SITE, UNNAMED = "房修中心", (None, "", "ERPNext", "Frappe")


def create(password: str | None = None) -> None:
	"""Make the estate unless it is there, all or nothing; a second run changes nothing.

	``password`` becomes that of the demo users where it is not theirs already. The last line printed is JSON:
	``{"users": [{"role", "email", "full_name"}], "counts": {DocType: number}}``.
	"""
	made = memory.load()
	if not made:
		with _in_chinese():
			made = _make()
		memory.store(made)
		_name_site(UNNAMED, SITE)
	users = demo_files.rows("demo_users.xlsx", demo_files.USERS)
	for row in users if password else ():
		_set_password(row.get("email"), password)
	print(json.dumps({"users": [_person(row) for row in users], "counts": _counts(made)}, ensure_ascii=False))


def clear(everything: bool = False) -> None:
	"""Remove exactly what ``create`` made, and what hangs on its tickets.

	Refuses when a real record depends on it, naming the record. ``everything`` also removes reports, units and agreements
	that people entered into the two demo projects.
	"""
	made = memory.load()
	if made:
		removal.remove(made, everything)
		memory.forget()
		_name_site((SITE,), UNNAMED[-1])
	print(json.dumps({"removed": _counts(made)}, ensure_ascii=False))


def _name_site(names: tuple, wanted: str) -> None:
	"""What the page to log in is called, unless somebody has given it another name."""
	if frappe.db.get_single_value("Website Settings", "app_name") in names:
		frappe.db.set_single_value("Website Settings", "app_name", wanted)


def _make() -> dict[str, list[str]]:
	customers = set(frappe.get_all("Customer", pluck="name"))
	items = set(frappe.get_all("Item", pluck="name"))
	estate = estates.make()
	tickets = _reports(estate)
	lessons.learnt(estate)
	deliveries.make(estate, tickets)
	lessons.asked(estate)
	demo_money.make(estate, tickets)
	billed_work.make(estate, tickets)
	paid_work.evaluate(estate)
	signatures.compensations(estate, tickets)
	complaint_cases.make(estate, tickets)
	special_cases.make(estate, tickets)
	service_expiry.run(getdate(), list(estate.projects.values()))
	made = {
		doctype: frappe.get_all(doctype, {"project": ("in", list(estate.projects.values()))}, pluck="name")
		for doctype in PROJECT_DOCTYPES
	}
	made["Customer"] = sorted(set(frappe.get_all("Customer", pluck="name")) - customers)
	made |= demo_vouchers.of_projects(list(estate.projects.values()))
	made["Journal Entry"] = demo_money.journals(list(estate.projects.values()))
	made["Item"] = sorted(set(frappe.get_all("Item", pluck="name")) - items)
	made["Contractor Register"] = billed_work.registered(estate)
	made["Supplier"] = list(estate.suppliers.values())
	made["Project"] = list(estate.projects.values())
	made["User"] = [row.get("email") for row in estate.users]
	return made


def _reports(estate: estates.Estate) -> dict[str, str]:
	"""All calls in the order they came in; rows with the same number are one call. Returns key → first ticket."""
	calls: dict[str, list[Row]] = {}
	for row in demo_files.rows("demo_reports.xlsx", demo_files.REPORTS):
		calls.setdefault(row.get("key"), []).append(row)
	tickets: dict[str, str] = {}
	for key, rows in calls.items():
		request = _request(estate, rows)
		tickets[key] = request.items[0].ticket
		for row, item in zip(rows, request.items, strict=True):
			case = _case(estate, row, request, item.ticket)
			plots.play(case, row.get("story"), tickets)
	return tickets


def _request(estate: estates.Estate, rows: list[Row]):
	first = rows[0]
	project = estate.projects[first.get("project")]
	received = _received_at(first)
	told = received + timedelta(minutes=first.get("notified_after"))
	with acting(estate.actor(RECEIVERS.get(first.get("channel"), roles.CLERK), project)):
		return service_intake.submit_request(
			{
				"unit": f"{project}-{first.get('unit_code')}",
				**{
					key: first.get(key)
					for key in ("channel", "caller_name", "caller_phone", "special_requests")
				},
				**_visit(first),
				"received_at": received,
				"notified_at": told,
				"back_entry_reason": REASON,
				"items": [
					{key: row.get(key) for key in ("location", "defect_type", "description")} for row in rows
				],
			}
		)


def _visit(row: Row) -> dict:
	"""Why a visitor came (R67)."""
	if row.get("channel") != "Walk-in":
		return {}
	return {"visit_reason": "到访报修", "visit_detail": row.get("description")}


def _received_at(row: Row) -> datetime:
	if row.get("minutes_ago") is not None:
		return now() - timedelta(minutes=row.get("minutes_ago"))
	hour, minute = map(int, row.get("time").split(":"))
	return datetime.combine(getdate(), time(hour, minute)) - timedelta(days=row.get("days_ago"))


def _case(estate: estates.Estate, row: Row, request, ticket: str) -> Case:
	return Case(
		estate=estate,
		ticket=ticket,
		project=request.project,
		told=frappe.utils.get_datetime(request.notified_at),
		owner=row.get("caller_name"),
		target=row.get("target"),
		emergency=bool(frappe.db.get_value("Repair Ticket", ticket, "emergency")),
	)


@contextmanager
def _in_chinese() -> Iterator[None]:
	"""Texts stored with the records (warranty answers) are made in Chinese, as a Chinese user would get them."""
	before, user = frappe.local.lang, frappe.session.user
	frappe.local.lang = "zh"
	try:
		yield
	finally:
		frappe.local.lang = before
		frappe.set_user(user)
		frappe.clear_messages()


def _set_password(user: str, password: str) -> None:
	try:
		check_password(user, password, delete_tracker_cache=False)
	except frappe.AuthenticationError:
		update_password(user, password)


def _person(row: Row) -> dict[str, str]:
	return {"role": row.get("role"), "email": row.get("email"), "full_name": row.get("first_name")}


def _counts(made: dict[str, list[str]]) -> dict[str, int]:
	return {doctype: len(names) for doctype, names in made.items() if names}
