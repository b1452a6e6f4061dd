"""The people of a unit (业主变更): who is there, and every change of them by one guided action."""

import datetime

import frappe
from frappe import _
from frappe.utils import cint

from fangxiu_app.repair import unit_people


@frappe.whitelist(methods=["GET"])
def state(unit: str) -> dict:
	"""Owners, tenants, other units of the owners, open tickets and quotations of a unit."""
	frappe.has_permission("Unit Archive", "write", unit, throw=True)
	return unit_people.state(frappe.get_doc("Unit Archive", unit))


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
	frappe.has_permission("Unit Archive", "write", unit, throw=True)
	people = _list(coming, dict, _("New people"))
	rows, units = _list(going, str, _("People it is about")), _list(also, str, _("Other units"))
	return unit_people.change(unit, kind, day, people, rows, bool(cint(take_over)), units)


def _list(value: list | str, of: type, label: str) -> list:
	"""A list as the dialog sends it. Raises ValidationError that names what cannot be read."""
	try:
		found = frappe.parse_json(value) if value else []
	except ValueError:
		found = None
	if not isinstance(found, list) or not all(isinstance(one, of) for one in found):
		frappe.throw(_("{0} cannot be read. Reload the page and enter it again.").format(label))
	return found
