"""Which tickets count under which key of a rule: turns rows as they were read into facts (R5, R113). Pure.

Rows carry the columns of a ticket by name. A fact is new when its ticket changed after the last run, or when time alone
brought it in since then: a repair became too long, the end of a warranty came near, a rain was recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from fangxiu_app.quality import rules_warning_rules as rules
from fangxiu_app.quality.rules_warning_rules import Fact

#: A rain lasts: leaks reported in the day before its end belong to it.
RAINING = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scene:
	"""What a run read, for all rules together. ``batches``: building → its delivery batch."""

	hits: tuple[Any, ...] = ()
	leaks: tuple[Any, ...] = ()
	rains: tuple[Any, ...] = ()
	running: tuple[Any, ...] = ()
	batches: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class View:
	"""One rule's look at the scene: ``days`` of its numbers; ``since`` None: everything within them is new."""

	scene: Scene
	days: int
	now: datetime
	since: datetime | None = None

	@property
	def start(self) -> datetime:
		return self.now - timedelta(days=self.days)

	def is_new(self, *moments: datetime) -> bool:
		return self.since is None or any(moment > self.since for moment in moments)

	def recent(self) -> Iterable[Any]:
		return (row for row in self.scene.hits if row.reported_at >= self.start)


def _place(row: Any, view: View) -> str:
	return (view.scene.batches or {}).get(row.building) or row.building


def _building(view: View) -> list[Fact]:
	return [
		Fact(_topic(row), (row.building,), row.unit, row.name, row.reported_at, view.is_new(row.modified))
		for row in view.recent()
	]


def _riser(view: View) -> list[Fact]:
	return [
		Fact(
			_topic(row),
			(row.building, row.riser),
			row.unit,
			row.name,
			row.reported_at,
			view.is_new(row.modified),
		)
		for row in view.recent()
		if row.riser
	]


def _batch(view: View) -> list[Fact]:
	return [
		Fact(
			(row.project, row.defect_type),
			(_place(row, view),),
			row.unit,
			row.name,
			row.reported_at,
			view.is_new(row.modified),
		)
		for row in view.recent()
		if row.building in (view.scene.batches or {})
	]


def _rain(view: View) -> list[Fact]:
	return [
		Fact(
			(rain.project, rain.name),
			(_place(row, view),),
			row.unit,
			row.name,
			row.reported_at,
			view.is_new(row.modified, rain.modified),
		)
		for rain in view.scene.rains
		for row in view.scene.leaks
		if row.project == rain.project
		and rain.ended_at - RAINING <= row.reported_at <= rain.ended_at + timedelta(days=view.days)
	]


def _repeats(view: View) -> list[Fact]:
	return [
		Fact(
			(row.project, row.unit, row.location, row.defect_type),
			(),
			row.unit,
			row.name,
			row.reported_at,
			view.is_new(row.modified),
		)
		for row in view.recent()
		if row.repeat_state == "Confirmed"
	]


def _long(view: View) -> list[Fact]:
	found = []
	for row in view.scene.running:
		since = row.reported_at + timedelta(days=view.days)
		if row.contractor and since <= view.now:
			new = view.is_new(row.modified, since)
			found.append(Fact((row.project,), (row.contractor,), row.unit, row.name, since, new))
	return found


def _ending(view: View) -> list[Fact]:
	found = []
	for row in view.scene.running:
		until = next_end((row.contractor_until, row.owner_until), view)
		if until and row.building:
			near = datetime.combine(until, time()) - timedelta(days=view.days)
			since = max(near, row.reported_at)
			place = (row.building, until.isoformat())
			new = view.is_new(row.modified, near)
			found.append(Fact((row.project,), place, row.unit, row.name, since, new))
	return found


def next_end(days: Iterable[date | None], view: View) -> date | None:
	"""The first end of a warranty from today, or from the last run if that is longer ago, to the rule's days ahead."""
	first = min(view.since.date() if view.since else view.now.date(), view.now.date())
	last = view.now.date() + timedelta(days=view.days)
	return min((day for day in days if day and first <= day <= last), default=None)


def _topic(row: Any) -> rules.Key:
	return (row.project, row.location, row.defect_type)


_BY_KIND: Mapping[str, Callable[[View], list[Fact]]] = {
	rules.BUILDING: _building,
	rules.RISER: _riser,
	rules.BATCH: _batch,
	rules.RAIN: _rain,
	rules.REPEATS: _repeats,
	rules.LONG: _long,
	rules.ENDING: _ending,
}


def facts(kind: str, view: View) -> list[Fact]:
	"""Facts of a kind of rule; none for kinds that do not count tickets."""
	make = _BY_KIND.get(kind)
	return make(view) if make else []


def place_sizes(
	by_riser: Iterable[tuple[str, str, str, int]], batches: Mapping[str, str]
) -> dict[rules.Key, int]:
	"""Units of every project, building, riser and batch, from rows of (project, building, riser, units)."""
	sizes: dict[rules.Key, int] = {}
	for project, building, riser, units in by_riser:
		places = [(project,), (building,)]
		places += [(building, riser)] if riser else []
		places += [(batches[building],)] if building in batches else []
		for place in places:
			sizes[place] = sizes.get(place, 0) + units
	return sizes
