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


#: A day or an hour that is still to be written: spaces where the number belongs.
DAY_BLANK = re.compile(r"[ \u3000_]{2,}(?=[年月日时])")
#: Places of other kinds: a drawn line, and a gap in the middle of a line.
GAP = re.compile(r"_{3,}|(?<=\S)[ \u3000]{3,}(?=\S)")
#: Lines that say nothing without what follows the colon, whoever wrote them.
ALONE = frozenset(("致", "事由", "存在问题", "整改要求", "整改完成时限", ""))
#: What somebody writes into a day's blank; without it a filled line is still known as the template's.
WRITTEN = re.compile(r"[\s\u3000_\d]+")


def blanks(text: str, template: str = "") -> list[str]:
	"""Lines of ``text`` that still wait to be written, as they stand: ``致：`` without a name, ``    年  月  日``, a heading with nothing
	under it. ``template`` is the template as its author wrote it: its own headings count too, where its next line still follows.
	"""
	lines = _lines(text)
	own = _headings(template)
	found = []
	for line, following in zip(lines, [*lines[1:], ""], strict=False):
		heading = _heading(line)
		if DAY_BLANK.search(line) or GAP.search(line) or (heading is not None and _empty(heading, following, own)):
			found.append(line)
	return list(dict.fromkeys(found))


def _lines(text: str) -> list[str]:
	return [line.strip() for line in text.splitlines() if line.strip()]


def _heading(line: str) -> str | None:
	"""The words before a colon at the end of a line; None for other lines."""
	return line[:-1].strip() if line.endswith(("：", ":")) else None


def _headings(template: str) -> dict[str, str]:
	"""Heading with nothing under it in a template → how its next line begins there, up to the first place."""
	rows = [line.strip() for line in template.splitlines()]
	found = {}
	for number, row in enumerate(rows):
		heading, under = _heading(row), rows[number + 1] if number + 1 < len(rows) else ""
		if heading and not PLACE.search(row) and (not under or _heading(under) is not None):
			following = next(filter(None, rows[number + 1 :]), "")
			found[heading] = WRITTEN.sub("", PLACE.split(following)[0])
	return found


def _empty(heading: str, following: str, own: Mapping[str, str]) -> bool:
	"""Whether nothing was written under a heading: the letter ends, another heading follows, or what the template goes on with."""
	if heading not in own and heading not in ALONE:
		return False
	known = ALONE | set(own)
	if not heading or not following or _heading(following) in known:
		return True
	after = own.get(heading)
	bare = WRITTEN.sub("", following)
	return after is not None and (bare.startswith(after) if after else not bare.strip("-"))
