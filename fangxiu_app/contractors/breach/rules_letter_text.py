"""Texts of letters with placeholders ``{{ name }}``, which are replaced; no other template code is run (docs/adr/0123)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

PLACE = re.compile(r"\{\{\s*([^\W\d]\w*)\s*\}\}")
#: Parts that earlier templates could contain and these may not: statements, comments, expressions.
CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\{%|\{#|\}\}|%\}", re.DOTALL)
#: The loop over tickets in earlier templates; now one placeholder stands for the whole list.
LOOP = re.compile(r"\{%-?\s*for\s+\w+\s+in\s+tickets\s*-?%\}.*?\{%-?\s*endfor\s*-?%\}", re.DOTALL)


def fill(text: str, values: Mapping[str, object]) -> str:
	"""``text`` with every known placeholder filled; other text is unchanged."""

	def value(match: re.Match) -> str:
		return str(values[match[1]]) if match[1] in values else match[0]

	return PLACE.sub(value, text)


def unknown(text: str, names: Collection[str]) -> list[str]:
	"""The parts of ``text`` in braces that are no known placeholder: unknown names, or code."""
	left = PLACE.sub(lambda match: "" if match[1] in names else match[0], text)
	found = (match[0] for match in CODE.finditer(left))
	return list(dict.fromkeys(PLACE.sub(r"\1", each).strip() for each in found))


def converted(text: str, tickets: str) -> str:
	"""A template of before: its loop over the tickets is the place ``tickets``, other code stays and is named by :func:`unknown`."""
	return LOOP.sub(f"{{{{ {tickets} }}}}", text)
