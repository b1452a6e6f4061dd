"""What a repair report must contain: caller, unit, problems, and a visitor's reason for coming (R65-R68)."""

from __future__ import annotations

from dataclasses import dataclass

from fangxiu_app.core.phone import is_phone
from fangxiu_app.core.refusal import Violation

#: Channels of visitors, who may have come for something else than a defect.
VISITORS = ("Walk-in", "Media")

#: Rooms that names of problems speak of, each with the words by which places of that kind are called.
ROOMS = {
	"卫生间": ("卫生间", "主卫", "客卫", "公卫", "浴室"),
	"厨房": ("厨房",),
	"阳台": ("阳台", "露台", "入户花园", "设备平台"),
	"地下室": ("地下室", "车库", "地下"),
}
#: The same of parts of the building outside the homes: a leak of one is no leak of another, and only the roof's is an emergency (R72).
#: Inside a home they are where water comes from: 外墙渗漏 is reported for a bedroom.
OUTSIDE = {
	"屋面": ("屋面", "屋顶", "楼顶", "天面"),
	"外墙": ("外墙", "外立面"),
}
#: Names of problems that speak of a place which these parts do not have.
WINDOW = "窗边"
#: How a problem goes with a place: it names this kind of place, none, or another one.
FITS, NEUTRAL, ELSEWHERE = 0, 1, 2


def fit(location: str, problem: str) -> int:
	"""How a type of problem goes with the place it is reported for: 卫生间渗漏 fits 主卧卫生间, and is elsewhere in 厨房."""
	outside = [part for part, words in OUTSIDE.items() if any(word in location for word in words)]
	if outside:
		return _fit_outside(outside[0], problem)
	named = [words for room, words in ROOMS.items() if room in problem]
	if not named or not location:
		return NEUTRAL
	return FITS if any(word in location for words in named for word in words) else ELSEWHERE


def rank(location: str, problem: str) -> int:
	"""Where a type of problem stands in the list for a place, 0 first: what names it, what names none, what names a part outside
	the homes from which water may come in, what names another place."""
	found = fit(location, problem)
	outside = bool(location) and found == NEUTRAL and any(part in problem for part in OUTSIDE)
	return {FITS: 0, NEUTRAL: 2 if outside else 1, ELSEWHERE: 3}[found]


def _fit_outside(part: str, problem: str) -> int:
	if part in problem:
		return FITS
	others = {*ROOMS, *OUTSIDE, *([WINDOW] if part == "屋面" else [])} - {part}
	return ELSEWHERE if any(name in problem for name in others) else NEUTRAL


def is_misplaced(location: str, problem: str, common_part: bool) -> bool:
	"""Whether a part of the building has a problem of another part. In a home a person is asked: water shows in the room next door."""
	outside = any(word in location for words in OUTSIDE.values() for word in words)
	return (common_part or outside) and fit(location, problem) == ELSEWHERE


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
