"""Changes of a unit's owners and tenants (业主变更): sold, owner added or removed, let, corrected; open business follows the new person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import frappe
from frappe.utils import getdate

from fangxiu_app.archive import reads_owners as reads
from fangxiu_app.core.access.personal import known_near
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.phone import written
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.estate import rules_ownership as rules
from fangxiu_app.estate.rules_ownership import Change, Owner
from fangxiu_app.paid_repairs import service_quotes
from fangxiu_app.tickets.life import service_telling, service_ticket_row


def state(unit) -> dict:
	"""What the dialog shows before anything is changed: who is there, what else is theirs, what of theirs is open."""
	owners, tenants = _current(unit.owners), _current(unit.tenants)
	people = {row.name: _person(row) for row in (*owners, *tenants)}

	def of(name: str | None, phone: str | None) -> list[str]:
		return [row for row, one in people.items() if rules.is_contact(one, name or "", phone or "")]

	return {
		"title": unit.title,
		"owners": [_shown(row) for row in owners],
		"tenants": [_shown(row) for row in tenants],
		"other_units": reads.other_units(unit.name, [people[row.name] for row in owners]),
		"tickets": [
			{**row, "of": of(row.caller_name, row.caller_phone)} for row in reads.open_tickets(unit.name)
		],
		"quotes": [
			{**row, "of": of(row.payer_name, row.payer_phone)} for row in reads.open_quotes(unit.name)
		],
	}


def change(
	unit: str,
	kind: str,
	day: date | None,
	coming: Iterable[Mapping],
	going: Iterable[str],
	take_over: bool = True,
	also: Iterable[str] = (),
) -> dict:
	"""Make one change of ``rules.CHANGES`` from ``day``; ``going`` are rows of the unit, ``also`` other units of the same people.

	With ``take_over`` open tickets whose contact went get the new one, and quotations nobody accepted go to the new payer as a
	draft: links to the former one open nothing more. All of it or nothing. Raises RefusedError, PermissionError.
	"""
	people = tuple(Owner(str(one.get("name") or "").strip(), _phone(unit, one)) for one in coming)
	doc = _locked(unit)
	rows = _rows(doc, going)
	leaving = [_person(row) for row in rows]
	report = _apply(doc, kind, day, people, rows, take_over)
	for name in dict.fromkeys(also):
		other = _locked(name)
		same = [row for row in _current(other.owners) if _is_one_of(row, leaving)]
		refuse([] if same and kind in (rules.SALE, rules.CORRECTION) else [Violation("people_gone")])
		more = _apply(other, kind, day, people, same, take_over)
		report = {key: report[key] + more[key] for key in report}
	return report


def _apply(doc, kind: str, day: date | None, people: tuple[Owner, ...], rows: list, take_over: bool) -> dict:
	of_tenants = kind in (rules.TENANT, rules.TENANT_LEFT) or (rows and rows[0].doctype == "Unit Tenant")
	table = doc.tenants if of_tenants else doc.owners
	before = _current(table)
	going = tuple(_person(row) for row in before if row in rows)
	staying = tuple(_person(row) for row in before if row not in rows)
	one_only = kind in (rules.CORRECTION, rules.OTHER_DAY)
	mixed = len(going) != len(rows) or (one_only and (len(rows) > 1 or len(people) > 1))
	refuse([Violation("people_gone")] if mixed else [])
	earlier = _before(table, rows) if kind == rules.OTHER_DAY else []
	former = _until_the_day_of(earlier, rows)
	taken_over = getdate(doc.handover_date) if doc.handover_date and not of_tenants else None
	others = tuple(_whole(row, day if row in former else None) for row in table if row not in rows)
	asked = Change(kind, day, people, going, staying, taken_over, tuple(_person(row) for row in earlier), others)
	refuse(rules.check_change(asked, getdate()))
	if kind == rules.CORRECTION:
		_correct(doc, rows[0], people[0])
	elif kind == rules.OTHER_DAY:
		rows[0].from_date = day
		for row in former:
			row.to_date = day
	else:
		for row in rows:
			row.to_date = day
			if not of_tenants:
				row.is_primary = 0
		for person in people if kind in rules.COMING else ():
			_add(doc, person, day, of_tenants)
	doc.write_by_action()
	contact = _contact(doc, kind, people)
	report = {"units": [doc.title], "tickets": [], "quotes": [], "known": _settled(doc, going), "owed": _owed(doc, going)}
	if take_over and contact and going:
		report["tickets"] = _take_tickets(doc.name, going, contact)
		report["quotes"] = _take_quotes(doc.name, going, contact)
	doc.add_comment("Info", _said(kind, day, going, people, report))
	return report


def _correct(doc, row, person: Owner) -> None:
	"""Another way to write the same person; their Customer follows where every unit of theirs says so."""
	name = "tenant_name" if row.doctype == "Unit Tenant" else "owner_name"
	row.update({name: person.name, "phone": person.phone})
	customer = row.get("customer")
	if not customer:
		return
	others = {"customer": customer, "name": ("!=", row.name), "owner_name": ("!=", person.name)}
	if not frappe.db.exists("Unit Owner", others):
		values = {"customer_name": person.name, "mobile_no": person.phone or None}
		frappe.db.set_value("Customer", customer, values)


def _before(table: Iterable, rows: list) -> list:
	"""Who had left when ``rows`` began, however long before."""
	begin = min((getdate(row.from_date) for row in rows if row.from_date), default=None)
	return [row for row in table if begin and row.to_date and getdate(row.to_date) <= begin]


def _until_the_day_of(table: Iterable, rows: list) -> list:
	"""Who was there until the day on which ``rows`` begin."""
	days = {getdate(row.from_date) for row in rows if row.from_date}
	return [row for row in table if row.to_date and getdate(row.to_date) in days]


def _add(doc, person: Owner, day: date | None, tenant: bool) -> None:
	if tenant:
		doc.append("tenants", {"tenant_name": person.name, "phone": person.phone, "from_date": day})
		return
	customer = reads.customer_of(person)
	doc.append(
		"owners", {"owner_name": person.name, "phone": person.phone, "from_date": day, "customer": customer}
	)


def _contact(doc, kind: str, people: tuple[Owner, ...]) -> Owner | None:
	"""Who answers the phone for what is open now."""
	if kind in (rules.SALE, rules.CORRECTION):
		return people[0]
	first = next((row for row in doc.owners if row.is_primary and not row.to_date), None)
	return _person(first) if first and kind in (rules.LEAVING, rules.TENANT_LEFT) else None


def _take_tickets(unit: str, going: tuple[Owner, ...], contact: Owner) -> list[str]:
	taken = []
	for row in reads.open_tickets(unit):
		if any(rules.is_contact(one, row.caller_name or "", row.caller_phone or "") for one in going):
			ticket = service_ticket_row.locked(row.name)
			ticket.update({"caller_name": contact.name, "caller_phone": contact.phone})
			ticket.check_permission("write")
			ticket.write_by_action()
			taken.append(ticket)
	service_telling.new_contact(taken)
	return [ticket.name for ticket in taken]


def _take_quotes(unit: str, going: tuple[Owner, ...], contact: Owner) -> list[str]:
	found = []
	for row in reads.open_quotes(unit):
		if any(rules.is_contact(one, row.payer_name or "", row.payer_phone or "") for one in going):
			quote = frappe.get_doc("Paid Repair Quote", row.name, for_update=True)
			quote.check_permission("write")
			found.append(service_quotes.change_payer(quote, contact.name, contact.phone, _("The owner has changed")))
	return found


def _settled(doc, going: tuple[Owner, ...]) -> list[str]:
	"""Quotations the people who go have accepted: they stay their debt."""
	accepted = frappe.get_all(
		"Paid Repair Quote", {"unit": doc.name, "state": "Agreed"}, ["name", "payer_name", "payer_phone"]
	)
	return [
		row.name
		for row in accepted
		if any(rules.is_contact(one, row.payer_name or "", row.payer_phone or "") for one in going)
	]


def _owed(doc, going: tuple[Owner, ...]) -> list[str]:
	"""Compensations under way that are paid to the people who go: whoever asked for them is asked whether that is still right."""
	found = [
		row.name
		for row in reads.open_compensations(doc.name)
		if any(rules.is_contact(one, row.payee_name or "", row.payee_phone or "") for one in going)
	]
	# who may not read them is told that there are some
	return found if not found or frappe.has_permission("Compensation") else [_("{0} of them").format(len(found))]


def _said(kind: str, day: date | None, going: tuple, people: tuple, report: dict) -> str:
	"""The line in the unit's history."""
	names = [" ".join(filter(None, (one.name, one.phone))) for one in going]
	new = [" ".join(filter(None, (one.name, one.phone))) for one in people]
	parts = [
		_("Change of people"),
		_(kind),
		str(day or ""),
		" → ".join(filter(None, ("、".join(names), "、".join(new)))),
	]
	if report["tickets"]:
		parts.append(_("{0} open tickets taken over").format(len(report["tickets"])))
	if report["quotes"]:
		parts.append(_("quotations for the new payer: {0}").format("、".join(report["quotes"])))
	return frappe.utils.escape_html(" · ".join(filter(None, parts)))


def _locked(name: str):
	doc = frappe.get_doc("Unit Archive", name, for_update=True)
	doc.check_permission("write")
	return doc


def _rows(doc, names: Iterable[str]) -> list:
	"""The current rows of these names. Raises RefusedError where somebody else has changed them meanwhile."""
	current = {row.name: row for row in (*_current(doc.owners), *_current(doc.tenants))}
	wanted = list(dict.fromkeys(names))
	refuse([] if all(name in current for name in wanted) else [Violation("people_gone")])
	return [current[name] for name in wanted]


def _current(rows: Iterable) -> list:
	return [row for row in rows if not row.to_date]


def _is_one_of(row, people: list[Owner]) -> bool:
	return any(_person(row).person == one.person for one in people)


def _person(row) -> Owner:
	since = getdate(row.from_date) if row.from_date else None
	name = row.get("owner_name") or row.get("tenant_name") or ""
	return Owner(name, row.phone or "", since, None, bool(row.get("is_primary")))


def _whole(row, until: date | None) -> Owner:
	"""Somebody with the day on which his time ended, or ``until`` where that day moves."""
	return replace(_person(row), until=until or (getdate(row.to_date) if row.to_date else None))


def _shown(row) -> dict:
	person = _person(row)
	return {
		"row": row.name,
		"name": person.name,
		"phone": person.phone,
		"since": person.since,
		"primary": person.primary,
	}


def _phone(unit: str, one: Mapping) -> str:
	"""As phones are written; what is none stays as typed, for the refusal to quote. One shown covered is the stored one."""
	typed = known_near(unit, str(one.get("phone") or "").strip())
	return written(typed) or typed
