from fangxiu_app.setup.own_names import rename_doctypes


def execute() -> None:
	"""DocTypes whose names others use as well get names of our own."""
	rename_doctypes()
