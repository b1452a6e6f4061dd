"""`fx lint`: tools at fixed versions, from whatever registry the user has, and an answer that fails when one of them does."""

from __future__ import annotations

import json
import re
import sys

import pytest

from fxcli import checks, lint
from fxcli.stamps import Stamps

PACKAGES = json.loads((checks.SOURCE / "package.json").read_text(encoding="utf-8"))
LOCK = json.loads((checks.SOURCE / "package-lock.json").read_text(encoding="utf-8"))["packages"]


def test_every_tool_is_asked_for_in_one_version():
	assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in PACKAGES["devDependencies"].values())
	assert LOCK[""]["devDependencies"] == PACKAGES["devDependencies"]


def test_nothing_of_the_tools_reaches_a_site():
	"""Bench installs what a package.json in the root of an app names, on every site's machine."""
	assert not (lint.REPOSITORY / "package.json").exists()
	assert "dependencies" not in PACKAGES


def test_the_lock_knows_contents_and_no_registry():
	installed = [package for path, package in LOCK.items() if path]
	assert all(package["integrity"].startswith("sha512-") for package in installed)
	assert not any("resolved" in package for package in installed)


@pytest.mark.parametrize(("code", "mark"), [(0, "✓"), (1, "✗")])
def test_a_tool_that_is_not_content_says_why(code, mark, capsys):
	command = [sys.executable, "-c", f"import sys; print('line 7'); sys.exit({code})"]
	assert lint._answer(lint.Check("tool", command), {}) is (code == 0)
	said = capsys.readouterr().out
	assert f"{mark} tool" in said
	assert ("line 7" in said) is bool(code)


def test_a_node_without_the_hooks_is_refused_in_words():
	error = checks._node_too_old((18, 20))
	assert "20.11" in error.failed.en and "18.20" in error.failed.zh


class _Plan:
	"""What the tools need of a plan."""

	def __init__(self, folder):
		self.settings = self
		self.home = folder
		self.shell = None
		self.stamps = Stamps(folder)


def test_tools_are_installed_again_when_a_version_or_the_configuration_changes(tmp_path, monkeypatch):
	source = tmp_path / "source"
	source.mkdir()
	for name in checks.FILES:
		(source / name).write_text("one", encoding="utf-8")
	monkeypatch.setattr(checks, "SOURCE", source)
	tools = checks.Checks(_Plan(tmp_path))
	complete = tools.folder / checks.COMPLETE
	complete.parent.mkdir(parents=True)
	complete.touch()
	assert not tools.step().done()
	tools.stamps.put(checks.STAMP, tools._fingerprint())
	assert tools.step().done()
	(source / "eslint.config.mjs").write_text("two", encoding="utf-8")
	assert not tools.step().done()
	tools.stamps.put(checks.STAMP, tools._fingerprint())
	complete.unlink()
	assert not tools.step().done()
