"""Which form the print page opens for a document, until the site chooses another one (*Default Print Format*).

Frappe refuses it in a standard DocType, so it is a property of the site; it goes with the DocType when the app is removed.
"""

from __future__ import annotations

import frappe

from fangxiu_app.setup.titles import set_once

#: DocType → its usual form, also where there are several. Reports that go out (Stage Report) choose by their kind.
FORMS = {
	"Compensation": "Compensation Settlement",
	"Contractor Deduction": "Deduction Approval Form",
	"Contractor Evaluation": "Contractor Evaluation Sheet",
	"Correction Notice": "Correction Notice Form",
	"Correspondence": "Correspondence Letter",
	"Customer Complaint": "Complaint Handling Form",
	"Defect Feedback": "Defect Feedback Form",
	"Delivery Batch": "Table of Responsibilities",
	"Deposit Release": "Deposit Release Approval",
	"Expiry Briefing": "Expiry Briefing Sheet",
	"Expiry Campaign": "Expiry Notice Letters",
	"Expiry Unit": "Expiry Notice Letter",
	"Handover Inspection": "Inspection Sheet",
	"Meeting Record": "Minutes and Attendance",
	"Owner Contact": "Follow-up Record",
	"Paid Repair Quote": "Paid Repair Quotation",
	"Parts Handover": "Parts Handover Note",
	"Repair Payment Review": "Repair Payment Approval",
	"Repair Plan": "Repair Plan Card",
	"Repair Request": "Repair Service Record",
	"Repair Ticket": "Repair Work Order",
	"Risk Warning": "Risk Warning Form",
	"Site Visit": "Patrol Record",
	"Spare Parts": "Spare Parts List",
	"Special Report": "Special Report Slip",
	"Third Party Order": "Third Party Order Sheet",
	"Unit Archive": "Unit File Cover",
	"Unit Transfer": "Unit Transfer Note",
	"Warranty Agreement": "Warranty Agreement Form",
}


def ensure() -> None:
	"""Idempotent; a form somebody has chosen is left as it is."""
	for doctype, form in FORMS.items():
		if not frappe.get_meta(doctype).default_print_format:
			set_once(doctype, "default_print_format", form, "Data")
