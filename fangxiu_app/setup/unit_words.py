"""Fills the search index for units without entries, and renews entries of earlier versions."""

from fangxiu_app.estate import import_units_words


def ensure() -> None:
	"""Give units without words theirs; changes nothing twice."""
	import_units_words.fill_missing()


def renew() -> None:
	"""Bring search texts of an earlier version up to what this one writes; changes nothing twice."""
	import_units_words.renew_outdated()
