"""Which reports follow a delivery, and between which days (R24, R43)."""

from __future__ import annotations

from datetime import date

from fangxiu_app.core.time.duration import MONTH, shift

EARLY, WEEKLY, QUALITY = "Pre-delivery Weekly Report", "Repair Weekly Report", "Quality Inspection Report"


def window(kind: str, delivery: date) -> tuple[date, date | None] | None:
	"""Between which days reports of a kind follow a delivery, the end open for None; None: the kind follows none.

	The pre-delivery report goes from three months before D to D (R20, R24), the repair weekly report begins with the
	second month counted from D (R43).
	"""
	if kind == EARLY:
		return shift(delivery, -3, MONTH), delivery
	return (shift(delivery, 1, MONTH), None) if kind == WEEKLY else None
