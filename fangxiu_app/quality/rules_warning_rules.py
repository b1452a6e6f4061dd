"""Rules that propose risk warnings: what counts together, and from which number on it is a warning (R5, R113). Pure.

Facts come in with the key they count under; those that are new since the last run are ``fresh``, and only keys with a fresh fact
are looked at. What an earlier warning of the same key has settled does not count again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from fangxiu_app.core.refusal import Violation
from fangxiu_app.quality import rules_binomial

BUILDING, RISER, BATCH, RAIN = "Same Building", "Same Riser", "Delivery Batch Share", "Leaks after Rain"
REPEATS, LONG, DEPOSIT, ENDING = (
	"Repeats of a Repair",
	"Long-running Repairs",
	"Deposit below Liability",
	"Warranty Ending",
)
KINDS = (BUILDING, RISER, BATCH, RAIN, REPEATS, LONG, DEPOSIT, ENDING)
#: Kinds about one defect in several units, which have sister units and are tracked as systemic (R5).
CLUSTERS = (BUILDING, RISER, BATCH, RAIN)
#: Kinds whose places are compared with the project's own rate.
COMPARED = (BUILDING, RISER)
#: Kinds that ask for a share of the units.
SHARES = (BATCH, RAIN)
LEVELS = ("Yellow", "Orange", "Red")
#: Results of a look at a sister unit.
SOUND, SAME, NOT_REACHED = "Sound", "Same Defect", "Not Reached"
RESULTS = (SOUND, SAME, NOT_REACHED)
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
	"""The numbers of one rule. ``share`` and ``higher`` in percent of the place's units; ``false_alarms`` in 1,000 looks; 0: not asked."""

	least: int = 1
	days: int = 30
	share: float = 0
	false_alarms: float = 0
	higher: float = 0


@dataclass(frozen=True, slots=True)
class Fact:
	"""One ticket under a key: ``topic`` (project first) is what it is about, ``place`` where; ``at`` since when it counts."""

	topic: Key
	place: Key
	unit: str
	ticket: str
	at: datetime
	fresh: bool = True

	@property
	def key(self) -> Key:
		return (*self.topic, *self.place)


@dataclass(frozen=True, slots=True)
class Finding:
	"""What a rule found: the units and tickets, out of how many units there and in the project, and how likely by chance."""

	topic: Key
	place: Key
	units: tuple[str, ...]
	tickets: tuple[str, ...]
	size: int = 0
	everywhere: int = 0
	project_size: int = 0
	chance: Fraction | None = None

	@property
	def key(self) -> Key:
		return (*self.topic, *self.place)

	@property
	def percent(self) -> float:
		"""Share of the place's units that are hit, in percent; 0 where the place has no units."""
		return round(100 * len(self.units) / self.size, 1) if self.size else 0


def fresh_keys(facts: Iterable[Fact]) -> set[Key]:
	"""Keys with something new: the looks of a run."""
	return {fact.key for fact in facts if fact.fresh}


def find(
	facts: Iterable[Fact],
	numbers: Numbers,
	sizes: Mapping[Key, int] | None = None,
	settled: Mapping[Key, datetime] | None = None,
	by_units: bool = True,
) -> list[Finding]:
	"""Keys with something new whose count reaches the rule's numbers, in the order of their keys.

	``sizes``: units of a place and, under ``(project,)``, of a project. ``settled``: until when an earlier warning of a key was about
	it; earlier facts no longer count for that key, here or in the comparison. ``by_units`` counts units, else tickets.
	"""
	sizes, settled = sizes or {}, settled or {}
	topics: dict[Key, list[Fact]] = defaultdict(list)
	for fact in facts:
		topics[fact.topic].append(fact)
	found = []
	for topic, together in sorted(topics.items()):
		for place in sorted({fact.place for fact in together if fact.fresh}):
			since = settled.get((*topic, *place))
			counted = [fact for fact in together if since is None or fact.at > since]
			finding = _finding(topic, place, counted, sizes, numbers)
			if _reaches(finding, numbers, by_units):
				found.append(finding)
	return found


def _finding(
	topic: Key, place: Key, counted: list[Fact], sizes: Mapping[Key, int], numbers: Numbers
) -> Finding:
	here = [fact for fact in counted if fact.place == place]
	units = tuple(sorted({fact.unit for fact in here}))
	everywhere = len({fact.unit for fact in counted})
	size, whole = sizes.get(place, 0), sizes.get(topic[:1], 0)
	tickets = tuple(sorted({fact.ticket for fact in here}))
	chance = None
	if numbers.false_alarms and max(len(units), len(tickets)) >= numbers.least:
		chance = rules_binomial.chance(len(units), everywhere, size, whole)
	return Finding(topic, place, units, tickets, size, everywhere, whole, chance)


def _reaches(finding: Finding, numbers: Numbers, by_units: bool) -> bool:
	count = len(finding.units if by_units else finding.tickets)
	if count < max(numbers.least, 1):
		return False
	if numbers.share and (not finding.size or 100 * count < numbers.share * finding.size):
		return False
	if not numbers.false_alarms:
		return True
	return finding.chance is not None and rules_binomial.is_no_chance(finding.chance, numbers.false_alarms)


def level(finding: Finding, given: str, numbers: Numbers) -> str:
	"""The rule's level, or the next one where the share of units is high."""
	if not numbers.higher or finding.percent < numbers.higher:
		return given
	return LEVELS[min(LEVELS.index(given) + 1, len(LEVELS) - 1)]


def shortage(balance: Decimal, liability: Decimal) -> Decimal:
	"""By how much a deposit is smaller than what is open against it; 0 while it is enough."""
	return max(liability - balance, Decimal(0))


@dataclass(frozen=True, slots=True)
class Home:
	"""A unit as its neighbours see it."""

	unit: str
	building: str
	riser: str = ""
	house_type: str = ""
	floor: int = 0


def sisters(hit: Iterable[str], homes: Iterable[Home], most: int) -> list[tuple[str, str]]:
	"""Units to look at before their owners call, with why: up and down the riser of a hit unit, the nearest floor first, then
	the same house type. Units that are hit already are left out; at most ``most``.
	"""
	hit, homes = set(hit), list(homes)
	struck = [home for home in homes if home.unit in hit]
	floors: dict[Key, list[int]] = defaultdict(list)
	for home in struck:
		if home.riser:
			floors[home.building, home.riser].append(home.floor)
	types = {home.house_type for home in struck if home.house_type}
	ranked = []
	for home in homes:
		near = floors.get((home.building, home.riser))
		if home.unit in hit or not (near or home.house_type in types):
			continue
		away = min(abs(home.floor - floor) for floor in near) if near else 0
		ranked.append((not near, away, home.unit, "Same Riser" if near else "Same House Type"))
	return [(unit, why) for _type, _away, unit, why in sorted(ranked)[: max(most, 0)]]


def check(kind: str, numbers: Numbers) -> list[Violation]:
	"""What stands against the numbers of a rule: each message names the field and what is possible."""
	found = []
	if numbers.least < 1 or numbers.days < 1:
		found.append(Violation("rule_least"))
	if kind in SHARES and not 0 < numbers.share <= 100:
		found.append(Violation("rule_share"))
	if not 0 <= numbers.false_alarms <= rules_binomial.PER:
		found.append(Violation("rule_false_alarms"))
	if not 0 <= numbers.higher <= 100:
		found.append(Violation("rule_higher"))
	return found


def check_look(results: Iterable[str], result: str, known: bool) -> list[Violation]:
	"""What stands against a look at a sister unit."""
	if not known:
		return [Violation("sister_unknown")]
	return [] if result in tuple(results) else [Violation("sister_result", tuple(results))]
