"""Whether the bytes of a photo are all there, told by the structure of its format. Pure.

Pillow cannot say it: Frappe sets it to read broken images in silence, for the whole process.
"""

from __future__ import annotations

_PNG, _JPEG, _GIF, _BMP, _RIFF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"GIF8", b"BM", b"RIFF"
_SCAN, _END = 0xDA, 0xD9
#: Markers of JPEG without a length behind them.
_BARE = (0x01, *range(0xD0, 0xD9))


def is_whole(content: bytes) -> bool:
	"""Whether an image reaches the end that its format has; others than PNG, JPEG, GIF, WebP and BMP count as whole.

	What stands behind the end does not count: telephones write data of their own there.
	"""
	if content.startswith(_PNG[:4]):
		return _png(content)
	if content.startswith(_JPEG):
		return _jpeg(content)
	if content.startswith(_GIF):
		return content.rstrip(b"\0").endswith(b";")
	if content.startswith(_RIFF) and content[8:12] == b"WEBP":
		return len(content) >= int.from_bytes(content[4:8], "little") + 8
	return not content.startswith(_BMP) or len(content) >= int.from_bytes(content[2:6], "little")


def _png(content: bytes) -> bool:
	"""Chunk by chunk to the last one, with pixels in between."""
	at, pixels = len(_PNG), False
	while at + 12 <= len(content):
		kind = content[at + 4 : at + 8]
		at += 12 + int.from_bytes(content[at : at + 4], "big")
		pixels = pixels or kind == b"IDAT"
		if kind == b"IEND":
			return pixels and at <= len(content)
	return False


def _jpeg(content: bytes) -> bool:
	"""Over the segments of the head, in one of which a small picture with an end of its own stands, to the pixels and their end."""
	at = 2
	while at + 4 <= len(content):
		if content[at] != 0xFF:
			return False
		marker = content[at + 1]
		if marker == _SCAN:
			return b"\xff\xd9" in content[at:]
		if marker == _END:
			return False
		if marker == 0xFF:  # filling
			at += 1
		else:
			at += 2 if marker in _BARE else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
	return False
