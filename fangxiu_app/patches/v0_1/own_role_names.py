from fangxiu_app.setup.own_names import rename_roles


def execute() -> None:
	"""Roles whose names others use as well get ours before them."""
	rename_roles()
