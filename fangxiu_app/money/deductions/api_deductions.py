"""Deductions: what the form offers to charge, and reversing a posted one when its period is closed (R111)."""

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.wording import _
from fangxiu_app.money.deductions import reads_offers as reads
from fangxiu_app.money.deductions import service_charging
from fangxiu_app.money.deductions.rules_deduction import SOURCES


@frappe.whitelist(methods=["GET"])
def offers(agreement: str, source: str) -> list[dict]:
	"""What may be charged to the contractor of ``agreement`` now, with lines ready: title, amount, lines."""
	right.check("Warranty Agreement", "read", agreement)
	frappe.has_permission("Contractor Deduction", "create", throw=True)
	if source not in SOURCES:
		frappe.throw(
			_("There is no source {0}. Choose one of the form's.").format(frappe.utils.escape_html(source))
		)
	return reads.offers(frappe.get_doc("Warranty Agreement", agreement), source, now_datetime())


@frappe.whitelist(methods=["GET"])
def of_ticket(ticket: str) -> list[dict]:
	"""What may be charged to the contractor of a ticket's agreement for this ticket now, with lines ready and its source."""
	right.check("Repair Ticket", "read", ticket)
	frappe.has_permission("Contractor Deduction", "create", throw=True)
	name = frappe.db.get_value("Repair Ticket", ticket, "agreement")
	if not name:
		return []
	return reads.of_ticket(frappe.get_doc("Warranty Agreement", name), ticket, now_datetime())


@frappe.whitelist(methods=["POST"])
def draft(sources: list | str) -> dict:
	"""A draft for each source that waits to be deducted in the user's projects: {"done": names, "refused": reasons}."""
	frappe.has_permission("Contractor Deduction", "create", throw=True)
	return service_charging.draft(incoming.names(sources))


@frappe.whitelist(methods=["GET"])
def glance(deductions: list | str) -> list[dict]:
	"""One look at each of several deductions: lines, total, what the evidence lacks."""
	frappe.has_permission("Contractor Deduction", "read", throw=True)
	return service_charging.glance(incoming.names(deductions))


@frappe.whitelist(methods=["POST"])
def tell(deductions: list | str, received_at: str, way: str, receiver: str, proof: str, file: str) -> dict:
	"""The notice that told one contractor of several deductions was received: {"done": names, "refused": reasons}."""
	frappe.has_permission("Contractor Deduction", "write", throw=True)
	notice = {"received_at": received_at, "way": way, "receiver": receiver, "proof": proof, "file": file}
	return service_charging.tell(incoming.names(deductions), notice)


@frappe.whitelist(methods=["POST"])
def put_forward(deductions: list | str) -> dict:
	"""Ask for approval of several deductions: {"done": names, "refused": reasons}."""
	frappe.has_permission("Contractor Deduction", "write", throw=True)
	return service_charging.put_forward(incoming.names(deductions))


@frappe.whitelist(methods=["POST"])
def objection(deduction: str, received_at: str, text: str, file: str = "") -> None:
	"""The contractor objected, in time or late, also to one that is posted; ``file`` is what he handed in. As :func:`reverse` no method of
	the form."""
	right.check("Contractor Deduction", "write", deduction)
	frappe.get_doc("Contractor Deduction", deduction).object_to(received_at, text, file)


@frappe.whitelist(methods=["POST"])
def answer(deduction: str, result: str, text: str, amounts: dict | str | None = None) -> None:
	"""The answer to the objection; ``amounts`` gives {row name: [amount, reason]} where it is upheld in part."""
	right.check("Contractor Deduction", "write", deduction)
	frappe.get_doc("Contractor Deduction", deduction).answer_objection(result, text, amounts)


@frappe.whitelist(methods=["POST"])
def reverse(deduction: str, reason: str) -> None:
	"""Undo a posted deduction by vouchers of today. For finance.

	Not a method of the form: Frappe asks for the right to submit before any method of a submitted document, and nobody holds it.
	"""
	right.check("Contractor Deduction", "read", deduction)
	frappe.get_doc("Contractor Deduction", deduction).reverse(reason)
