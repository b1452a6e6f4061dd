"""Scripts do not use ``finally`` on Frappe's calls: they return jQuery's promise, which has none, and a dialog's button would stay disabled."""

from . import repo


def test_nothing_waits_for_finally():
	scripts = [path for path in repo.text_files() if path.startswith("fangxiu_app/") and path.endswith(".js")]
	assert scripts and not [path for path in scripts if ".finally(" in repo.read(path)]
