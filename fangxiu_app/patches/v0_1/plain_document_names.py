from fangxiu_app.setup.plain_names import rename_definitions, rename_options


def execute() -> None:
	"""Reports, print formats, number cards and options that bore home-made words bear plain ones."""
	rename_definitions()
	rename_options()
