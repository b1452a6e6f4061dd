from fangxiu_app.setup.seals import seal_approved


def execute() -> None:
	"""Documents approved before there were seals are sealed as they stand."""
	seal_approved()
