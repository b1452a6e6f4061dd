"""When an emergency may wait for somebody (R72, R98): not before somebody is there, nor before the first measure is taken. Pure."""

from __future__ import annotations

from fangxiu_app.core.refusal import Violation


def barred(name: str, emergency: bool, arrived: bool, measure_owed: bool) -> list[Violation]:
	"""What forbids a hold of a ticket whatever it says: what protects at once from a leak or a dead line waits for no weather.

	``measure_owed``: the limit of the temporary measure runs (R98).
	"""
	if not emergency:
		return []
	if not arrived:
		return [Violation("hold_emergency", (name,))]
	return [Violation("hold_measure_owed", (name,))] if measure_owed else []


#: The limit that runs while a temporary measure is owed.
MEASURE = "Temporary Measure"
