"""Numbers as people read them and as seals hold them."""

from __future__ import annotations


def plain_number(value: float) -> str:
	"""``value`` to six decimals, without needless zeros: 3, 0.5, 12345.67.

	Python's ``:g`` keeps six digits in all: a quotation of 12,345.67 read, and was sealed, as 12345.7.
	"""
	return f"{value:.6f}".rstrip("0").rstrip(".")
