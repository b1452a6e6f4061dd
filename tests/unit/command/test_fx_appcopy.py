"""The bench's copy of the app: what git knows, deletions included; nothing that fx did not make is touched."""

import subprocess

import pytest

from fxcli import appcopy
from fxcli.errors import FxError
from tests.unit.helpers import fx_home


@pytest.fixture
def checkout(tmp_path):
	root = tmp_path / "checkout"
	(root / "pkg" / "sub").mkdir(parents=True)
	(root / ".gitignore").write_text("*.log\n__pycache__/\n")
	(root / "pkg" / "a.py").write_text("a = 1\n")
	(root / "pkg" / "sub" / "名字.txt").write_text("中文\n")
	(root / "noise.log").write_text("x")
	(root / "run").write_text("#!/bin/sh\n")
	(root / "run").chmod(0o755)
	subprocess.run(["git", "init", "-q", str(root)], check=True)
	subprocess.run(["git", "-C", str(root), "add", "pkg"], check=True)
	return root


@pytest.fixture
def refresh(checkout, tmp_path):
	target = tmp_path / "copy"

	def run():
		appcopy.refresh(checkout, target, fx_home.account(tmp_path))
		return target

	return run


def names(folder):
	return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def test_tracked_and_new_files_are_copied_ignored_ones_not(refresh):
	target = refresh()
	assert names(target) == {".gitignore", "pkg/a.py", "pkg/sub/名字.txt", "run", appcopy.MARKER}
	assert (target / "run").stat().st_mode & 0o111 and not (target / "pkg/a.py").stat().st_mode & 0o111


def test_deletions_follow_and_compiled_rests_of_a_package_go(refresh, checkout):
	target = refresh()
	cache = target / "pkg" / "sub" / "__pycache__"
	cache.mkdir()
	(cache / "b.cpython-311.pyc").write_bytes(b"")
	(checkout / "pkg" / "sub" / "名字.txt").unlink()
	refresh()
	assert not (target / "pkg" / "sub").exists()


def test_what_others_made_in_the_copy_stays(refresh):
	target = refresh()
	for made in ("fangxiu_app.egg-info/PKG-INFO", "fangxiu_app/public/dist/x.js", "pkg/__pycache__/a.pyc"):
		(target / made).parent.mkdir(parents=True, exist_ok=True)
		(target / made).write_text("made")
	before = names(target)
	refresh()
	assert names(target) == before


def test_unchanged_files_keep_their_time(refresh, checkout):
	target = refresh()
	before = (target / "pkg/a.py").stat().st_mtime_ns
	(checkout / "run").write_text("#!/bin/sh\nexit 1\n")
	refresh()
	assert (target / "pkg/a.py").stat().st_mtime_ns == before
	assert (target / "run").read_text().endswith("exit 1\n")


def test_a_folder_that_fx_did_not_make_is_refused(refresh, tmp_path):
	(tmp_path / "copy").mkdir()
	(tmp_path / "copy" / "work.py").write_text("precious")
	with pytest.raises(FxError) as refused:
		refresh()
	assert "not made by fx" in refused.value.failed.en
	assert (tmp_path / "copy" / "work.py").read_text() == "precious"


def test_another_checkout_takes_its_turn(refresh, checkout, tmp_path):
	target = refresh()
	other = tmp_path / "other"
	other.mkdir()
	(other / "b.py").write_text("b = 2\n")
	appcopy.refresh(other, target, fx_home.account(tmp_path))
	assert names(target) == {"b.py", appcopy.MARKER}


def test_a_bench_that_links_the_checkout_is_used_as_it_is(checkout, tmp_path):
	(tmp_path / "copy").symlink_to(checkout)
	appcopy.refresh(checkout, tmp_path / "copy", fx_home.account(tmp_path))
	assert (tmp_path / "copy").is_symlink() and not (checkout / appcopy.MARKER).exists()
