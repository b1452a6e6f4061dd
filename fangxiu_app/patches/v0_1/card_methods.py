from fangxiu_app.setup.plain_names import rename_methods


def execute() -> None:
	"""Number cards count by endpoints where they are now; Frappe reads a card anew only when the time it was changed is later."""
	rename_methods()
