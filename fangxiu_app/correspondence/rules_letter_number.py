"""Numbers of papers that go out (文号): a pattern of places, counted by everything in it but the serial number itself. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from fangxiu_app.contractors.breach import rules_letter_text
from fangxiu_app.core.refusal import Field, Violation

#: What the pattern of a number may name.
PROJECT, CONTRACT, KIND, YEAR, SERIAL = PLACES = ("项目", "合同编号", "类别", "年份", "序号")
#: As departments number their letters: 云栖花园-扣款-2026-003. An area is written out: 华东-{{ 年份 }}-{{ 序号 }}.
DEFAULT = "{{ 项目 }}-{{ 类别 }}-{{ 年份 }}-{{ 序号 }}"
#: Digits of the serial number; a larger one is written in full.
DIGITS = 3


def problems(pattern: str, field: Field) -> list[Violation]:
	"""What is wrong with a pattern: places that nothing fills, and any number of serial numbers but one."""
	found = []
	if unknown := rules_letter_text.unknown(pattern, set(PLACES)):
		found.append(Violation("letter_number_places", (field, "、".join(unknown), "、".join(PLACES))))
	if len(_places(pattern, SERIAL)) != 1:
		found.append(Violation("letter_number_serial", (field, SERIAL)))
	return found


def series(pattern: str, facts: Mapping[str, str]) -> str:
	"""The number but for its serial, whose place stays: what is counted together. Facts that are empty leave no doubled hyphen."""
	filled = rules_letter_text.fill(pattern, {place: facts.get(place, "") for place in PLACES if place != SERIAL})
	parts = [part.strip() for part in filled.split("-")]
	return "-".join(part for part in parts if part)


def number(counted: str, serial: int) -> str:
	"""The whole number: ``counted`` as :func:`series` gives it, with the ``serial`` of the paper within it."""
	return rules_letter_text.fill(counted, {SERIAL: f"{serial:0{DIGITS}d}"})


def _places(pattern: str, name: str) -> list[str]:
	return [found for found in rules_letter_text.PLACE.findall(pattern) if found == name]
