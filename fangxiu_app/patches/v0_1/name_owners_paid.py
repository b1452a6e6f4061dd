from fangxiu_app.setup import owners


def execute() -> None:
	"""Payments call an owner by name and unit as people say it, no longer by the unit's key."""
	owners.rename()
