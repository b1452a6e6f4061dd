from fangxiu_app.setup import masters

#: The second notice as it was shipped: it named neither number nor day of the first.
NAME, WAS, NOW = "维修逾期二次知会", "我司前次知会后，", "我司{{ 前次知会 }}送达后，"


def execute() -> None:
	"""The default second notice names the notice that it follows; a template that somebody changed stays as it is."""
	now = {row["模板"]: row["正文"] for row in masters.rows("letters")}[NAME]
	masters.correct("Letter Template", NAME, "body", now.replace(NOW, WAS), now)
