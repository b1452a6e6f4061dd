"""The search index of units, complete for all of them."""

from fangxiu_app.importing import units_words


def ensure() -> None:
	"""Give units without words theirs; changes nothing twice."""
	units_words.fill_missing()


def renew() -> None:
	"""Bring search texts of an earlier version up to what this one writes; changes nothing twice."""
	units_words.renew_outdated()
