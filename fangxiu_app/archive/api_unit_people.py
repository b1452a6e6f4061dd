"""The owners and tenants of a unit (业主变更): who they are, and the guided actions that change them."""

import datetime

import frappe

from fangxiu_app.archive import service_unit_people
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.wording import _


@frappe.whitelist(methods=["GET"])
def state(unit: str) -> dict:
	"""Owners, tenants, other units of the owners, open tickets and quotations of a unit."""
	right.check("Unit Archive", "write", unit)
	return service_unit_people.state(frappe.get_doc("Unit Archive", unit))


@frappe.whitelist(methods=["POST"])
def change(
	unit: str,
	kind: str,
	day: datetime.date | None = None,
	coming: list | str = "",
	going: list | str = "",
	take_over: bool = True,
	also: list | str = "",
) -> dict:
	"""Make the change; answers with the units changed, tickets and quotations taken over, quotations that stay with who went."""
	right.check("Unit Archive", "write", unit)
	people = incoming.rows(coming, _("New people"))
	rows, units = incoming.names(going, _("People it is about")), incoming.names(also, _("Other units"))
	return service_unit_people.change(unit, kind, day, people, rows, take_over, units)
