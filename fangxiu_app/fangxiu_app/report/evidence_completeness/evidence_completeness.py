from __future__ import annotations

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.evidence import reads_proofs
from fangxiu_app.evidence.rules_completeness import TICKET
from fangxiu_app.figures.report_parts import column, link


def execute(filters: dict | None = None) -> tuple:
	"""Tickets passed on, deductions and compensations, with the evidence that each still lacks (R93, R109-R111)."""
	asked = frappe._dict(filters or {})
	found = reads_proofs.cases(asked)
	rows = [_row(case) for case in found if case.lacking or not asked.only_incomplete]
	whole = sum(not case.lacking for case in found)
	summary = [
		{"label": _("Cases"), "value": len(found), "datatype": "Int"},
		{"label": _("Evidence Complete"), "value": whole, "datatype": "Int", "indicator": "Green"},
		{
			"label": _("Evidence Missing"),
			"value": len(found) - whole,
			"datatype": "Int",
			"indicator": "Red" if len(found) > whole else "Green",
		},
	]
	return columns(), rows, None, None, summary


def columns() -> list[dict]:
	return [
		column("kind", _("Kind of Case"), width=130),
		column("document", _("Document"), "Dynamic Link", 150, options="document_type"),
		column("state", _("State"), width=90),
		column("number", _("Missing"), "Int", 70),
		column("what", _("Missing Evidence"), width=460),
		column("unit", _("Unit"), width=130),
		link("contractor", _("Contractor"), "Supplier", 140),
		column("creation", _("Begun At"), "Datetime", 150),
		link("project", _("Project"), "Project", 110),
	]


def _row(case: frappe._dict) -> dict:
	kind = _("Passed on as caused by the owner") if case.document_type == TICKET else _(case.document_type)
	return {
		**case,
		"kind": kind,
		"state": _(case.state),
		"number": len(case.lacking),
		"what": "；".join(case.lacking) or _("The evidence is complete."),
	}
