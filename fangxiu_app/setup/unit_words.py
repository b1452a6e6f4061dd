"""Fills the search index for units without entries, and renews entries of earlier versions."""

from fangxiu_app.importing import units_words


def ensure() -> None:
	"""Give units without words theirs; changes nothing twice."""
	units_words.fill_missing()


def renew() -> None:
	"""Bring search texts of an earlier version up to what this one writes; changes nothing twice."""
	units_words.renew_outdated()
