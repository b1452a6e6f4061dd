"""The search index of units, complete for all of them."""

from fangxiu_app.importing import units_words


def ensure() -> None:
	"""Give units without words theirs; changes nothing twice."""
	units_words.fill_missing()
