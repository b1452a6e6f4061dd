"""Handover inspections and transfers: the actions on their forms and on the phone (R45-R50)."""

import json

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.delivery import reads_handover, service_handover, service_transfer

HEAD = (
	"unit",
	"round",
	"escort",
	"owner_name",
	"owner_phone",
	"keys_handed",
	"keys_kept",
	"keys_note",
	"inspected_at",
	"back_entry_reason",
)
ITEM = ("location", "defect_type", "description", "photo", "contractor", "due_on")
READING = ("kind", "meter_no", "reading", "photo")


@frappe.whitelist(methods=["POST"])
def record(values: dict | str) -> dict:
	"""One inspection from the phone, in one call: problems, meters, keys, verdicts on what earlier rounds left.

	Returns its name, its number of problems and its state.
	"""
	frappe.has_permission("Handover Inspection", "create", throw=True)
	values = incoming.mapping(values)
	doc = frappe.new_doc("Handover Inspection")
	doc.update(incoming.fields("Handover Inspection", values, HEAD))
	# before Frappe asks for the rights: with strict User Permissions a document without a project is nobody's
	doc.project = frappe.db.get_value("Unit Archive", doc.unit, "project")
	for table, names in (("items", ITEM), ("readings", READING)):
		for row in incoming.rows(values.get(table)):
			doc.append(table, incoming.fields(doc.meta.get_field(table).options, row, names))
	doc.insert()
	service_handover.recheck_earlier(doc, incoming.rows(values.get("checks")))
	return {"name": doc.name, "problems": len(doc.items), "state": doc.state}


@frappe.whitelist(methods=["POST"])
def rectify(inspection: str, row: str, on: str, note: str, photo: str | None = None) -> None:
	"""The responsible side has repaired one problem."""
	right.check("Handover Inspection", "read", inspection)
	snapshot.renew()
	service_handover.rectify(inspection, row, on, note, photo)


@frappe.whitelist(methods=["POST"])
def recheck(
	inspection: str, row: str, passed: int | str, note: str | None = None, within: str | None = None
) -> None:
	"""The repair centre closes a rectified problem, or gives it back with what is still wrong; in a later round if named."""
	right.check("Handover Inspection", "write", inspection)
	snapshot.renew()
	service_handover.recheck(inspection, row, incoming.yes_no(passed), note or "", within)


@frappe.whitelist(methods=["GET"])
def earlier(unit: str | None = None, inspection: str | None = None) -> dict:
	"""Where the next round of a unit, or a recorded one, begins: its kind and what is open of earlier rounds (R45).

	``transfer``: how the unit may be handed to the repair centre now, empty for not at all (R45, R46); ``draft``: the transfer begun already.
	"""
	frappe.has_permission("Handover Inspection", "read", throw=True)
	if inspection:
		right.check("Handover Inspection", "read", inspection)
		doc = frappe.get_doc("Handover Inspection", inspection)
	else:
		right.check("Unit Archive", "read", unit)
		doc = frappe.new_doc("Handover Inspection", unit=unit, inspected_at=now_datetime())
	return {
		"round": service_handover.next_round(doc.unit),
		"items": service_handover.earlier_problems(doc),
		"transfer": service_transfer.next_transfer(doc.unit),
		"draft": reads_handover.open_transfer(doc.unit),
	}


@frappe.whitelist(methods=["GET"])
def transfer_kinds(unit: str) -> dict[str, str]:
	"""Each kind of a transfer → why it cannot be true for the unit, empty where it can (R46, R50)."""
	frappe.has_permission("Unit Transfer", "read", throw=True)
	right.check("Unit Archive", "read", unit)
	return service_transfer.kinds(unit)


@frappe.whitelist(methods=["POST"])
def sign(
	inspection: str,
	signed_by: str,
	signature: str,
	opinion: str,
	reason: str | None = None,
	promised_on: str | None = None,
) -> None:
	"""The owner's opinion and signature."""
	right.check("Handover Inspection", "write", inspection)
	snapshot.renew()
	service_handover.sign(inspection, signed_by, signature, opinion, reason or "", promised_on)


@frappe.whitelist(methods=["POST"])
def make_tickets(inspection: str) -> list[str]:
	"""The repair centre's problems become tickets; returns their names."""
	right.check("Handover Inspection", "write", inspection)
	snapshot.renew()
	return service_handover.make_tickets(inspection)


@frappe.whitelist(methods=["POST"])
def receive_originals(inspection: str, file: str) -> None:
	"""The signed original is in the repair centre's files."""
	right.check("Handover Inspection", "write", inspection)
	snapshot.renew()
	service_handover.receive_originals(inspection, file)


@frappe.whitelist(methods=["POST"])
def add_photo(transfer_name: str, file: str, caption: str | None = None) -> None:
	"""A photo as evidence of a handover."""
	right.check("Unit Transfer", "write", transfer_name)
	service_handover.keep(frappe.get_doc("Unit Transfer", transfer_name), file, "Photo", caption)


@frappe.whitelist(methods=["GET", "POST"])
def to_rectify_card(filters: dict | str | None = None) -> dict:
	"""The number card of inspections with a problem the project department has to rectify; a click lists exactly these."""
	frappe.has_permission("Handover Inspection", "read", throw=True)
	found = reads_handover.to_rectify()
	return {
		"value": len(found),
		"fieldtype": "Int",
		"route": ["List", "Handover Inspection", "List"],
		"route_options": {"name": json.dumps(["in", found or [""]])},
	}
