"""Endpoints of 我的一天: read the day, hand in one entry of the phone's queue."""

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.field import service_my_day, service_phone, service_phone_refused


@frappe.whitelist(methods=["GET"])
def day(engineer: str | None = None) -> dict:
	"""Cards of the session's user, or of ``engineer`` for those who lead. Raises PermissionError otherwise."""
	frappe.has_permission("Repair Ticket", "read", throw=True)
	return service_my_day.build(engineer, now_datetime().replace(microsecond=0))


@frappe.whitelist(methods=["POST"])
def send(key: str, ticket: str, kind: str, values: dict | str | None = None, at: str | None = None) -> dict:
	"""Take one entry of the phone. The same ``key`` again answers as before and does nothing.

	A photo comes as the file of the request. Raises RefusedError with every reason; nothing is kept then. ``received``
	is the key: by it the phone knows that this server answered, and not a page of the network it hangs in.
	"""
	right.check("Repair Ticket", "read", ticket)
	upload = frappe.request.files.get("file") if frappe.request else None
	content = upload.stream.read() if upload else None
	snapshot.renew()
	return {**service_phone.receive(key, ticket, kind, incoming.mapping(values), at or None, content), "received": key}


@frappe.whitelist(methods=["POST"])
def tell_refused(key: str, ticket: str, kind: str, reason: str, at: str | None = None) -> dict:
	"""A phone keeps an entry that this server did not accept: tell the administrators, once per entry."""
	frappe.has_permission("Repair Ticket", "read", throw=True)
	service_phone_refused.tell(key, ticket, kind, reason, at)
	return {"received": key}
