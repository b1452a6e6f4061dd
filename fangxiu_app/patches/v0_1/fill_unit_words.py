"""Units entered before there was an index over their search texts get its rows."""

from fangxiu_app.setup import unit_words


def execute() -> None:
	unit_words.ensure()
