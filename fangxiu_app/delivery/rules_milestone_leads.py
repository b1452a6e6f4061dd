"""The record that fulfils each milestone, opened by a click on the delivery board (R20-R50). Plain constants."""

from __future__ import annotations

from dataclasses import dataclass, field

#: The record named by what is missing, a new one, the batch's own form, a list, a report, or a need of the batch.
NAMED, NEW, BATCH, LIST, REPORT, NEED = "named", "new", "batch", "list", "report", "need"


@dataclass(frozen=True, slots=True)
class Lead:
	"""``how`` it leads to a ``doctype`` (or report); ``values`` fill a new record or narrow a list."""

	how: str
	doctype: str
	values: dict[str, str] = field(default_factory=dict)


_INSPECTIONS = Lead(LIST, "Handover Inspection", {"round": "First"})
LEADS: dict[str, Lead] = {
	"Staffing": Lead(BATCH, "Delivery Batch"),
	"Needs Plan": Lead(BATCH, "Delivery Batch"),
	"Office Site": Lead(NEED, "Delivery Batch"),
	"Office Equipment": Lead(NEED, "Delivery Batch"),
	"Pre-signing Meetings": Lead(NAMED, "Warranty Agreement"),
	"Agreements Signed": Lead(NAMED, "Warranty Agreement"),
	"Trainings": Lead(NAMED, "Warranty Agreement"),
	"Authorisations": Lead(NAMED, "Warranty Agreement"),
	"Repair Meeting": Lead(NEW, "Meeting Record", {"kind": "Repair Meeting"}),
	"Responsibilities": Lead(NEW, "Meeting Record", {"kind": "Responsibilities"}),
	"Spare Parts Ordered": Lead(NEW, "Spare Parts"),
	"Spare Parts Handed Over": Lead(NEW, "Spare Parts"),
	"Store Condition": Lead(NEW, "Store Check"),
	"Unit Files": Lead(REPORT, "Unit File Completeness"),
	"First Inspections Signed": _INSPECTIONS,
	"Inspection Sheets": _INSPECTIONS,
	"Meter Readings": _INSPECTIONS,
	"Originals Archived": _INSPECTIONS,
	"Proxy Acceptances": Lead(LIST, "Unit Transfer"),
	"Transfers": Lead(LIST, "Unit Transfer"),
	"Briefing": Lead(NEW, "Briefing Record"),
	"Pre-delivery Weekly Report": Lead(LIST, "Stage Report", {"kind": "Pre-delivery Weekly Report"}),
	"Repair Weekly Report": Lead(LIST, "Stage Report", {"kind": "Repair Weekly Report"}),
}
