"""What a rule answers when it refuses: a code that names the rule, and what fills its text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
	"""A broken rule: ``code`` names it, its text stands in the registry of texts (``messages``), ``params`` fill the text."""

	code: str
	params: tuple[object, ...] = ()
