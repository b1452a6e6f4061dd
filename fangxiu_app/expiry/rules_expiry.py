"""End of the warranty (保修期满前集中返修): which campaigns begin today, when their steps are due, what they lack (R51-R57). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time.duration import MONTH, shift
from fangxiu_app.core.time.plausible import ENTERED_WITHIN, check_happened, check_planned

TO_NOTIFY, UNDER_WAY, CLOSED, WITHDRAWN = "To Notify", "Under Way", "Closed", "Withdrawn"
OPEN = (TO_NOTIFY, UNDER_WAY)
#: A ticket whose repair the owner has accepted: nothing of it is left to be briefed (R57).
REPAIRED = "Owner Accepted"
NOTHING_FOUND, PROBLEMS, NO_ANSWER = "Nothing Found", "Problems Reported", "No Answer"
REPLIES = (NOTHING_FOUND, PROBLEMS, NO_ANSWER)
#: Replies that say what the owner found.
ANSWERS = (NOTHING_FOUND, PROBLEMS)
SMS, LETTER = "SMS", "Letter"
DRAFT, AWAITING, SIGNED = "Draft", "Awaiting Other Side", "Signed"
OWNER, CONTRACTOR = "owner", "contractor"
SIDES = (OWNER, CONTRACTOR)
MOBILE = re.compile(r"1[3-9]\d{9}")


@dataclass(frozen=True, slots=True)
class Limits:
	"""Settings: months between notice and end (R52), days gathered in one campaign, days from notice to meeting (both inferred)."""

	months: int = 1
	gather_days: int = 14
	meeting_days: int = 7


@dataclass(frozen=True, slots=True)
class Span:
	"""Ends of warranty that one campaign covers, both days included. Its steps are due by the first."""

	first: date
	last: date

	def covers(self, day: date) -> bool:
		return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Dues:
	"""When each step of a campaign is due."""

	notice: date
	meeting: date
	repair: date
	briefing: date


@dataclass(frozen=True, slots=True)
class Standing:
	"""What the closing of a campaign asks for: numbers of what is missing."""

	unnotified: int = 0
	postings: int = 0
	meetings: int = 0
	unbriefed: int = 0
	unsigned: int = 0
	#: Units whose owner has reported problems of which no ticket was made (R54).
	unreported: int = 0


def notice_due(end: date, months: int) -> date:
	"""The day on which the owner is told of the last day ``end``: the same day ``months`` before, or that month's last (R52)."""
	return shift(end, -months, MONTH)


def is_due(end: date, today: date, months: int) -> bool:
	"""Whether the owner is to be told by today: from one month ahead to the last day, so that a missed day is made up for."""
	return notice_due(end, months) <= today <= end


def new_spans(ends: Iterable[date], known: Sequence[Span], today: date, limits: Limits) -> list[Span]:
	"""Campaigns that begin today, the earliest first: each end that is due is covered once, by a known campaign or a new one.

	An end that is not due yet begins none, and joins the one that begins shortly before it. Spans never overlap.
	"""
	found: list[Span] = []
	for day in sorted(set(ends)):
		if is_due(day, today, limits.months) and span_of(day, (*known, *found)) is None:
			last = day + timedelta(days=limits.gather_days)
			later = [span.first for span in known if span.first > day]
			found.append(Span(day, min([last, *(first - timedelta(days=1) for first in later)])))
	return found


def span_of(day: date, spans: Iterable[Span]) -> Span | None:
	"""The campaign that covers this end; None where there is none."""
	return next((span for span in spans if span.covers(day)), None)


def dues(first: date, limits: Limits) -> Dues:
	"""Due dates of a campaign whose earliest warranty ends on ``first`` (R52, R55-R57)."""
	notice = notice_due(first, limits.months)
	return Dues(notice, min(notice + timedelta(days=limits.meeting_days), first), first, first)


def campaign_name(project: str, building: str, first: date) -> str:
	"""The one name of a campaign: a second run for the same project, building and date finds it. At most 140 letters."""
	return f"EC-{building or project}"[:131] + first.strftime("-%Y%m%d")


def row_name(*parts: str) -> str:
	"""The one name of a row of these documents: made twice, it is stored once."""
	return sha256("\n".join(parts).encode()).hexdigest()[:20]


def check_ways(phone: str, after_route: str) -> list[Violation]:
	"""What a notice lacks before it is sent or printed: the ways to report before and after the end (R52)."""
	found = [] if phone.strip() else [Violation("expiry_no_phone")]
	return found if after_route.strip() else [*found, Violation("expiry_no_after_route")]


def check_issue(status: str, phone: str, after_route: str, units: int) -> list[Violation]:
	"""What a notice lacks: the ways to report before and after the end (R52), or somebody to tell."""
	if status not in OPEN:
		return [Violation("expiry_over", (status,))]
	found = check_ways(phone, after_route)
	return found if units else [*found, Violation("expiry_all_told")]


def check_posting(status: str, place: str, photo: str, day: date, today: date, notice_due: date) -> list[Violation]:
	"""What stands against a posting (R53): it hangs somewhere, its photo shows it, and nobody posts a notice before it is due."""
	found = [] if status in OPEN else [Violation("expiry_over", (status,))]
	if not place.strip() or not photo:
		found.append(Violation("expiry_posting_missing"))
	return [*found, *check_happened(day, today, notice_due)]


def hides_delay(day: date, due: date, today: date) -> bool:
	"""Whether a day entered today, more than a week later, would show a step as done in time whose due day has passed (ADR 0180)."""
	return day <= due < today and day < today - ENTERED_WITHIN


def check_day(status: str, day: date | None, today: date, taken: bool, of_project: bool) -> list[Violation]:
	"""What stands against a repair day (R56): a day to come, within a year, of a contractor who works for the project, once."""
	found = [] if status in OPEN else [Violation("expiry_over", (status,))]
	if day is None or day < today:
		found.append(Violation("expiry_day_past"))
	else:
		found += check_planned(day, today)
	if taken:
		found.append(Violation("expiry_day_twice", (day,)))
	return found if of_project else [*found, Violation("expiry_no_contractor")]


def check_reply(status: str, reply: str, note: str, told: bool) -> list[Violation]:
	"""What stands against an owner's reply; what was found is said in words."""
	if status not in OPEN:
		return [Violation("expiry_over", (status,))]
	found = [] if told else [Violation("expiry_not_told")]
	return [*found, Violation("expiry_note_missing")] if reply == PROBLEMS and not note.strip() else found


def check_close(standing: Standing, ends_on: date, today: date, reason: str) -> list[Violation]:
	"""What a campaign still lacks (R52-R57). After the end of the warranty a reason may stand for it.

	No reason stands for a problem of which there is no ticket: it was reported within the warranty and would be lost.
	"""
	lost = [Violation("expiry_unreported", (standing.unreported,))] if standing.unreported else []
	rows = (
		(standing.unnotified, "expiry_unnotified"),
		(not standing.postings, "expiry_no_posting"),
		(not standing.meetings, "expiry_no_meeting"),
		(standing.unbriefed, "expiry_unbriefed"),
		(standing.unsigned, "expiry_unsigned"),
	)
	found = [Violation(code, (number,) if number is not True else ()) for number, code in rows if number]
	return lost if found and reason.strip() and today > ends_on else [*lost, *found]


def sides(contractor: str) -> tuple[str, ...]:
	"""Who signs a briefing: the owner, and the contractor where one answers for what is open (R57)."""
	return SIDES if contractor else (OWNER,)


def check_sign(side: str, contractor: str, signed: Sequence[str], name: str, drawn: bool, items: int) -> list[Violation]:
	"""What stands against a signature of ``side``; ``signed`` are the sides that have signed already."""
	if side not in sides(contractor):
		return [Violation("expiry_no_side")]
	found = [Violation("expiry_signed_already")] if side in signed else []
	if not name.strip() or not drawn:
		found.append(Violation("drawn_signature_missing"))
	return found if items else [*found, Violation("expiry_nothing_open")]


def state_after(contractor: str, signed: Sequence[str]) -> str:
	"""State of a briefing that these sides have signed."""
	if not signed:
		return DRAFT
	return SIGNED if set(sides(contractor)) <= set(signed) else AWAITING


def mobile_of(phone: str) -> str:
	"""The first mobile among the numbers of an owner, as they are stored; empty where he has none: he gets a letter."""
	return next((number for number in phone.split("、") if MOBILE.fullmatch(number)), "")


def digits_of(phone: str) -> str:
	"""The first of several numbers as a telephone dials it, without its extension; empty where there is none."""
	first = phone.split("、")[0].split("转")[0]
	return ("+" if first.startswith("+") else "") + "".join(filter(str.isdecimal, first))


def parts_text(parts: Sequence[tuple[date, str]]) -> str:
	"""Parts as the owner reads them; each with its last day where they differ."""
	if len({day for day, _part in parts}) <= 1:
		return "；".join(part for _day, part in parts)
	return "；".join(f"{part}（{day:%Y-%m-%d}）" for day, part in parts)


def percent(part: int, whole: int) -> float | None:
	"""A share in per cent with one decimal; None of nothing."""
	return round(100 * part / whole, 1) if whole else None
