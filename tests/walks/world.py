"""What passes without a person: the day it is."""

from __future__ import annotations

from datetime import datetime, timedelta


def day(ahead: int) -> str:
	"""The day so many days from now, as it is typed into a field."""
	return f"{datetime.now() + timedelta(days=ahead):%Y-%m-%d}"
