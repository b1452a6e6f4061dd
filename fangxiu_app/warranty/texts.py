"""Texts of what warranty terms refuse: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"warranty_below_law": _("{0}, {1}: at least {2} {3} by law ({4}). Enter that or more."),
		"warranty_item_by_law": _("{0}: the law names a least term for this item; it keeps its name, or its term would be forgotten."),
	}
