"""The monthly evaluation of a contractor (R112): weighted figures and scores, vetoes, grade, suspension."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from fangxiu_app.core.refusal import Violation

FIGURE, SCORE, VETO = "Figure", "Score", "Veto"
ENGINEER, MANAGER = "Engineer", "Manager"
DRAFT, CONFIRMED = "Draft", "Confirmed"

#: Figures that are a share of something, in percent; all others count how often something happened.
RATES = ("Response In Time", "Completion In Time", "First Time Right")
MARKS = "Owner's Marks"
COUNTS = ("Repeats", "Correction Notices", "Letters", "Deductions")
FIGURES = (*RATES, MARKS, *COUNTS)
BEST_MARK = 5


@dataclass(frozen=True, slots=True)
class Row:
	"""A line of the evaluation sheet. ``score`` runs from 0 to 100; None: nothing to judge, or not given yet."""

	kind: str
	weight: float = 0
	score: float | None = None
	vetoed: bool = False
	scored_by: str = ""
	title: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
	"""Lower ends of the grades A, B and C; a total below ``suspend_below`` suspends (0: never)."""

	grade_a: float = 90
	grade_b: float = 75
	grade_c: float = 60
	suspend_below: float = 60


def figure_score(figure: str, value: float | None, points_off: float) -> float | None:
	"""Points of a figure: its share; the owners' mean mark of five; a hundred less ``points_off`` for each occurrence."""
	if value is None:
		return None
	if figure in RATES:
		points = value
	elif figure == MARKS:
		points = 100 * value / BEST_MARK
	else:
		points = 100 - points_off * value
	return round(min(100.0, max(0.0, points)), 1)


def total(rows: Iterable[Row]) -> float | None:
	"""Weighted mean of what could be judged, 0 to 100; None where nothing could. What has no score carries no weight."""
	judged = [
		(row.weight, row.score) for row in rows if row.kind != VETO and row.score is not None and row.weight > 0
	]
	weights = sum(weight for weight, _score in judged)
	return round(sum(weight * score for weight, score in judged) / weights, 1) if weights else None


def grade(points: float | None, rows: Iterable[Row], limits: Limits) -> str:
	"""A to D; one veto makes it D, whatever the points (一票否决, industry practice). Empty where nothing could be judged."""
	if vetoes(rows):
		return "D"
	if points is None:
		return ""
	steps = (("A", limits.grade_a), ("B", limits.grade_b), ("C", limits.grade_c))
	return next((name for name, least in steps if points >= least), "D")


def vetoes(rows: Iterable[Row]) -> tuple[str, ...]:
	"""Titles of the veto items that are marked."""
	return tuple(row.title for row in rows if row.kind == VETO and row.vetoed)


def suspends(points: float | None, rows: Iterable[Row], limits: Limits) -> bool:
	"""Whether the contractor gets no new work from now on: a veto, or too few points."""
	return bool(vetoes(rows)) or (points is not None and points < limits.suspend_below)


def check_confirm(
	rows: Iterable[Row], last_day: date, today: date, scorers: Iterable[str], user: str
) -> list[Violation]:
	"""What stands against confirming: the month runs, scores are missing, or the engineer's scores are one's own."""
	found = []
	if today <= last_day:
		found.append(Violation("evaluation_month_runs", (last_day,)))
	open_ = tuple(row.title for row in rows if row.kind == SCORE and row.score is None)
	if open_:
		found.append(Violation("evaluation_scores_missing", (open_,)))
	if user in set(scorers):
		found.append(Violation("evaluation_own_scores"))
	return found


def month_of(day: date) -> tuple[date, date]:
	"""First and last day of the month ``day`` lies in."""
	first = day.replace(day=1)
	return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def last_month(today: date) -> date:
	"""First day of the month before ``today``'s."""
	return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
