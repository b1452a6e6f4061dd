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
	columns = [_bounds(column) for column in zip(*texts, strict=True)]
	whole, most = sum(least for least, _wish in columns), sum(wish for _least, wish in columns)
	share = min(1.0, max(0.0, room - whole) / (most - whole)) if most > whole else 0.0
	found = [least + (wish - least) * share for least, wish in columns]
	return [100 * one / sum(found) for one in found], max(SMALLEST, USUAL * min(1.0, room / whole))


def _bounds(column: Sequence[str]) -> tuple[float, float]:
	"""What a column needs, and what it takes where there is room to spare."""
	least = max([_of_heading(column[0]), *map(_of_cell, column[1:])]) + _MARGINS
	return least, max([least, *(min(_digits(text), 3 * _BROKEN) for text in column)])


def in_one_line(text: str) -> bool:
	"""Whether ``text`` is an amount, a day, a number of a document or a short word: what is read wrongly when it is broken."""
	return _digits(text) <= _LINE and sum(map(_is_wide, text)) <= _CHARACTERS


def _of_heading(text: str) -> float:
	digits = _digits(text)
	return max(min(digits, _HEADING), digits / 2) + 1


def _of_cell(text: str) -> float:
	return _digits(text) * _BOLD if in_one_line(text) else _BROKEN


def _digits(text: str) -> float:
	return sum(_WIDE if _is_wide(sign) else 1.0 for sign in text)


def _is_wide(sign: str) -> bool:
	"""Chinese characters and their punctuation, from the radicals on."""
	return sign >= "\u2e80"
