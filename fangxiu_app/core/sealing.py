"""Digests of what people were shown and signed: equal for equal content, however its values were loaded."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime

from fangxiu_app.core.numbers import plain_number


def digest(value: object) -> str:
	"""SHA-256 of plain values, whatever the order of a mapping's keys."""
	return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def plain(value: object) -> str:
	"""One text per value: a number is the same number as text, an empty field the same as none."""
	if value is None:
		return ""
	if isinstance(value, datetime):
		return value.replace(microsecond=0).isoformat(" ")
	if isinstance(value, date):
		return value.isoformat()
	if isinstance(value, bool | int | float):
		return plain_number(value) if value else ""
	return str(value).replace("\r\n", "\n").strip()


def signature_digest(content_hash: str, signed_by: str, signed_at: datetime, signature: str) -> str:
	"""SHA-256 that ties a drawn signature to what was signed, by whom and when."""
	return digest([content_hash, signed_by, plain(signed_at), signature])
