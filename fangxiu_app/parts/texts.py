"""Texts of what the spare parts refuse: what happened, and what to do next."""

from __future__ import annotations

from frappe import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"parts_more_than_received": _(
			"Row {0}: {1} × {2} is more than was received and not handed over yet ({3}). Reduce the quantity, or book the receipt first."
		),
	}
