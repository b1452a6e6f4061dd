"""`fx guides`: pages and pictures come into the checkout, what is no longer shown goes."""

import pytest

from fxcli import guides


@pytest.fixture
def made(tmp_path):
	folder = tmp_path / "made"
	folder.mkdir()
	(folder / "clerk.md").write_text("![a](../../fangxiu_app/public/guides/clerk-1-1.jpg)")
	(folder / "clerk-1-1.jpg").write_bytes(b"new")
	return folder


def test_pages_are_copied_and_old_pictures_removed(tmp_path, made, capsys):
	shown = tmp_path / guides.SHOWN
	shown.mkdir(parents=True)
	(shown / "clerk-1-2.jpg").write_bytes(b"old")
	assert guides.take(made, tmp_path) == 0
	assert "guides/clerk-1-1.jpg" in (tmp_path / guides.PAGES / "clerk.md").read_text()
	assert (shown / "clerk.md").read_text() == "![a](clerk-1-1.jpg)"
	assert [path.name for path in shown.glob("*.jpg")] == ["clerk-1-1.jpg"]


def test_nothing_told_is_a_failure(tmp_path, capsys):
	(tmp_path / "made").mkdir()
	assert guides.take(tmp_path / "made", tmp_path) == 1
