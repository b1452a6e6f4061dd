"""Calls of Frappe answer with jQuery's promise, which knows no ``finally``: after it a dialog's button stays dead."""

from . import repo


def test_nothing_waits_for_finally():
	scripts = [path for path in repo.text_files() if path.startswith("fangxiu_app/") and path.endswith(".js")]
	assert scripts and not [path for path in scripts if ".finally(" in repo.read(path)]
