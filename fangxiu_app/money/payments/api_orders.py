"""Third-party orders after approval: the engineer verifies quantities, the cost department books the bill (R16, R107)."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right, roles
from fangxiu_app.core.access.scope import check_project


@frappe.whitelist(methods=["POST"])
def verify(order: str, lines: list | str, completed_at: str) -> float:
	"""Record claimed and verified quantities, one entry per line of the order; returns the verified amount."""
	frappe.only_for((roles.ENGINEER, roles.SUPERVISOR, roles.MANAGER), message=True)
	doc = _locked(order)
	doc.verify_work(incoming.rows(lines), completed_at)
	return doc.verified_total


@frappe.whitelist(methods=["POST"])
def settle(order: str, bill_no: str, bill_date: str, tax_kind: str = "", tax_rate: float = 0) -> str:
	"""Book the third party's bill over the verified quantities, on hold; returns the Purchase Invoice."""
	frappe.only_for((roles.COST_DEPARTMENT, roles.MANAGER), message=True)
	return _locked(order).settle(bill_no, bill_date, tax_kind, tax_rate)


@frappe.whitelist(methods=["POST"])
def undo_bill(order: str) -> str:
	"""Cancel the booked bill of an order, if nobody reviewed or paid it; returns the order's state."""
	frappe.only_for((roles.COST_DEPARTMENT, roles.MANAGER), message=True)
	doc = _locked(order)
	doc.undo_bill()
	return frappe.db.get_value(doc.doctype, doc.name, "status")


def _locked(order: str):
	right.check("Third Party Order", "read", order)
	snapshot.renew()
	doc = frappe.get_doc("Third Party Order", order, for_update=True)
	check_project(doc.project, doc.doctype)
	return doc
