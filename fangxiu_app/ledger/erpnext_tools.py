"""ERPNext's own tools that reach the deposits, and one of its endpoints that asks for no right (15.53.1)."""

import frappe
from frappe.utils import cint

from fangxiu_app.core.access import incoming
from fangxiu_app.ledger import tools


def delete_dimension(doc, method: str | None = None) -> None:
	tools.check_dimension(doc)


def validate_dimension(doc, method: str | None = None) -> None:
	tools.check_dimension_state(doc)


def validate_repeat(doc, method: str | None = None) -> None:
	tools.check_repeat(doc)


def before_deletion(doc, method: str | None = None) -> None:
	tools.check_deletion(doc)


def before_cancel(doc, method: str | None = None) -> None:
	"""Journal and Payment Entry."""
	tools.check_waiting(doc)


@frappe.whitelist(methods=["POST"])
def disable_dimension(doc: str) -> None:
	"""Fields of a dimension become read-only or free, for who may change it; the form sends the new state before it saves."""
	sent = incoming.mapping(doc)
	dimension = frappe.get_doc("Accounting Dimension", sent.get("name"))
	dimension.check_permission("write")
	dimension.disabled = cint(sent.get("disabled"))
	tools.check_dimension_state(dimension)
	toggle = "erpnext.accounts.doctype.accounting_dimension.accounting_dimension.toggle_disabling"
	frappe.enqueue(toggle, doc=dimension.as_json())
