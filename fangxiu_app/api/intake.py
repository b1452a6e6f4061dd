"""The intake dialog's endpoints (screens 2): find the unit, see what is known, save the report."""

import frappe
from frappe import _
from frappe.utils import cint, format_datetime, now_datetime

from fangxiu_app.queries import repeats
from fangxiu_app.queries.agreements import find_agreement
from fangxiu_app.queries.units import mask_phone, primary_owners, search_units
from fangxiu_app.repair import intake, settings
from fangxiu_app.repair.warranty import cover

FIELDS = (
	"unit channel caller_name caller_phone caller_is received_at told_at back_entry_reason special_requests to_be_verified"
	" is_complaint items"
).split()
ITEM_FIELDS = ("location", "defect_type", "description", "emergency", "owner_says_repaired")


@frappe.whitelist(methods=["GET"])
def lookup(text: str, limit: int = 8) -> list:
	"""Units that fit the words, with owner and masked phone."""
	frappe.has_permission("Unit Archive", "read", throw=True)
	rows = search_units(text, limit=min(cint(limit) or 8, 20)) if text.strip() else []
	owners = primary_owners([row.name for row in rows])
	for row in rows:
		owner = owners.get(row.name) or {}
		row.owner, row.phone_masked = owner.get("owner_name") or "", mask_phone(owner.get("phone"))
	return rows


@frappe.whitelist(methods=["GET"])
def unit_card(unit: str) -> dict:
	"""Owners, open tickets and history of one unit."""
	frappe.has_permission("Unit Archive", "read", unit, throw=True)
	doc = frappe.get_cached_doc("Unit Archive", unit)
	tickets = repeats.unit_tickets(unit)
	final = ("Closed", "Merged", "Cancelled")
	return {
		"unit": doc.name,
		"title": doc.title,
		"delivery_state": _(doc.delivery_state),
		"handover_date": doc.handover_date,
		"owners": [
			{"owner_name": row.owner_name, "phone": row.phone, "is_primary": row.is_primary}
			for row in doc.owners
			if not row.to_date
		],
		"open_tickets": [row for row in tickets if row.status not in final],
		"history": [row for row in tickets if row.status in final],
	}


@frappe.whitelist(methods=["GET"])
def preview(unit: str, location: str, defect_type: str) -> dict:
	"""Warranty answer, contractor, engineer, repeats and duplicates for one problem, before anything is saved."""
	frappe.has_permission("Unit Archive", "read", unit, throw=True)
	doc = frappe.get_cached_doc("Unit Archive", unit)
	building = frappe.get_cached_doc("Building", doc.building)
	defect = frappe.get_cached_doc("Defect Type", defect_type)
	today = now_datetime().date()
	found = cover(doc, defect.warranty_item, location, today)
	agreement = find_agreement(doc.project, doc.building, building.lot, defect.trade, today) or frappe._dict()
	days = settings.load().repeat_look_back_days
	return {
		"warranty_text": found.text,
		"payer": found.answer.payer,
		"owner_until": found.answer.owner_until,
		"contractor_until": found.answer.contractor_until,
		"contractor": agreement.contractor,
		"contractor_name": agreement.contractor_name,
		"agreement": agreement.name,
		"engineer_name": frappe.db.get_value("User", building.lot_engineer, "full_name")
		if building.lot_engineer
		else None,
		"emergency": defect.emergency,
		"repeats": repeats.find_repeats(unit, location, defect_type, today, days),
		"duplicates": repeats.find_duplicates(unit, location, defect_type),
	}


@frappe.whitelist(methods=["POST"])
def save(values: dict | str) -> dict:
	"""Save the report; answers with the tickets and the sentence to say to the caller."""
	frappe.has_permission("Repair Request", "create", throw=True)
	values = frappe.parse_json(values)
	known = {name: values[name] for name in FIELDS if values.get(name) not in (None, "")}
	known["items"] = [{name: item.get(name) for name in ITEM_FIELDS} for item in values.get("items") or []]
	known.setdefault("received_at", now_datetime().replace(microsecond=0))
	request = intake.submit_request(known)
	tickets = [_ticket_row(item.ticket) for item in request.items]
	return {"request": request.name, "tickets": tickets, "sentence": _sentence(tickets)}


def _ticket_row(name: str) -> dict:
	fields = [
		"name",
		"location",
		"defect_type",
		"contractor",
		"engineer",
		"emergency",
		"next_clock",
		"next_due_at",
		"payer",
	]
	row = frappe.db.get_value("Repair Ticket", name, fields, as_dict=True)
	row.contractor_name = (
		frappe.db.get_value("Supplier", row.contractor, "supplier_name") if row.contractor else None
	)
	row.engineer_name = frappe.db.get_value("User", row.engineer, "full_name") if row.engineer else None
	return row


def _sentence(tickets: list[dict]) -> str:
	"""What to tell the caller: who calls back and, in an emergency, when somebody is there. No promise beyond that (R66)."""
	who = next((row.engineer_name for row in tickets if row.engineer_name), None) or _("our engineer")
	urgent = next((row for row in tickets if row.emergency and row.next_due_at), None)
	if urgent:
		return _("We have recorded it. {0} is told now and will be with you by {1}.").format(
			who, format_datetime(urgent.next_due_at, "HH:mm")
		)
	return _("We have recorded it as {0} item(s). {1} will call you to agree on a visit.").format(
		len(tickets), who
	)
