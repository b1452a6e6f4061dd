"""Counting what pytest reports, and the closing line."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree  # nosec B405 - reads only what our own tests wrote
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Count:
	"""Results of one or more suites. An error in set-up or collection is a failure."""

	passed: int = 0
	failed: int = 0
	skipped: int = 0

	def __add__(self, other: Count) -> Count:
		return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

	@property
	def total(self) -> int:
		return self.passed + self.failed + self.skipped

	def line(self) -> str:
		"""The closing line of `./fx test`."""
		return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def read(report: Path) -> Count:
	"""Count a junit file: each test once, by its worst result. A missing or broken file is one failure."""
	try:
		cases = ElementTree.parse(report).iter("testcase")  # nosec B314 - as above
		worst: dict[tuple[str, str], int] = {}
		for case in cases:
			key = (case.get("classname", ""), case.get("name", ""))
			worst[key] = max(worst.get(key, 0), _badness(case))
	except (OSError, ElementTree.ParseError):
		return Count(failed=1)
	values = list(worst.values())
	return Count(values.count(0), values.count(2), values.count(1))


def _badness(case: ElementTree.Element) -> int:
	kinds = {child.tag for child in case}
	if kinds & {"failure", "error"}:
		return 2
	return 1 if "skipped" in kinds else 0
