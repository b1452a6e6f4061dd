"""A building is called 3栋 where its title is shown, no longer by its bare number."""

from fangxiu_app.setup import building_titles


def execute() -> None:
	building_titles.renew()
