"""The lists of default masters in ``fixtures/masters``: whole rows of plain values, as a diff shows them."""

from __future__ import annotations

import csv

import pytest

from . import repo
from .repo import Problem

LISTS = [path for path in repo.files() if path.startswith("fixtures/masters/")]


def problems(path: str, text: str) -> list[Problem]:
	"""Rows that are no rows of the list, and cells that a spreadsheet would run."""
	rows = list(csv.reader(text.splitlines(keepends=True)))
	heads = rows[0]
	found = []
	if len(set(heads)) != len(heads) or not all(heads):
		found.append(Problem(path, "a column has no name, or another one's"))
	for number, row in enumerate(rows[1:], 2):
		if len(row) != len(heads) or not any(row):
			found.append(Problem(f"{path}:{number}", f"has {len(row)} cells, not {len(heads)}"))
		found += [Problem(f"{path}:{number}", f"{cell!r} is a formula") for cell in row if cell[:1] in ("=", "+", "@")]
		found += [Problem(f"{path}:{number}", f"{cell!r} has blanks around it") for cell in row if cell != cell.strip()]
	return found + ([Problem(path, "has the same row twice")] if len({*map(tuple, rows)}) != len(rows) else [])


def test_lists_are_whole():
	found = [problem for path in LISTS for problem in problems(path, repo.read(path))]
	assert len(LISTS) == 21 and {path.rsplit(".", 1)[1] for path in LISTS} == {"csv"}
	assert not found, repo.report(found)


def test_approval_rules_promise_no_signature_beside_their_steps():
	rules = csv.DictReader(repo.read("fixtures/masters/approvals.csv").splitlines())
	assert not [rule["规则"] for rule in rules if "另报" in rule["说明"] or "会签" in rule["说明"]]


@pytest.mark.parametrize(
	"text", ["a,a\n1,2\n", "a,\n1,2\n", "a,b\n1\n", "a,b\n,\n", "a,b\n=1,2\n", "a,b\n 1,2\n", "a,b\n1,2\n1,2\n"]
)
def test_a_broken_list_is_found(text):
	assert problems("x.csv", text)
	assert problems("x.csv", 'a,b\n1,-2\n3,"two\nlines"\n') == []
