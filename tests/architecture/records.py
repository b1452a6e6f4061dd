"""Standard records reach a site only when the time of their last change is later: ``python3 -m tests.architecture.records --write``.

Frappe 15 compares contents for DocTypes alone; reports, cards, desks and prints are taken anew by ``modified``. ``records.txt`` keeps
what each record last looked like, so that a change without a later time is noticed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from . import repo

LEDGER = Path(__file__).with_name("records.txt")


def digest(record: dict) -> str:
	"""Of everything but the time of the change."""
	content = {key: value for key, value in record.items() if key != "modified"}
	return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def found() -> dict[str, tuple[str, str]]:
	"""Path → (time of the last change, digest) of every standard record that is no DocType."""
	prefix = f"{repo.PACKAGE}/{repo.PACKAGE}/"
	paths = [path for path in repo.files() if path.startswith(prefix) and path.endswith(".json") and "/doctype/" not in path]
	records = {path: repo.load(path) for path in paths}
	return {
		path: (record["modified"], digest(record))
		for path, record in records.items()
		if isinstance(record, dict) and record.get("modified")
	}


def kept() -> dict[str, tuple[str, str]]:
	"""The same as it was written down last."""
	lines = LEDGER.read_text(encoding="utf-8").splitlines() if LEDGER.exists() else []
	rows = (line.rsplit("\t", 2) for line in lines)
	return {path: (modified, content) for path, modified, content in rows}


def unnoticed(before: dict[str, tuple[str, str]], now: dict[str, tuple[str, str]]) -> list[str]:
	"""Records that changed and whose time did not: sites that have them keep the old ones."""
	both = before.keys() & now.keys()
	return sorted(path for path in both if now[path][1] != before[path][1] and now[path][0] <= before[path][0])


def write() -> None:
	"""Write down what is there. Ends with a message where a record changed without a later time."""
	now = found()
	if late := unnoticed(kept(), now):
		sys.exit("set a later modified in: " + ", ".join(late))
	LEDGER.write_text("".join(f"{path}\t{modified}\t{content}\n" for path, (modified, content) in sorted(now.items())), encoding="utf-8")


if __name__ == "__main__":
	if "--write" in sys.argv:
		write()
