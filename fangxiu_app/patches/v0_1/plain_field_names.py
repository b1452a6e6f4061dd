from fangxiu_app.setup.plain_names import rename_fields


def execute() -> None:
	"""Fields that bore home-made words bear plain ones: who a ticket waits on, when somebody was notified."""
	rename_fields()
