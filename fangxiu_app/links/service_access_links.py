"""Signed links as records: created, found by their token, revoked. What a link shows is decided in ``quote_links`` (R58)."""

from __future__ import annotations

from datetime import datetime, time

import frappe
from frappe.utils import get_datetime, get_url, getdate
from frappe.utils.password import get_encryption_key

from fangxiu_app.links import rules_signed_link as rules
from fangxiu_app.messaging import outbox

#: The page that opens one.
ROUTE = "/quotation"


def make(quote):
	"""The active link of an issued quotation whose row the caller has locked; made where there is none."""
	name = frappe.db.get_value("Access Link", {"quote": quote.name, "state": rules.VALID})
	if name:
		return frappe.get_doc("Access Link", name)
	link = frappe.new_doc("Access Link")
	until = datetime.combine(getdate(quote.valid_until), time(23, 59, 59))
	link.update({"project": quote.project, "quote": quote.name})
	link.update({"expires_at": until, "content_hash": quote.content_hash})
	write(link)
	return link


def url(link) -> str:
	"""The address that opens ``link``."""
	return get_url(f"{ROUTE}?k={rules.token(get_encryption_key(), vouched(link))}")


def addresses(names: list[str]) -> dict[str, str]:
	"""Link → the address that opens it, for the messages that bring it to its holder. One query."""
	fields = ["name", "quote", "content_hash", "expires_at"]
	return {row.name: url(row) for row in frappe.get_all("Access Link", {"name": ("in", names)}, fields)}


def find(token: str):
	"""The link that a token opens, or None for a token of no link, of another one, or of a changed one."""
	key = rules.key_of(token)
	link = frappe.get_doc("Access Link", key) if key and frappe.db.exists("Access Link", key) else None
	return link if link and rules.opens(get_encryption_key(), token, vouched(link)) else None


def vouched(link) -> rules.Link:
	"""The content that the token of a stored link authorises."""
	return rules.Link(link.name, link.quote, link.content_hash or "", get_datetime(link.expires_at))


def revoke_all(quote: str, reason: str = "") -> None:
	"""Closes all links of a quotation, and cancels queued messages that contain them."""
	for name in frappe.get_all("Access Link", {"quote": quote, "state": rules.VALID}, pluck="name"):
		link = frappe.get_doc("Access Link", name, for_update=True)
		link.update({"state": rules.REVOKED, "state_reason": reason})
		write(link)
		outbox.cancel_about(link.doctype, link.name)


def write(link) -> None:
	"""Save a link; what may happen to it was checked on its quotation, or by its token."""
	link.write_by_action(ignore_permissions=True)
