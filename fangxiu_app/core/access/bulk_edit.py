"""Which fields a list may change in many documents at once: a few descriptive ones. All others change on the form or by actions.

Frappe's bulk edit offers every field that a form lets people type into: also the unit, the project, the contractor and the
engineer, without reason or notice. A field that is added later is closed here until somebody decides otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping

from fangxiu_app.core.access.doctypes import MASTERS, PROJECT_DOCTYPES

#: DocType → fields that may be changed in bulk.
FIELDS: Mapping[str, tuple[str, ...]] = {
	"Estate Building": ("lot", "floors", "entrances", "units_per_floor"),
	"Unit Archive": ("house_type", "area", "remark"),
	"Repair Ticket": ("work_type",),
	"Defect Type": ("follow_up_days", "follow_up_after_rain"),
	"Free Check Item": ("sort_order", "disabled"),
	"Letter Template": ("enabled",),
	"Report Schedule": ("enabled", "until", "weekday"),
	"Spare Part Standard": ("brand", "model_colour", "min_stock", "lead_days", "disabled"),
	"Time Limit": ("enabled",),
}


def closed(doctype: str) -> bool:
	"""Whether bulk edits of this DocType are limited: ours are, ERPNext's are not."""
	return doctype in PROJECT_DOCTYPES or doctype in MASTERS


def refused(doctype: str, fields) -> list[str]:
	"""The fields among ``fields`` that a list may not change."""
	return [name for name in fields if name not in FIELDS.get(doctype, ())] if closed(doctype) else []
