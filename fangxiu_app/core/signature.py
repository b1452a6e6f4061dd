"""A signature drawn on a screen: which images are accepted."""

from __future__ import annotations

import base64
import binascii
import re

PNG = b"\x89PNG\r\n\x1a\n"
#: A drawing of a few strokes; more is a photo, which belongs to the evidence.
LARGEST = 500_000
FORM = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)")


def is_drawn(signature: str) -> bool:
	"""Whether ``signature`` is a PNG data URI of at most ``LARGEST`` bytes: no link, no markup, no SVG."""
	found = FORM.fullmatch(signature or "")
	if not found or len(signature) > LARGEST * 4 // 3 + 100:
		return False
	try:
		return base64.b64decode(found[1]).startswith(PNG)
	except (binascii.Error, ValueError):
		return False
