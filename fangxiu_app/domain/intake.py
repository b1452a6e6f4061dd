"""What a report has to say before it is a report: caller, unit, problems, and why a visitor came (R65-R68)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .ticket_gates import Violation

#: Channels by which somebody stands in front of you; they may have come for something else than a defect.
VISITORS = ("Walk-in", "Media")
#: Digits with what people write between them, and an extension.
_PHONE = re.compile(r"\+?[\d\s()/、,，.-]+(?:(?:转|ext\.?|x|#)\s*\d+)?", re.IGNORECASE)
#: Internal numbers of a desk have as few.
_FEWEST_DIGITS = 3


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
	"""Whether the head and the media contact are to be told, whichever way the visitor came (R68)."""
	return "Media" in (channel, caller_is)


def is_phone(text: str) -> bool:
	"""A number somebody can dial: digits of any width, no letters; an extension behind 转, ext, x or #."""
	plain = unicodedata.normalize("NFKC", text).strip()
	return bool(_PHONE.fullmatch(plain)) and len(re.findall(r"\d", plain)) >= _FEWEST_DIGITS


def check_report(report: Report) -> list[Violation]:
	"""Everything that is missing or wrong in what was typed."""
	found = [] if is_phone(report.caller_phone) else [Violation("phone_invalid", (report.caller_phone[:40],))]
	if not report.unit and report.channel != "Media":
		found.append(Violation("unit_missing"))
	if not report.problems and report.channel not in VISITORS:
		found.append(Violation("items_missing"))
	visitor = report.channel in VISITORS
	if visitor and not (report.visit_reason.strip() and report.visit_detail.strip()):
		found.append(Violation("visit_reason_missing"))
	if report.media and not report.media_outlet.strip():
		found.append(Violation("media_outlet_missing"))
	return found
