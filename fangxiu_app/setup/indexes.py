"""Indexes over several columns, which a DocType's JSON cannot name: what the key figures read, by the time that puts it into a period.

The last columns are there so that the index alone answers. They go with their tables when the app is removed.
"""

from __future__ import annotations

import frappe

#: DocType → columns of each index.
INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
	"Repair Ticket": (
		("project", "reported_at", "status", "responsibility", "closed_at"),
		("owner_accepted_at",),
	),
	"Ticket Clock": (("due_at", "code", "state", "parent"),),
	"Repair Plan": (("issued_at",),),
	"Site Visit": (("kind", "arrived_at"),),
	"Owner Contact": (("contacted_at",),),
	"Custody Entry": (("document_type", "recorded_at"), ("document", "document_type")),
	"Ticket Event": (("closed_at",), ("owner_accepted_at",)),
}


def ensure() -> None:
	"""Add the indexes that are missing."""
	for doctype, indexes in INDEXES.items():
		for columns in indexes:
			frappe.db.add_index(doctype, list(columns), name(columns))


def name(columns: tuple[str, ...]) -> str:
	"""What the index is called: by its first columns, as MariaDB's names are short."""
	return "fx_" + "_".join(columns[:2])
