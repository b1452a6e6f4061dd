"""The sections of a unit's file (一户一档, R6, R11, R41): titles, columns, and the rights needed to see each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
	"""One column; ``kind`` is text, word (translated when shown), day, moment, int, number, money, or the DocType it opens."""

	field: str
	label: str
	kind: str = "text"
	width: int = 12


@dataclass(frozen=True, slots=True)
class Section:
	"""One table of the file; ``doctype`` is the document a reader needs the right to, none for the unit's own rows."""

	code: str
	title: str
	columns: tuple[Column, ...]
	doctype: str = "Unit Archive"


def _columns(*rows: tuple) -> tuple[Column, ...]:
	return tuple(Column(*row) for row in rows)


SECTIONS = (
	Section(
		"owners",
		"Owners",
		_columns(
			("owner_name", "Owner Name", "text", 30),
			("phone", "Phone", "text", 25),
			("from_date", "From", "day", 15),
			("to_date", "To", "day", 15),
			("current", "Current", "word", 15),
		),
	),
	Section(
		"tenants",
		"Tenants",
		_columns(
			("tenant_name", "Tenant Name", "text", 30),
			("phone", "Phone", "text", 25),
			("from_date", "From", "day", 15),
			("to_date", "To", "day", 15),
			("current", "Current", "word", 15),
		),
	),
	Section(
		"transfers",
		"Handover to the Repair Centre",
		_columns(
			("name", "Document", "Unit Transfer", 22),
			("kind", "Kind", "word", 18),
			("state", "State", "word", 15),
			("handed_over_at", "Handed Over At", "moment", 20),
			("open_items", "Open Problems at the Handover", "text", 25),
		),
		"Unit Transfer",
	),
	Section(
		"warranty",
		"Warranty by Part",
		_columns(
			("part", "Warranty Item", "text", 40),
			("owner_until", "Owner covered until", "cover", 20),
			("contractor_until", "Contractor liable until", "cover", 20),
			("payer", "Payer", "text", 20),
		),
	),
	Section(
		"meters",
		"Meters",
		_columns(
			("kind", "Meter", "word", 12),
			("meter_no", "Meter No.", "text", 22),
			("initial_reading", "Initial Reading", "number", 16),
			("reading_date", "Reading Date", "day", 16),
			("handover_reading", "Reading at Handover", "number", 17),
			("handover_read_on", "Read at Handover On", "day", 17),
		),
	),
	Section(
		"charges",
		"Meter Charges",
		_columns(
			("name", "Document", "Meter Charge", 20),
			("kind", "Meter Kind", "word", 10),
			("contractor_name", "Contractor", "text", 24),
			("quantity", "Consumption", "number", 14),
			("amount", "Amount", "money", 16),
			("state", "State", "word", 16),
		),
		"Meter Charge",
	),
	Section(
		"inspections",
		"Inspections and Keys",
		_columns(
			("name", "Document", "Handover Inspection", 19),
			("round", "Inspection Round", "word", 12),
			("inspected_at", "Inspected At", "moment", 16),
			("problems", "Problems", "int", 8),
			("open", "Still Open", "int", 9),
			("opinion", "Owner's Opinion", "word", 12),
			("signed_by", "Signed By", "text", 10),
			("keys", "Keys", "text", 14),
		),
		"Handover Inspection",
	),
	Section(
		"tickets",
		"Repair Tickets",
		_columns(
			("name", "Ticket", "Repair Ticket", 18),
			("reported_at", "Reported At", "moment", 15),
			("location", "Location", "text", 12),
			("defect_type", "Defect Type", "text", 12),
			("contractor_name", "Contractor", "text", 17),
			("marks", "Marks", "words", 10),
			("status", "State", "word", 8),
			("closed_at", "Closed At", "day", 8),
		),
		"Repair Ticket",
	),
	Section(
		"warnings",
		"Risk Warnings",
		_columns(
			("name", "Document", "Risk Warning", 18),
			("subject", "Subject", "text", 30),
			("level", "Warning Level", "word", 12),
			("department", "Responsible Department", "word", 14),
			("due_on", "Deadline", "day", 13),
			("state", "State", "word", 13),
		),
		"Risk Warning",
	),
	Section(
		"complaints",
		"Complaints",
		_columns(
			("name", "Document", "Customer Complaint", 18),
			("subject", "Subject", "text", 34),
			("level", "Complaint Level", "word", 12),
			("received_at", "Received At", "moment", 14),
			("state", "State", "word", 12),
			("closed_at", "Closed At", "day", 10),
		),
		"Customer Complaint",
	),
	Section(
		"special_reports",
		"Special Reports",
		_columns(
			("name", "Document", "Special Report", 20),
			("subject", "Subject", "text", 28),
			("reason", "Reason for the Report", "word", 16),
			("filed_at", "Filed At", "day", 12),
			("decision", "Who Pays", "word", 12),
			("state", "State", "word", 12),
		),
		"Special Report",
	),
	Section(
		"letters",
		"Correspondence",
		_columns(
			("name", "Document", "Correspondence", 20),
			("kind", "Kind", "word", 13),
			("subject", "Subject", "text", 27),
			("to_name", "Recipient", "text", 16),
			("issued_at", "Issued At", "day", 12),
			("state", "State", "word", 12),
		),
		"Correspondence",
	),
	Section(
		"orders",
		"Third Party Orders",
		_columns(
			("name", "Document", "Third Party Order", 20),
			("third_party_name", "Third Party", "text", 26),
			("reason", "Reason", "word", 14),
			("total", "Order Amount", "money", 14),
			("verified_total", "Verified Amount", "money", 14),
			("status", "State", "word", 12),
		),
		"Third Party Order",
	),
	Section(
		"parts",
		"Parts Used",
		_columns(
			("ticket", "Ticket", "Repair Ticket", 20),
			("item_name", "Spare Part", "text", 30),
			("used", "Quantity", "number", 12),
			("cost", "Cost", "money", 18),
			("state", "State", "word", 20),
		),
		"Ticket Part",
	),
	Section(
		"compensations",
		"Compensation",
		_columns(
			("name", "Document", "Compensation", 22),
			("cause", "Cause", "text", 30),
			("payee_name", "Payee", "text", 16),
			("agreed_total", "Agreed Amount", "money", 16),
			("status", "State", "word", 16),
		),
		"Compensation",
	),
	Section(
		"deductions",
		"Deductions From Contractors",
		_columns(
			("name", "Document", "Contractor Deduction", 22),
			("contractor_name", "Contractor", "text", 28),
			("description", "Description", "text", 18),
			("amount", "Amount", "money", 12),
			("currency", "Currency", "text", 8),
			("state", "State", "word", 12),
		),
		"Contractor Deduction",
	),
)


def texts() -> list[str]:
	"""Every word of the sections that is shown, for the catalogue of translations."""
	return [text for section in SECTIONS for text in (section.title, *(c.label for c in section.columns))]
