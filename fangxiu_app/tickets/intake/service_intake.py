"""Creates tickets from a report: one ticket per problem, each with its contractor, warranty answer and clocks (R77-R80)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.contractors.reads_agreements import find_agreement
from fangxiu_app.core import settings
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.files import originals
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time.event_time import check_event_time
from fangxiu_app.estate import service_places
from fangxiu_app.tickets.clocks import service_clocks
from fangxiu_app.tickets.intake import service_affected, service_problem_places
from fangxiu_app.tickets.intake.reads_repeats import find_repeats, open_emergencies
from fangxiu_app.tickets.intake.rules_intake import Report, check_report, is_media
from fangxiu_app.tickets.life import service_merging, service_telling, service_transitions
from fangxiu_app.warranty.service_warranty import cover

#: Desks that promise to hand a report over within ten minutes (R69, R75, R76).
HANDOVER_CHANNELS = ("Property Desk", "Customer Service", "Call Centre")


def submit_request(values: dict):
	"""Insert a Repair Request with the session user's rights; its tickets are made with it. Returns the saved request.

	An item's ``photos`` are names of the user's waiting files; they become evidence of its ticket, all or nothing.
	"""
	request = frappe.new_doc("Repair Request")
	items = values.pop("items", None) or []
	photos = [originals.waiting(item.pop("photos", None) or []) for item in items]
	further = [item.pop("affected", None) or [] for item in items]
	request.update(values)
	# before Frappe asks for the rights: with strict User Permissions a document without a project is nobody's
	if request.unit:
		request.project = frappe.db.get_value("Unit Archive", request.unit, "project")
		if request.project:
			check_project(request.project, request.doctype)
	for item in items:
		item.pop("separate", None)
		request.append("items", item)
	if not request.project:
		check_contents(request)
		refuse([Violation("project_missing")])
	request.insert()
	for row, files, units in zip(request.items, photos, further, strict=True):
		if files:
			originals.attach(frappe.get_doc("Repair Ticket", row.ticket), files)
		if units:
			service_affected.add(frappe.get_doc("Repair Ticket", row.ticket), units)
	return request


def submit_once(values: dict):
	"""As :func:`submit_request`; a report sent again with the same ``client_key`` returns the one already made.

	The answer may get lost on a slow line, or a user may click twice: the key is unique in the database, so of several requests at
	once one writes and the others wait for it. Another user's key is refused.
	"""
	key = values.get("client_key")
	if not key:
		return submit_request(values)
	if known := sent_before(key):
		return known
	try:
		return submit_request(values)
	except (frappe.UniqueValidationError, frappe.DuplicateEntryError):
		# the other connection's report is seen by a new transaction only; this one has written nothing that counts
		frappe.db.rollback()
		known = sent_before(key)
		refuse([] if known else [Violation("intake_key_taken")])
		frappe.clear_messages()
		return known


def sent_before(key: str):
	"""The session user's report with this key, or None."""
	filters = {"client_key": key, "owner": frappe.session.user}
	name = key and frappe.db.get_value("Repair Request", filters)
	return frappe.get_doc("Repair Request", name) if name else None


def urgent_already(unit: str, items: list[dict]) -> list[dict]:
	"""Problems of a new report that are urgent while the unit has an open emergency of the same trade or place (R72).

	Each as ``{"index", "tickets"}``; a person says whether it is the same one. Problems for which that is said
	(``same_as`` or ``separate``) are left out.
	"""
	project = frappe.db.get_value("Unit Archive", unit, "project") if unit else None
	if not project:
		return []
	check_project(project, "Repair Request")
	asked = []
	for index, item in enumerate(items):
		defect = frappe.db.get_value(
			"Defect Type", str(item.get("defect_type")), ["trade", "emergency"], as_dict=True
		)
		decided = item.get("same_as") or item.get("separate")
		if defect and not decided and (item.get("emergency") or defect.emergency):
			tickets = open_emergencies(unit, defect.trade, str(item.get("location")))
			asked += [{"index": index, "tickets": tickets}] if tickets else []
	return asked


def check_contents(request) -> None:
	"""Refuse a report without unit, problems or a phone somebody can dial, and a visit without its reason (R65-R68)."""
	refuse(
		check_report(
			Report(
				channel=request.channel or "",
				caller_phone=request.caller_phone or "",
				unit=request.unit or "",
				problems=len(request.items),
				media=is_media(request.channel, request.caller_is),
				visit_reason=request.visit_reason or "",
				visit_detail=request.visit_detail or "",
				media_outlet=request.media_outlet or "",
			)
		)
	)


def check_times(request) -> None:
	"""Refuse impossible orders and future times; old times need their reason."""
	now = now_datetime().replace(microsecond=0)
	rules = settings.load()
	received, told = _moment(request, "received_at"), _moment(request, "notified_at")
	violations = check_event_time(
		received, now, None, rules.entry_tolerance_minutes, request.back_entry_reason or ""
	)
	if told < received:
		violations.append(Violation("notified_before_received", (told, received)))
	elif not violations:
		violations += check_event_time(
			told, now, received, rules.entry_tolerance_minutes, request.back_entry_reason or ""
		)
	refuse(violations)


def _moment(request, field: str) -> datetime:
	try:
		return get_datetime(request.get(field)).replace(microsecond=0)
	except (ValueError, TypeError, AttributeError):
		label = request.meta.get_label(field)
		refuse([Violation("input_invalid", (label, str(request.get(field))[:40]))])


def create_tickets(request) -> list:
	"""One Repair Ticket for every item that has none yet (R80), and its engineer told (R70, R78). Returns the new tickets."""
	items = [item for item in request.items if not item.ticket]
	for item in [item for item in items if item.same_as]:
		_join(request, item)
		items.remove(item)
	if not items:
		return []
	unit = frappe.get_cached_doc("Unit Archive", request.unit)
	building = service_places.building_of(unit)
	tickets = [_create_ticket(request, item, unit, building) for item in items]
	service_telling.new_tickets(tickets)
	return tickets


def check_joined(request) -> None:
	"""Refuse an item that is said to be reported already by a ticket of another unit or one that is finished."""
	for item in request.items:
		if item.same_as and not item.ticket:
			service_merging.check_target(request.unit, item.same_as)


def _join(request, item) -> None:
	"""No second ticket for an open problem: the ticket gets the report, and its engineer is notified again (R10, R78)."""
	now = now_datetime().replace(microsecond=0)
	ticket = frappe.get_doc("Repair Ticket", item.same_as, for_update=True)
	said = frappe._dict(
		special_requests=request.special_requests,
		is_complaint=request.is_complaint,
		emergency=item.emergency,
		notified_at=request.notified_at,
		joint_state="Needed" if item.unclear else "",
		**_suspicion(_remembered(item), _earlier(ticket, now)),
	)
	service_merging.inherit(ticket, said, now)
	_note_ticket(item, ticket.name)
	details = {"request": request.name, "caller": request.caller_name, "description": item.description or ""}
	if said.repeat_state:
		details["repeat_source"] = said.repeat_source
	at = get_datetime(request.received_at)
	service_transitions.log(ticket, "report_again", ticket.status, at, now, request.back_entry_reason or "", details)
	service_telling.reported_again(ticket)


def _create_ticket(request, item, unit, building):
	service_problem_places.check(item.location, item.defect_type)
	now = now_datetime().replace(microsecond=0)
	source = request.flags.fx_split_from or frappe._dict()
	entered = get_datetime(source.entered_at) if source else now
	ticket = frappe.new_doc("Repair Ticket")
	ticket.update(
		{
			"unit": unit.name,
			"project": unit.project,
			"request": request.name,
			"location": item.location,
			"defect_type": item.defect_type,
			"description": item.description,
			"work_type": item.work_type or "Warranty Management",
			"emergency": item.emergency,
			"engineer": building.lot_engineer,
			"engineer_notified_at": now if building.lot_engineer else None,
			"reported_at": request.received_at,
			"notified_at": request.notified_at,
			"entered_at": entered,
			"split_from": source.name,
			"joint_state": "Needed" if item.unclear else "",
			"status": "Reported",
			"waiting_on": "Engineer",
		}
	)
	for field in ("channel", "caller_name", "caller_phone", "special_requests", "is_complaint"):
		ticket.set(field, request.get(field))
	assess(ticket, unit, building, now)
	_suspect_repeat(ticket, item, now)
	_start_clocks(ticket, entered)
	# Desks that may report may not write tickets; the ticket is part of their report.
	ticket.write_by_action(ignore_permissions=True)
	_note_ticket(item, ticket.name)
	_log_report(ticket, request, now)
	return ticket


def _note_ticket(item, ticket: str) -> None:
	item.ticket = ticket
	frappe.db.set_value("Request Item", item.name, "ticket", ticket, update_modified=False)


def _log_report(ticket, request, now: datetime) -> None:
	at, facts = get_datetime(ticket.reported_at), {"notified_at": ticket.notified_at, "entered_at": ticket.entered_at}
	service_transitions.log(ticket, "report", "", at, now, request.back_entry_reason or "", facts)


def assess(ticket, unit, building, now: datetime) -> None:
	"""Fill in what follows from unit and defect: trade, warranty answer, and the contractor the agreements name."""
	defect = frappe.get_cached_doc("Defect Type", ticket.defect_type)
	ticket.warranty_item, ticket.trade = defect.warranty_item, defect.trade
	ticket.emergency = ticket.emergency or defect.emergency
	ticket.unit_code, ticket.building, ticket.riser = unit.unit_code, unit.building, unit.riser
	found = cover(unit, defect.warranty_item, ticket.location, now.date())
	ticket.payer = found.answer.payer
	ticket.owner_until, ticket.contractor_until = found.answer.owner_until, found.answer.contractor_until
	ticket.warranty_answer = found.text
	if not ticket.contractor:
		agreement = find_agreement(unit.project, unit.building, building.lot, defect.trade, now.date())
		if agreement:
			ticket.contractor, ticket.agreement = agreement.contractor, agreement.name


def _suspect_repeat(ticket, item, now: datetime) -> None:
	"""R82-R85: the owner or somebody of the staff says so, or the same problem was repaired in the same place and is
	still under warranty. A suspicion only: a person confirms or rejects it."""
	earlier = _earlier(ticket, now)
	source = _remembered(item)
	if earlier and not source and ticket.payer != "Owner":
		source = "System"
	ticket.update(_suspicion(source, earlier))


def _earlier(ticket, now: datetime) -> list:
	days = settings.load().repeat_look_back_days
	return find_repeats(ticket.unit, ticket.location, ticket.defect_type, now.date(), days)


def _remembered(item) -> str:
	"""Who says that it was repaired before: the owner, or somebody of the staff (R84, R85)."""
	return "Owner" if item.owner_says_repaired else "Staff" if item.staff_remembers else ""


def _suspicion(source: str, earlier: list) -> dict:
	"""What a ticket says of a suspected repeat; nothing without a ``source``."""
	if not source:
		return {}
	return {"repeat_state": "Suspected", "repeat_source": source, "repeat_of": earlier[0].name if earlier else None}


def _start_clocks(ticket, entered: datetime) -> None:
	reported, told = get_datetime(ticket.reported_at), get_datetime(ticket.notified_at)
	if ticket.channel in HANDOVER_CHANNELS:
		service_clocks.start(ticket, "Handover", reported)
		service_clocks.stop(ticket, "Handover", told)
	service_clocks.start(ticket, "Entry", told)
	service_clocks.stop(ticket, "Entry", entered)
	service_clocks.start(ticket, "Acceptance", told)
	if ticket.emergency:
		service_clocks.start(ticket, "Emergency Arrival", told)
	service_clocks.refresh(ticket)
