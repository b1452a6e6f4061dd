"""Which pictures are a drawn signature, at the bounds: their sides, how much ink there is, how the file is put together."""

from __future__ import annotations

import pytest

from fangxiu_app.core import signature
from fangxiu_app.core.signature import INK, LEAST, MOST_SIDE
from tests.unit.helpers.signatures import HEAD, as_uri, chunk, drawing, png

GREY = 0
WIDTH, HEIGHT = LEAST
END = chunk(b"IEND", b"")


def field(dots: dict[int, bytes] | None = None, height: int = HEIGHT) -> list[bytes]:
	"""Rows of one sample a pixel, empty but for ``dots``: row → its pixels."""
	return [b"\0" + (dots or {}).get(y, b"").ljust(WIDTH, b"\0") for y in range(height)]


def drawn(content: bytes) -> bool:
	return signature.is_drawn(as_uri(content))


def put_together(*chunks: bytes, interlaced: int = 0) -> bytes:
	"""A field of ``LEAST``, in grey with transparency as ``drawing`` makes it, of these chunks behind its head."""
	size = WIDTH.to_bytes(4, "big") + HEIGHT.to_bytes(4, "big")
	return HEAD + chunk(b"IHDR", size + bytes((8, 4, 0, 0, interlaced))) + b"".join(chunks)


def packed() -> bytes:
	"""The packed rows of ``drawing``."""
	content = drawing()
	at = content.index(b"IDAT")
	return content[at + 4 : at + 4 + int.from_bytes(content[at - 4 : at], "big")]


@pytest.mark.parametrize(("width", "height"), [LEAST, (MOST_SIDE, HEIGHT), (WIDTH, MOST_SIDE)])
def test_the_smallest_and_the_largest_field(width, height):
	assert drawn(drawing(width, height))


def test_so_many_dots_are_ink_and_one_less_is_dust():
	"""Each dot stands beside the first pixel, which only says what the row is predicted from."""
	dots = dict.fromkeys(range(INK), b"\0\xff")
	assert drawn(png(field(dots), WIDTH, GREY))
	del dots[0]
	assert not drawn(png(field(dots), WIDTH, GREY))


def test_stripes_of_one_pixel_are_ink():
	assert drawn(png(field({3: b"\0\xff" * (WIDTH // 2)}), WIDTH, GREY))


def test_a_picture_has_all_the_rows_it_says_it_has_and_no_others_count():
	ink = dict.fromkeys(range(INK), b"\0\xff")
	whole = png(field(ink), WIDTH, GREY)
	assert drawn(whole)
	said = whole.index(HEIGHT.to_bytes(4, "big"), len(HEAD) + 12)
	more = whole[:said] + (HEIGHT + 1).to_bytes(4, "big") + whole[said + 4 :]
	assert not drawn(more), "a row is missing"
	below = png(field({HEIGHT + row: dots for row, dots in ink.items()}, 2 * HEIGHT), WIDTH, GREY)
	said = below.index((2 * HEIGHT).to_bytes(4, "big"), len(HEAD) + 12)
	assert drawn(below)
	assert not drawn(below[:said] + HEIGHT.to_bytes(4, "big") + below[said + 4 :]), "strokes only below its end"


def test_pixels_may_come_in_several_pieces_with_notes_around_them():
	pixels = packed()
	note = chunk(b"tEXt", b"Software\0pad")
	first, second = chunk(b"IDAT", pixels[:40]), chunk(b"IDAT", pixels[40:])
	assert drawn(put_together(first, second, END))
	assert drawn(put_together(note, first, second, note, END))
	assert not drawn(put_together(first, second, note)), "it breaks off before its end"
	assert not drawn(put_together(note, END)), "no pixels"


def test_a_picture_that_breaks_off_in_its_last_piece_is_not_whole():
	assert drawn(drawing())
	assert not drawn(drawing()[:-4])


def test_an_interlaced_picture_is_not_taken():
	pixels = chunk(b"IDAT", packed())
	assert drawn(put_together(pixels, END))
	assert not drawn(put_together(pixels, END, interlaced=1))
