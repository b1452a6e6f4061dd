from fangxiu_app.setup.letter_templates import convert


def execute() -> None:
	"""Templates of letters name places only: loops become the place of the list, and what runs code is switched off and named."""
	convert()
