"""The columns of a report on paper: each has the room of its longest number, and the letters become smaller where all of them are too wide."""

from __future__ import annotations

from collections.abc import Sequence

#: Size of the letters of a report in points, and the smallest they become.
USUAL, SMALLEST = 9.0, 4.5
#: Digits of the usual size that a page of A4 takes across: (with patched Qt, with that of the distributions, which prints at 77 %).
ROOM = {"Landscape": (138.0, 179.0), "Portrait": (91.0, 118.0)}
#: A Chinese character beside a digit, the margins of a cell in digits, and what is added for bold letters.
_WIDE, _MARGINS, _BOLD = 1.65, 2.4, 1.08
#: A cell of at most so many digits and Chinese characters stays on one line; of longer ones, and of headings, so much at least.
_LINE, _CHARACTERS, _BROKEN, _HEADING = 22, 6, 12.0, 5.0


def widths(texts: Sequence[Sequence[str]], room: float) -> tuple[list[float], float]:
	"""Width of each column in percent, and the size of the letters in points, for rows of ``texts`` whose first is the heading."""
	needs = [max(_least(column[0], True), *(_least(text) for text in column[1:]), 0) + _MARGINS for column in zip(*texts, strict=True)]
	wants = [max(need, *(min(_digits(text), 3 * _BROKEN) for text in column), 0) for need, column in zip(needs, zip(*texts, strict=True), strict=True)]
	whole = sum(needs)
	spare = min(max(0.0, room - whole), sum(wants) - whole)
	share = spare / (sum(wants) - whole) if sum(wants) > whole else 0.0
	found = [need + (want - need) * share for need, want in zip(needs, wants, strict=True)]
	return [100 * one / sum(found) for one in found], max(SMALLEST, USUAL * min(1.0, room / whole))


def in_one_line(text: str) -> bool:
	"""Whether ``text`` is an amount, a day, a number of a document or a short word: what is read wrongly when it is broken."""
	return _digits(text) <= _LINE and sum(ord(sign) > 0x2E7F for sign in text) <= _CHARACTERS


def _least(text: str, heading: bool = False) -> float:
	if heading:
		return max(min(_digits(text), _HEADING) + 1, _digits(text) / 2 + 1)
	return _digits(text) * _BOLD if in_one_line(text) else _BROKEN


def _digits(text: str) -> float:
	return sum(_WIDE if ord(sign) > 0x2E7F else 1.0 for sign in text)
