"""Texts of what a clock refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"hold_emergency": _("{0} is an emergency that nobody has arrived at: it waits for nobody. Record the arrival first (R72)."),
		"hold_measure_owed": _(
			"{0} is an emergency whose temporary measure is still owed: it waits for nobody. Press Record Temporary Measure first (R98)."
		),
	}
