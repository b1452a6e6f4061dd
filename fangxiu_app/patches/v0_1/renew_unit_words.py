"""Units are found by their people's names without blanks, and by each of several phones."""

from fangxiu_app.setup import unit_words


def execute():
	unit_words.renew()
