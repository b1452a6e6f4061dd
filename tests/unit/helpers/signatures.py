"""Pictures of signatures, made byte by byte: light tests have no library for images."""

from __future__ import annotations

import base64
import zlib

from fangxiu_app.core.signature import LEAST

HEAD = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes) -> bytes:
	"""One chunk of a PNG with its check sum."""
	return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png(rows: list[bytes], width: int, colour: int = 4) -> bytes:
	"""A PNG of eight bits a sample; each row begins with how it is predicted; ``colour`` 4 is grey with transparency."""
	size = width.to_bytes(4, "big") + len(rows).to_bytes(4, "big")
	return HEAD + chunk(b"IHDR", size + bytes((8, colour, 0, 0, 0))) + chunk(b"IDAT", zlib.compress(b"".join(rows), 9)) + chunk(b"IEND", b"")


def drawing(width: int = LEAST[0], height: int = LEAST[1]) -> bytes:
	"""Three strokes on a transparent field."""
	rows = []
	for y in range(height):
		row = bytearray(2 * width)
		for stroke in range(3):
			for x in range(3):
				row[2 * ((y * (2 + stroke) + 10 * stroke + x) % width) + 1] = 255
		rows.append(b"\0" + bytes(row))
	return png(rows, width)


def as_uri(content: bytes) -> str:
	"""As a form sends it."""
	return "data:image/png;base64," + base64.b64encode(content).decode()


SIGNATURE = as_uri(drawing())
