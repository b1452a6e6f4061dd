"""Every day that people enter in a document is decided: how far ahead it may lie, that it is past, or which rule of its own says so."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from fangxiu_app.core.time import days_of_documents as days

from . import repo
from .repo import Problem

TABLE = "docs/days.csv"
DATES = ("Date", "Datetime")
#: How a rule of its own looks at a day; a document that nobody creates by hand has none.
CHECKS = re.compile(r"check_(planned|happened|event_time)|time_in_future|today")


def entered(doctypes: dict[str, dict]) -> set[tuple[str, str]]:
	"""(DocType, field) of every day that people may enter."""
	return {
		(name, field["fieldname"])
		for name, doctype in doctypes.items()
		for field in doctype["fields"]
		if field["fieldtype"] in DATES and not field.get("read_only")
	}


def problems(wanted: set[tuple[str, str]], registry: set[tuple[str, str]], rows: list[dict]) -> list[Problem]:
	"""Days that nobody decided, that are decided twice, and rows without a reason or a rule."""
	own = [(row["document"], field) for row in rows for field in row["fields"].split()]
	found = [Problem(f"{name}.{field}", f"is a day without a decision: core/time/days_of_documents.py, or {TABLE}") for name, field in sorted(wanted - registry - set(own))]
	found += [Problem(f"{name}.{field}", "is decided twice") for name, field in sorted(registry & set(own))]
	found += [Problem(f"{name}.{field}", "stands in the list twice, or is no day that people enter") for name, field in own if own.count((name, field)) > 1 or (name, field) not in wanted]
	found += [Problem(row["document"], "has no reason") for row in rows if len(row["why"].split()) < 4]
	found += [Problem(row["document"], f"{row['where']} has no rule for it") for row in rows if not _rules(row)]
	return found


def _rules(row: dict) -> bool:
	path = repo.ROOT / row["where"]
	return path.is_file() and ("nobody may create one" in row["why"] or bool(CHECKS.search(path.read_text(encoding="utf-8"))))


def decided() -> set[tuple[str, str]]:
	return {(name, field) for name in {*days.PLANNED, *days.HAPPENED} for field in days.fields_of(name)}


def listed() -> list[dict]:
	with Path(repo.ROOT / TABLE).open(encoding="utf-8", newline="") as file:
		return list(csv.DictReader(file))


def test_every_day_that_is_entered_is_decided():
	assert problems(entered(repo.doctypes()), decided(), listed()) == []


def test_the_registry_names_days_of_documents():
	known = {(name, field["fieldname"]) for name, doctype in repo.doctypes().items() for field in doctype["fields"] if field["fieldtype"] in DATES}
	assert decided() - known == set()


def test_each_kind_of_gap_is_seen():
	row = {"document": "A", "fields": "on", "where": "fangxiu_app/expiry/rules_expiry.py", "why": "it lies within a year"}
	day = {("A", "on")}
	assert problems(day, set(), [row]) == problems(day, day, []) == []
	for wanted, registry, rows in (
		(day, set(), []),
		(day, day, [row]),
		(day, set(), [row, row]),
		(set(), set(), [row]),
		(day, set(), [{**row, "why": "so"}]),
		(day, set(), [{**row, "where": "fangxiu_app/core/phone.py"}]),
		(day, set(), [{**row, "where": "fangxiu_app/none.py"}]),
	):
		assert problems(wanted, registry, rows)
