"""A broken rule: its code, and the values that fill its message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
	"""A field among the params of a violation: its label is shown, as the form has it."""

	doctype: str
	name: str


@dataclass(frozen=True, slots=True)
class Violation:
	"""A broken rule: ``code`` names it, its text stands in the registry of texts (``messages``), ``params`` fill the text."""

	code: str
	params: tuple[object, ...] = ()
