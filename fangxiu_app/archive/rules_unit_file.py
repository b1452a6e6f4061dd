"""The file of a unit (一户一档, R6, R11, R41): what belongs into it, and what is missing. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class UnitFacts:
	"""What is known of one unit, as the file's parts ask for it."""

	delivered: bool
	owners: int = 0
	owners_with_phone: int = 0
	house_type: bool = False
	area: bool = False
	accepted: bool = False
	warranty_book: bool = False
	meters: int = 0
	meters_numbered: int = 0
	inspected: bool = False
	owner_signed: bool = False
	original_filed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
	"""One thing a file needs; ``after_delivery`` parts are asked for only once the unit is handed over."""

	key: str
	after_delivery: bool = False


#: Parts of the file in the order they are shown. The regulation does not say which ones make it "complete" (R41): these
#: are what the repair desk asks for on the first call.
PARTS = (
	Part("house_type"),
	Part("area"),
	Part("accepted"),
	Part("warranty_book"),
	Part("owner", after_delivery=True),
	Part("meters"),
	Part("inspected", after_delivery=True),
	Part("owner_signed", after_delivery=True),
	Part("original_filed", after_delivery=True),
)


def missing(facts: UnitFacts) -> list[str]:
	"""Keys of the parts that this unit's file lacks."""
	have = {
		"house_type": facts.house_type,
		"area": facts.area,
		"accepted": facts.accepted,
		"warranty_book": facts.warranty_book,
		"owner": facts.owners > 0 and facts.owners_with_phone == facts.owners,
		"meters": facts.meters > 0 and facts.meters_numbered == facts.meters,
		"inspected": facts.inspected,
		"owner_signed": facts.owner_signed,
		"original_filed": facts.original_filed,
	}
	return [part.key for part in _asked(facts) if not have[part.key]]


def percent(facts: UnitFacts) -> int:
	"""How complete the file is, in whole percent of the parts asked for now; 100 only when nothing is missing."""
	return int(share(facts))


def share(facts: UnitFacts) -> Fraction:
	"""The same to the last digit: averages are made of these, not of what was rounded down."""
	asked = len(_asked(facts))
	return Fraction((asked - len(missing(facts))) * 100, asked)


def average(units: Iterable[UnitFacts]) -> int | None:
	"""Mean completeness in whole percent, half up; None without units."""
	shares = [share(facts) for facts in units]
	return int(sum(shares) / len(shares) + Fraction(1, 2)) if shares else None


def most_missing(units: Iterable[UnitFacts]) -> Mapping[str, int]:
	"""Part → how many units lack it, most frequent first: what to ask for next."""
	count: dict[str, int] = {}
	for facts in units:
		for key in missing(facts):
			count[key] = count.get(key, 0) + 1
	return dict(sorted(count.items(), key=lambda entry: (-entry[1], entry[0])))


def _asked(facts: UnitFacts) -> list[Part]:
	return [part for part in PARTS if facts.delivered or not part.after_delivery]
