"""Steps of a compensation: filled in from its ticket, photos, recourse, the owner's signature, what is given in kind (R110)."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right, roles
from fangxiu_app.correspondence import service_prefill
from fangxiu_app.money.deductions import reads_charges
from fangxiu_app.money.payments import service_compensations, service_settlements

#: Who settles with the owner.
SETTLERS = (roles.MANAGER, roles.CUSTOMER_SERVICE, roles.CS_HEAD)
DOCTYPE = "Compensation"


@frappe.whitelist(methods=["GET"])
def values(ticket: str) -> dict:
	"""Values of a compensation about a ticket: payee, cause, release; ``others``: those the ticket already has."""
	frappe.has_permission(DOCTYPE, "create", throw=True)
	right.check("Repair Ticket", "read", ticket)
	found = service_prefill.compensation(frappe.get_doc("Repair Ticket", ticket))
	found["release_clause"] = service_compensations.release_clause()
	return {**found, "others": reads_charges.compensations_of(ticket)}


@frappe.whitelist(methods=["POST"])
def add_photos(compensation: str, loss_no: int, files: list | str) -> list[str]:
	"""Keep uploaded pictures as evidence of one loss, after the approval as additions; returns the names of the evidence."""
	right.check(DOCTYPE, "read", compensation)
	doc = _locked(compensation)
	if doc.docstatus:
		frappe.only_for(SETTLERS, message=True)
	else:
		right.check(DOCTYPE, "write", compensation)
	return service_settlements.add_photos(doc, loss_no, incoming.names(files))


@frappe.whitelist(methods=["POST"])
def accept_recourse(compensation: str, agreement: str, share: float, reason: str = "") -> None:
	"""Claim ``share`` percent back from the contractor of the proposed agreement."""
	right.check(DOCTYPE, "write", compensation)
	service_settlements.accept(_locked(compensation), agreement, share, reason)


@frappe.whitelist(methods=["POST"])
def turn_down_recourse(compensation: str, reason: str) -> None:
	"""Claim nothing back although the warranty answer proposes it."""
	right.check(DOCTYPE, "write", compensation)
	service_settlements.turn_down(_locked(compensation), reason)


@frappe.whitelist(methods=["POST"])
def sign(
	compensation: str,
	signed_by: str,
	signed_on: str,
	file: str,
	authorisation: str = "",
	witness_name: str = "",
	witness_phone: str = "",
) -> str:
	"""Record the signed settlement agreement; returns the Purchase Invoice that pays the owner, empty where all is in kind."""
	frappe.only_for(SETTLERS, message=True)
	doc = _to_settle(compensation)
	more = {"authorisation": authorisation, "witness_name": witness_name, "witness_phone": witness_phone}
	return doc.sign(signed_by, signed_on, file, **more)


@frappe.whitelist(methods=["POST"])
def confirm_benefit(compensation: str, row: str, confirmed_on: str, confirmed_by: str, file: str) -> None:
	"""Record that the owner has what was agreed in kind, with the proof."""
	frappe.only_for(SETTLERS, message=True)
	service_settlements.confirm(_to_settle(compensation), row, confirmed_on, confirmed_by, file)


@frappe.whitelist(methods=["POST"])
def take_back_benefit(compensation: str, row: str, reason: str) -> None:
	"""Take back a confirmation that was recorded by mistake."""
	frappe.only_for(SETTLERS, message=True)
	service_settlements.take_back(_to_settle(compensation), row, reason)


def _to_settle(compensation: str):
	right.check(DOCTYPE, "read", compensation)
	return _locked(compensation)


def _locked(compensation: str):
	snapshot.renew()
	return frappe.get_doc(DOCTYPE, compensation, for_update=True)
