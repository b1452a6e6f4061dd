from __future__ import annotations

import frappe
from frappe.utils import date_diff, nowdate

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.overview import reads_approval_basis, reads_approvals_waiting


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""What the reader may sign now, the longest waiting first (docs/adr/0045)."""
	rows = reads_approvals_waiting.rows()
	for row in rows:
		row.kind, row.role = _(row.document_type), _(row.role)
		row.amount = row.amount or None
		row.here = int(row.document_type in reads_approval_basis.OWN)
		row.waits = date_diff(nowdate(), row.requested_at)
		row.currency = row.currency or frappe.db.get_default("currency")
	return columns(), rows


def columns() -> list[dict]:
	return [
		column("kind", _("Document Kind"), width=120),
		column("document", _("Document"), "Dynamic Link", 140, options="document_type"),
		link("project", _("Project"), "Project", 120),
		column("party", _("Contractor, Payee or Unit"), width=195),
		column("amount", _("Amount"), "Currency", 120, options="currency"),
		column("role", _("Signed As"), width=100),
		column("requested_by", _("Requested By"), width=90),
		column("requested_at", _("Requested At"), "Datetime", 160),
		column("waits", _("Waiting Days"), "Int", 110),
	]
