"""A broken rule: its code, and the values that fill its message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
	"""A field named in a violation's params; its label is shown as on the form."""

	doctype: str
	name: str


@dataclass(frozen=True, slots=True)
class Violation:
	"""A broken rule: ``code`` names it, its text stands in the registry of texts (``messages``), ``params`` fill the text."""

	code: str
	params: tuple[object, ...] = ()
