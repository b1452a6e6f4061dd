"""Texts of refusals that every subject shares: numbers the law bounds, texts others read, photos that prove one thing only."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"setting_below_law": _("{0} cannot be {1}: the law asks for at least {2} ({3}). Enter that number or a higher one."),
		"setting_above_law": _("{0} cannot be {1}: the law allows at most {2} ({3}). Enter that number or a lower one."),
		"proof_of_another": _("{0}: the same photo or file proves {1} already. Each needs one of its own: take another photo."),
	}
