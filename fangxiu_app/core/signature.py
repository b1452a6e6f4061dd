"""A signature drawn on a screen: which images are accepted."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections import Counter

PNG = b"\x89PNG\r\n\x1a\n"
#: A drawing of a few strokes; more is a photo, which belongs to the evidence.
LARGEST = 500_000
FORM = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)")
#: Width and height of the smallest field anybody signs in, in pixels; screens give hundreds.
LEAST = (60, 30)
#: Pixels of the largest field, in both directions: a bound for what a few bytes unpack to.
MOST_SIDE = 8000
#: Samples in which any stroke differs from what is beside it, at least.
INK = 8
#: Samples of a pixel by PNG's colour type.
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def is_picture(signature: str) -> bool:
	"""Whether ``signature`` is a PNG data URI of at most ``LARGEST`` bytes: no link, no markup, no SVG. What was stored is asked this."""
	return _bytes(signature).startswith(PNG)


def is_drawn(signature: str) -> bool:
	"""Whether somebody signed: a picture as large as a field to sign in, whole, and not of one colour. What is handed in is asked this."""
	content = _bytes(signature)
	try:
		return content.startswith(PNG) and _has_strokes(content)
	except (zlib.error, ValueError, IndexError, KeyError):
		return False


def _bytes(signature: str) -> bytes:
	found = FORM.fullmatch(signature or "")
	if not found or len(signature) > LARGEST * 4 // 3 + 100:
		return b""
	try:
		return base64.b64decode(found[1])
	except (binascii.Error, ValueError):
		return b""


def _has_strokes(content: bytes) -> bool:
	"""Raises ValueError, KeyError, IndexError or zlib.error for a PNG that cannot be read."""
	head, pixels = _chunks(content)
	width, height = (int.from_bytes(head[at : at + 4], "big") for at in (0, 4))
	if not (LEAST[0] <= width <= MOST_SIDE and LEAST[1] <= height <= MOST_SIDE):
		return False
	line = 1 + (width * head[8] * _SAMPLES[head[9]] + 7) // 8
	unpack = zlib.decompressobj()
	rows = unpack.decompress(pixels, line * height)
	if len(rows) < line * height:
		return False
	# behind its first byte, which says how a row was predicted, and its first pixel a row of one colour has one value per sample,
	# whichever way it was predicted
	step = max(head[8] * _SAMPLES[head[9]] // 8, 1)
	samples = (rows[at + 1 + step + one : at + line : step] for at in range(0, len(rows), line) for one in range(step))
	return sum(len(row) - max(Counter(row).values()) for row in samples if row) >= INK


def _chunks(content: bytes) -> tuple[bytes, bytes]:
	"""Head and packed pixels of a PNG. Raises ValueError where one is missing or it breaks off."""
	at, head, pixels = len(PNG), b"", b""
	while at + 12 <= len(content):
		size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
		data = content[at + 8 : at + 8 + size]
		if kind == b"IHDR":
			head = data
		elif kind == b"IDAT":
			pixels += data
		elif kind == b"IEND" and len(head) == 13 and pixels and not head[12]:
			return head, pixels
		at += 12 + size
	raise ValueError("no whole picture")
