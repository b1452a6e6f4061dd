"""What other rooms have about a ticket and its form shows above everything else, in one answer."""

import frappe

from fangxiu_app.complaints import reads_complaints
from fangxiu_app.core.access import right
from fangxiu_app.special_reports import reads_special_reports


@frappe.whitelist(methods=["GET"])
def of_ticket(ticket: str) -> dict[str, list[dict]]:
	"""Complaints and special reports about a ticket, those the user may read."""
	right.check("Repair Ticket", "read", ticket)
	complaints = reads_complaints.of_tickets([ticket]) if frappe.has_permission("Customer Complaint", "read") else []
	return {"complaints": complaints, "special_reports": reads_special_reports.of_tickets([ticket])}
