"""What a print format reads in place of a document when its form is printed to be filled in by hand (R114).

A blank reads no record at all: every field is empty, every table has no rows, every question to the database has no answer. So it
cannot show what belongs to a project, whatever its print format asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Nothing(str):
	"""An empty value: no text, no number, no rows; what is asked of it is empty as well."""

	__slots__ = ()

	def __new__(cls) -> Nothing:
		return super().__new__(cls, "")

	def __getattr__(self, name: str) -> Nothing:
		if name.startswith("__"):
			raise AttributeError(name)
		return self

	def __call__(self, *args: object, **named: object) -> Nothing:
		return self


NOTHING = Nothing()


class Blank:
	"""A document or row without values, apart from ``given`` ones. Its ``flags`` tell letter.html that it is blank."""

	def __init__(self, tables: Iterable[str] = (), given: Mapping[str, object] | None = None):
		self.flags = {"fx_blank": 1}
		self._values: dict[str, object] = {name: [] for name in tables} | dict(given or {})

	def __getattr__(self, name: str) -> object:
		if name.startswith("_"):
			raise AttributeError(name)
		return self._values.get(name, NOTHING)

	def __getitem__(self, name: str) -> object:
		return self._values.get(name, NOTHING)

	def get(self, name: str, default: object = NOTHING) -> object:
		return self._values.get(name, default)
