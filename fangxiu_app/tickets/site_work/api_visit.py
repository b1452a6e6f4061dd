"""The free check on a visit (R99), recorded besides the ticket's actions."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.tickets.site_work import reads_free_checks as lists
from fangxiu_app.tickets.site_work import service_free_checks


@frappe.whitelist(methods=["GET"])
def free_check_list() -> list:
	"""The items of the free check. Raises PermissionError without read rights on visits."""
	frappe.has_permission("Site Visit", "read", throw=True)
	return lists.items()


@frappe.whitelist(methods=["POST"])
def record_free_checks(visit: str, rows: list | str, asked: bool = False) -> dict:
	"""Keep what the free check of a visit found; answers with the tickets of the problems.

	Raises RefusedError naming every incomplete row; nothing is saved then.
	"""
	right.check("Site Visit", "write", visit)
	snapshot.renew()
	doc = frappe.get_doc("Site Visit", visit, for_update=True)
	tickets = service_free_checks.record(doc, incoming.rows(rows), asked)
	return {"visit": visit, "tickets": tickets}
