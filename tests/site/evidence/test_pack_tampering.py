"""A pack with photos, letters and signatures, in the hands of its receiver: whatever is done to it afterwards is named."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from pathlib import Path

import frappe
import pytest

from fangxiu_app.correspondence import service_letters
from fangxiu_app.evidence import service_evidence_pack
from tests.site.helpers import factories as make
from tests.site.helpers import orders
from tests.site.helpers.packs import checked, unpacked
from tests.site.reports.test_stage_reports import pdf_text

ENTRY = re.compile(r"^\[(.+?)\] (.+)$", re.M)


@pytest.fixture
def pack(estate) -> dict[str, bytes]:
	"""The pack of a compensation: photos of the defect, a served letter with its proof, the signed settlement."""
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	make.sign_plan(ticket)
	make.walk_from(ticket, "start", "start")
	make.add_evidence(ticket, caption="渗漏点")
	proof, _hash = make.add_evidence(ticket, kind="Delivery Proof", caption="邮寄回执")
	signed, _hash = make.add_evidence(ticket, kind="Signed Form", stage="Other", caption="赔付协议")
	letter = orders.make_letter(ticket)
	service_letters.issue(letter)
	orders.serve(letter, evidence=proof.name)
	doc = orders.make_compensation(ticket)
	doc.db_set("signed_evidence", signed.name)
	return unpacked(service_evidence_pack.start("Compensation", doc.name)["file"])


def found(files: dict[str, bytes], folder: Path) -> list[str]:
	"""What the checker names, each as "KIND path"."""
	code, words = checked(files, folder)
	named = [f"{kind.split()[-1]} {path}" for kind, path in ENTRY.findall(words)]
	assert (code == 1) == bool(named), words
	return named


def originals(files: dict[str, bytes]) -> list[str]:
	return sorted(path for path in files if path.startswith("originals/"))


@pytest.mark.clause("R109", "R110")
def test_photos_letters_and_signatures_lie_in_the_pack_and_pass(pack, tmp_path):
	captions = {item["caption"] for item in json.loads(pack["manifest.json"])["evidence"]}
	assert {"渗漏点", "邮寄回执", "赔付协议"} <= captions
	assert len(originals(pack)) >= 3
	(letter,) = (path for path in pack if path.startswith("letters/"))
	text = pdf_text(pack[letter])
	assert "关于维修逾期的知会" in text and "请于整改期内完成" in text
	(drawing,) = (path for path in pack if path.startswith("signatures/"))
	assert pack[drawing] == base64.b64decode(make.SIGNATURE.partition(",")[2])
	assert found(pack, tmp_path) == []


@pytest.mark.clause("R109")
def test_each_change_of_a_file_is_named_with_exactly_that_file(pack, tmp_path):
	first, second = originals(pack)[:2]
	flipped = bytes([pack[first][0] ^ 1]) + pack[first][1:]
	without = {path: content for path, content in pack.items() if path != second}
	changes = {
		"flipped": ({**pack, first: flipped}, [f"CHANGED {first}"]),
		"removed": (without, [f"MISSING {second}"]),
		"added": ({**pack, "originals/more.jpg": b"x"}, ["ADDED originals/more.jpg"]),
		"renamed": ({**without, "originals/other.png": pack[second]}, [f"RENAMED {second}  →  originals/other.png"]),
		"index": ({**pack, "index.pdf": pack["index.pdf"] + b" "}, ["CHANGED index.pdf"]),
	}
	for name, (files, named) in changes.items():
		assert found(files, tmp_path / name) == named, name


@pytest.mark.clause("R109")
def test_a_changed_list_of_files_is_named_and_so_is_a_changed_seal(pack, tmp_path):
	first = originals(pack)[0]
	manifest = pack["manifest.json"].replace(b"Photo", b"Video", 1)
	assert found({**pack, "manifest.json": manifest}, tmp_path / "list") == ["CHANGED manifest.json"]
	seal = b"0" * 64 + pack["manifest.sha256"][64:]
	assert found({**pack, "manifest.sha256": seal}, tmp_path / "seal") == ["CHANGED manifest.sha256"]
	both = {**pack, first: b"x", "manifest.sha256": seal}
	assert found(both, tmp_path / "both") == ["CHANGED manifest.sha256", f"CHANGED {first}"]


@pytest.mark.clause("R109")
def test_the_checker_needs_nothing_of_the_app_and_reads_the_zip_itself(pack, tmp_path):
	"""Python's own path alone, an empty environment, another folder; the zip as it was downloaded."""
	alone = tmp_path / "alone" / "check.py"
	alone.parent.mkdir()
	alone.write_bytes(pack["check.py"])
	address = frappe.get_last_doc("File", {"file_name": ("like", "%.zip")}).get_full_path()
	done = subprocess.run(
		[sys.executable, "-I", "-S", alone, Path(address).resolve()],
		capture_output=True,
		check=False,
		cwd=alone.parent,
		env={},
	)
	words = done.stdout.decode(errors="replace")
	assert (done.returncode, done.stderr) == (0, b""), words + done.stderr.decode(errors="replace")
	assert "PASSED" in words
	assert sorted(path.name for path in alone.parent.iterdir()) == ["check.py"]
