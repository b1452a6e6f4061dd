"""Numbers of papers that go out (文号): a pattern of places, counted by everything in it but the serial number itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fangxiu_app.contractors.breach import rules_letter_text
from fangxiu_app.core.refusal import Field, Violation

#: What the pattern of a number may name.
PROJECT, CONTRACT, KIND, YEAR, SERIAL = PLACES = ("项目", "合同编号", "类别", "年份", "序号")
#: As departments number their letters: 云栖花园-扣款-2026-003. An area is written out: 华东-{{ 年份 }}-{{ 序号 }}.
DEFAULT = "{{ 项目 }}-{{ 类别 }}-{{ 年份 }}-{{ 序号 }}"
#: Digits of the serial number; a larger one is written in full.
DIGITS = 3
#: Letters of a pattern, and of a project's name or a contract's number within it: a whole number fits its field of 140.
MOST_PATTERN, MOST_FACT = 80, 30
#: The one way in which the place of the serial number is kept; how somebody spaced it tells no series from another.
SERIAL_PLACE = f"{{{{ {SERIAL} }}}}"
#: Braces and angle brackets: they are for places, and for markup.
MARKS = re.compile(r"[{}<>]")


def problems(pattern: str, field: Field) -> list[Violation]:
	"""What is wrong with a pattern: too long, signs that no paper shows, places that nothing fills, not one serial number."""
	if len(pattern) > MOST_PATTERN:
		return [Violation("letter_number_long", (field, MOST_PATTERN))]
	found = []
	if not pattern.isprintable() or set("<>") & set(pattern):
		found.append(Violation("letter_number_signs", (field,)))
	if unknown := rules_letter_text.unknown(pattern, set(PLACES)):
		found.append(Violation("letter_number_places", (field, "、".join(unknown), "、".join(PLACES))))
	if not _times(pattern, SERIAL):
		found.append(Violation("letter_number_serial", (field, SERIAL)))
	return found + [Violation("letter_number_twice", (field, place)) for place in PLACES if _times(pattern, place) > 1]


def series(pattern: str, facts: Mapping[str, str]) -> str:
	"""The number but for its serial, whose place stays: what is counted together. Facts that are empty leave no doubled hyphen."""
	known = {place: MARKS.sub("", facts.get(place, ""))[:MOST_FACT] for place in PLACES if place != SERIAL}
	filled = rules_letter_text.fill(pattern, {**known, SERIAL: SERIAL_PLACE})
	parts = [part.strip() for part in filled.split("-")]
	return "-".join(part for part in parts if part)


def number(counted: str, serial: int) -> str:
	"""The whole number: ``counted`` as :func:`series` gives it, with the ``serial`` of the paper within it."""
	return counted.replace(SERIAL_PLACE, f"{serial:0{DIGITS}d}")


def _times(pattern: str, name: str) -> int:
	return rules_letter_text.PLACE.findall(pattern).count(name)
