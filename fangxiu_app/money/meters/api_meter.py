"""Meter charges: known readings, confirmation, cancelling (R48)."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import right
from fangxiu_app.core.wording import _
from fangxiu_app.money.meters import reads_meters, service_meter_charges


@frappe.whitelist(methods=["GET"])
def readings(unit: str, kind: str) -> list[dict]:
	"""Every dated reading of one kind of meter of a unit, oldest first."""
	right.check("Unit Archive", "read", unit)
	if kind not in service_meter_charges.PRICES:
		frappe.throw(_("There is no meter of this kind. Choose one of the form's."))
	return reads_meters.readings(unit, kind)


@frappe.whitelist(methods=["POST"])
def confirm(charge: str) -> str:
	"""The project department confirms the charge; returns its state."""
	right.check("Meter Charge", "write", charge)
	snapshot.renew()
	doc = frappe.get_doc("Meter Charge", charge, for_update=True)
	service_meter_charges.confirm(doc)
	return doc.state


@frappe.whitelist(methods=["POST"])
def cancel(charge: str, reason: str) -> str:
	"""Take a charge back with a reason; returns its state."""
	right.check("Meter Charge", "write", charge)
	snapshot.renew()
	doc = frappe.get_doc("Meter Charge", charge, for_update=True)
	service_meter_charges.cancel(doc, reason)
	return doc.state
