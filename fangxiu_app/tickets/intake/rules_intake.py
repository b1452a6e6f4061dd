"""What a repair report must contain: caller, unit, problems, and a visitor's reason for coming (R65-R68)."""

from __future__ import annotations

from dataclasses import dataclass

from fangxiu_app.core.phone import is_phone
from fangxiu_app.core.refusal import Violation

#: Channels of visitors, who may have come for something else than a defect.
VISITORS = ("Walk-in", "Media")


@dataclass(frozen=True, slots=True)
class Report:
	"""A report as it was typed."""

	channel: str
	caller_phone: str
	unit: str = ""
	problems: int = 0
	media: bool = False
	visit_reason: str = ""
	visit_detail: str = ""
	media_outlet: str = ""


def is_media(channel: str, caller_is: str) -> bool:
	"""Whether head of department and media contact must be notified, however the visitor came (R68)."""
	return "Media" in (channel, caller_is)


def check_report(report: Report) -> list[Violation]:
	"""Everything that is missing or wrong in what was typed."""
	found = [] if is_phone(report.caller_phone) else [Violation("phone_invalid", (report.caller_phone[:40],))]
	if not report.unit and report.channel != "Media":
		found.append(Violation("unit_missing"))
	if not report.unit and report.channel == "Media" and report.problems:
		found.append(Violation("unit_missing_for_problems"))
	if not report.problems and report.channel not in VISITORS:
		found.append(Violation("items_missing"))
	visitor = report.channel in VISITORS
	if visitor and not (report.visit_reason.strip() and report.visit_detail.strip()):
		found.append(Violation("visit_reason_missing"))
	if report.media and not report.media_outlet.strip():
		found.append(Violation("media_outlet_missing"))
	return found
