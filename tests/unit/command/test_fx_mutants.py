"""`fx mutants`: the rules of a copy are broken, never those of the checkout; the page comes from whole runs only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fxcli import mutants
from tests.mutation import asking

#: Stands for tests/mutation: breaks a rule, writes the page, says what it was asked for.
PLAYER = """
import pathlib, sys
pathlib.Path("rules.py").write_text("broken")
pathlib.Path("docs/mutation.md").write_text("page of " + " ".join(sys.argv[2:]))
sys.exit(pathlib.Path("fails").exists())
"""


@pytest.fixture
def checkout(tmp_path) -> Path:
	folder = tmp_path / "checkout"
	for name, text in {
		"rules.py": "sound",
		"docs/mutation.md": "old",
		"tests/mutation/__main__.py": PLAYER,
	}.items():
		(folder / name).parent.mkdir(parents=True, exist_ok=True)
		(folder / name).write_text(text)
	subprocess.run(["git", "init", "-q", folder], check=True)
	return folder


def play(checkout: Path, *modules: str) -> tuple[int, str]:
	code = mutants.run(Path(sys.executable), checkout.parent / "mutants", modules, checkout)
	assert (checkout / "rules.py").read_text() == "sound"
	return code, (checkout / "docs" / "mutation.md").read_text()


def test_a_whole_run_writes_the_page(checkout):
	assert play(checkout) == (0, "page of --processes 2")


def test_a_run_of_some_modules_or_one_that_failed_does_not(checkout):
	assert play(checkout, "breach") == (0, "old")
	(checkout / "fails").touch()
	assert play(checkout) == (1, "old")


def test_each_run_begins_with_sound_rules(checkout):
	play(checkout)
	(checkout / "tests/mutation/__main__.py").write_text(
		"import pathlib, sys; sys.exit(pathlib.Path('rules.py').read_text() != 'sound')"
	)
	assert play(checkout, "breach")[0] == 0


@pytest.mark.parametrize("modules", [[], ["breach", "charges"]])
def test_the_modules_may_stand_behind_an_option(modules, tmp_path, monkeypatch):
	monkeypatch.chdir(tmp_path)
	(tmp_path / asking.MARKER).touch()
	assert asking.asked(["fates.json", "--processes", "2", *modules]).modules == modules


def test_rules_that_are_no_copy_are_left_alone(tmp_path, monkeypatch, capsys):
	monkeypatch.chdir(tmp_path)
	with pytest.raises(SystemExit):
		asking.asked(["fates.json"])
	assert "run ./fx mutants, which makes a copy" in capsys.readouterr().err
