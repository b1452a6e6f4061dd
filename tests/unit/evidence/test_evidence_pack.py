"""The stand-alone checker of an evidence pack, run outside of the app on packs that somebody tampered with."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.evidence import pack_checker
from fangxiu_app.evidence.rules_custody_chain import KEPT, Fact, Head, content, content_digest, extend
from fangxiu_app.evidence.rules_pack_manifest import manifest, original_name, readme

SOURCE = Path(pack_checker.__file__)
RECORD = {"name": "EV-1", "kind": "Photo", "stage": "Survey", "caption": "渗漏点 13800001111"}


def pack(originals: dict[str, bytes]) -> dict[str, bytes]:
	"""A small whole pack: {path: content}."""
	files = {
		"check.py": SOURCE.read_bytes(),
		"README.txt": readme(),
		"index.pdf": b"%PDF-1.4 index",
		**originals,
	}
	sealed = content("Evidence Item", RECORD, "RT-1")
	entries = extend(
		"RT-1",
		Head(),
		[Fact(KEPT, "Evidence Item", "EV-1", "2026-03-01 09:00:00", "li", content_digest(sealed))],
	)
	held = [{"path": path, "received_sha256": pack_checker.sha256(data)} for path, data in originals.items()]
	facts = {
		"subject": {"document_type": "Repair Ticket", "document": "RT-1"},
		"evidence": [{"name": "EV-1", "files": held}],
		"chains": [
			{
				"chain": "RT-1",
				"entries": [{name: getattr(entry, name) for name in entry.__slots__} for entry in entries],
				"records": {"Evidence Item EV-1": sealed},
			}
		],
	}
	return {**files, **manifest(facts, files)}


WHOLE = pack({"originals/001-EV-1.jpg": b"\xff\xd8 first", "originals/002-EV-2.jpg": b"\xff\xd8 second"})


def examined(files: dict[str, bytes]) -> list[tuple[str, str, str]]:
	hashes = {path: pack_checker.sha256(data) for path, data in files.items()}
	return pack_checker.examine(hashes, files.__getitem__)[0]


@st.composite
def tampered(draw) -> tuple[dict[str, bytes], tuple[str, str, str]]:
	"""A pack with one change of any file, and the difference that has to be named."""
	files = dict(WHOLE)
	path = draw(st.sampled_from(sorted(files)))
	other = draw(st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?\.(jpg|txt|json)", fullmatch=True))
	kind = draw(st.sampled_from(("changed", "missing", "added", "renamed")))
	if kind == "changed":
		data = bytearray(files[path])
		place = draw(st.integers(0, len(data) - 1))
		data[place] ^= draw(st.integers(1, 255))
		files[path] = bytes(data)
		return files, (kind, path, "")
	if kind == "added":
		files[other] = draw(st.binary(max_size=20))
		return files, (kind, other, "")
	data = files.pop(path)
	if kind == "renamed":
		files[other] = data
		return files, (kind, path, other)
	return files, (kind, path, "")


@pytest.mark.clause("R109")
@given(tampered())
def test_any_change_of_any_file_is_named_exactly(case):
	files, difference = case
	assert examined(files) == [difference]


@pytest.mark.clause("R109")
@given(
	st.lists(
		st.sampled_from(sorted(set(WHOLE) - {"manifest.json", "manifest.sha256"})), unique=True, min_size=2
	)
)
def test_several_changes_are_each_named(paths):
	files = dict(WHOLE)
	wanted = []
	for number, path in enumerate(paths):
		if number % 2:
			files[f"new{number}.bin"] = files.pop(path)
			wanted.append(("renamed", path, f"new{number}.bin"))
		else:
			files[path] += b"."
			wanted.append(("changed", path, ""))
	assert examined(files) == sorted(wanted, key=lambda one: one[1])


def write(folder: Path, files: dict[str, bytes]) -> Path:
	for path, data in files.items():
		target = folder / path
		target.parent.mkdir(parents=True, exist_ok=True)
		target.write_bytes(data)
	return folder


def run(script: Path, *arguments: str) -> tuple[int, str]:
	"""Exit code and words of the checker, in a Python that knows nothing of the app."""
	done = subprocess.run(
		[sys.executable, "-I", script, *arguments], capture_output=True, text=True, cwd="/", check=False
	)
	return done.returncode, done.stdout + done.stderr


@pytest.mark.clause("R109")
def test_the_checker_in_the_pack_passes_and_names_what_changed(tmp_path):
	folder = write(tmp_path / "pack", WHOLE)
	script = folder / "check.py"
	code, words = run(script)
	assert (code, "核验通过" in words, "PASSED: all 7 files" in words) == (0, True, True)
	assert pack_checker.sha256(WHOLE["manifest.json"]) in words
	(folder / "originals/001-EV-1.jpg").write_bytes(b"\xff\xd8 fIrst")
	(folder / "originals/002-EV-2.jpg").rename(folder / "second.jpg")
	(folder / "note.txt").write_text("x")
	(folder / "README.txt").unlink()
	code, words = run(script)
	assert code == 1
	for line in (
		"更改 CHANGED] originals/001-EV-1.jpg",
		"改名 RENAMED] originals/002-EV-2.jpg  →  second.jpg",
		"多出 ADDED] note.txt",
		"缺少 MISSING] README.txt",
		"FAILED: 4 differences",
	):
		assert line in words


@pytest.mark.clause("R109")
def test_a_zip_is_checked_without_unpacking_it(tmp_path):
	path = tmp_path / "pack.zip"
	with zipfile.ZipFile(path, "w") as archive:
		for name, data in WHOLE.items():
			archive.writestr(name, data)
	assert run(SOURCE, str(path))[0] == 0
	broken = bytearray(path.read_bytes())
	broken[broken.index(b"\xff\xd8 first") + 3] ^= 1
	path.write_bytes(broken)
	code, words = run(SOURCE, str(path))
	assert (code, "CHANGED] originals/001-EV-1.jpg" in words) == (1, True)
	path.write_bytes(b"no archive")
	assert run(SOURCE, str(path))[0] == 3


def test_what_is_no_pack_is_said_to_be_none(tmp_path):
	assert run(SOURCE, str(tmp_path))[0] == 3
	(tmp_path / "manifest.json").write_text('{"files": [], "format": "other"}')
	assert run(SOURCE, str(tmp_path))[0] == 3


@pytest.mark.clause("R109")
def test_a_pack_whose_original_is_not_what_was_received_says_so(tmp_path):
	files = {"originals/001-EV-1.jpg": b"exchanged"}
	held = [
		{"path": "originals/001-EV-1.jpg", "received_sha256": "0" * 64},
		{"path": "", "received_sha256": "1" * 64},
	]
	facts = {"evidence": [{"name": "EV-1", "files": held}], "chains": []}
	folder = write(tmp_path, {**files, **manifest(facts, files)})
	code, words = run(SOURCE, str(folder))
	assert (code, "EV-1 的原件与收到时登记" in words, "EV-1 的原件已不在" in words) == (2, True, True)


@pytest.mark.clause("R109")
def test_the_manifest_is_written_in_one_way_only_and_sealed():
	"""Whoever makes it again from the same facts gets the same bytes; people read its Chinese."""
	made = manifest({"subject": "渗漏", "chains": []}, {"b.txt": b"12", "a.txt": b""})
	one, two = pack_checker.sha256(b""), pack_checker.sha256(b"12")
	wanted = (
		'{\n "chains": [],\n "files": [\n'
		f'  {{\n   "path": "a.txt",\n   "sha256": "{one}",\n   "size": 0\n  }},\n'
		f'  {{\n   "path": "b.txt",\n   "sha256": "{two}",\n   "size": 2\n  }}\n ],\n'
		f' "format": "{pack_checker.FORMAT}",\n "subject": "渗漏"\n}}'
	)
	assert made["manifest.json"].decode() == wanted
	assert made["manifest.sha256"].decode() == pack_checker.seal_text(pack_checker.sha256(wanted.encode()))


@pytest.mark.clause("R109")
def test_the_readme_names_the_files_as_they_are_called_and_opens_on_windows():
	content = readme()
	assert content.startswith(b"\xef\xbb\xbf"), "without it Windows takes the text for another encoding"
	text = content.decode("utf-8-sig")
	assert text.count("\n") == text.count("\r\n") > 20
	for line in ("  index.pdf        证据目录", "  manifest.json    文件清单", "  manifest.sha256  文件清单的 SHA-256", "  check.py         核验程序"):
		assert f"\r\n{line}" in text
	assert text.count("python3 check.py") == 2 and text.startswith("证据包说明\r\n\r\n")


def test_names_of_originals_are_plain():
	assert original_name(7, "EV-26-11-00001", "照片 1.JPG") == "originals/007-EV-26-11-00001.jpg"
	assert original_name(8, "../渗漏", "no ending") == "originals/008-file"
	assert original_name(9, "EV-1", "a.heic", "-as-taken") == "originals/009-EV-1-as-taken.heic"
	assert original_name(10, "X-1-.", None) == "originals/010-X-1"
