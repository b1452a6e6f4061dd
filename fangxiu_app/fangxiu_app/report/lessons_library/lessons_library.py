from __future__ import annotations

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.quality import reads_defect_feedback


def execute(filters: dict | None = None) -> tuple:
	"""What other projects learnt, by part, material and contractor; project and feedback only of the reader's own (R113)."""
	rows = reads_defect_feedback.library(filters or {})
	for row in rows:
		for name in ("classification", "department", "state", "result"):
			row[name] = _(row[name], context="Defect Feedback") if row[name] else ""
		row["of"] = "" if row.project else _("Another project")
	return columns(), rows


def columns() -> list[dict]:
	return [
		column("location", _("Location"), width=110),
		column("defect_type", _("Defect Type"), width=110),
		column("material", _("Material or Product"), width=130),
		column("contractor_name", _("Contractor"), width=140),
		column("classification", _("Classification"), width=100),
		column("department", _("Responsible Department"), width=100),
		column("measure_later", _("Measure for Later Projects"), width=280),
		column("lesson", _("Lesson for Later Projects"), width=240),
		column("state", _("State"), width=100),
		column("result", _("Effect Result"), width=80),
		column("later_due", _("Later Measure Due"), "Date", 110),
		link("project", _("Project"), "Project", 110),
		column("of", _("Origin of the Lesson"), width=90),
		link("name", _("Defect Feedback"), "Defect Feedback", 140),
	]
