"""Scripts that the command hands to the bench's Python name modules that are there."""

import re

import pytest

from fxcli import plan, sites
from fxcli.config import REPOSITORY

IMPORT = re.compile(r"^from ((?:fangxiu_app|tests)[\w.]*) import (\w+)$", re.MULTILINE)
SCRIPTS = {
	f"{module.__name__}.{name}": text
	for module in (plan, sites)
	for name, text in vars(module).items()
	if isinstance(text, str) and IMPORT.search(text)
}


def missing(text: str) -> list[str]:
	"""Modules that ``text`` imports and that are no file of the checkout."""
	named = ((package.replace(".", "/"), name) for package, name in IMPORT.findall(text))
	return [f"{package}/{name}" for package, name in named if not (REPOSITORY / package / f"{name}.py").exists()]


def test_the_scripts_are_seen():
	assert {"fxcli.sites.DEMO_COMMAND", "fxcli.sites.OTHERS_COMMAND"} <= set(SCRIPTS)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_imports_what_is_there(name):
	assert missing(SCRIPTS[name]) == []


def test_a_module_that_is_gone_is_found():
	assert missing("from fangxiu_app.demo import nothing\n") == ["fangxiu_app/demo/nothing"]
