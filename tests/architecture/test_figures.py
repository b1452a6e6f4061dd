"""docs/figures.md is up to date, and tickets are counted by the register of figures only."""

import re

import pytest

from fangxiu_app.figures import rules_figures

from . import figures as page
from . import repo

#: Files of reading code that compare the next due time or the repeat mark by themselves, and why they may.
ALONE = {
	"fangxiu_app/figures/reads_kpi_facts.py": "the facts of the register",
	"fangxiu_app/reports/reads_reports.py": "a filter of a list, no figure",
	"fangxiu_app/complaints/reads_complaints.py": "limits of complaints, no tickets",
}
LATE = re.compile(r"next_due_at\s*<\s*\w+")
#: Files that ask by themselves which tickets are open or cancelled, and add something up.
COUNTED_ALONE = {
	"fangxiu_app/figures/reads_kpi_facts.py": "the facts of the register",
	"fangxiu_app/figures/reads_figures.py": "the register in the words of the list view",
	"fangxiu_app/reports/reads_reports.py": "lists open tickets; counts limits by their own states",
	"fangxiu_app/reports/reads_clock_reports.py": "how long each had the work: turns of tickets, not tickets",
	"fangxiu_app/expiry/reads_expiry.py": "a campaign's tickets: open when the notice went out, or reported since; what is not counted is the register's",
	"fangxiu_app/field/reads_my_day.py": "lists an engineer's tickets; counts photos",
}
UNFINISHED = re.compile(r"(notin|isin|not in\"),? ?\(?(list\()?(FINAL|kpi\.NOT_COUNTED|NOT_COUNTED)\b")
COUNTS = re.compile(r"\b(Count|Sum)\(|\.count\(")


@pytest.mark.clause("R7")
def test_page_is_fresh():
	assert repo.read(page.PAGE) == page.render(), "run python3 -m tests.architecture.figures --write"


def test_page_shows_every_row():
	written = page.render()
	assert all(f"`{row.code}`" in written for row in rules_figures.REGISTER)


def test_lateness_is_counted_by_the_register():
	found = {
		path
		for path in repo.files()
		if repo.is_reads(path) and path.endswith(".py")
		if LATE.search(repo.read(path))
	}
	assert found == set(ALONE), "count by reads_figures, or say here why not"


def test_open_tickets_are_counted_by_the_register():
	"""Whoever asks for open or counted tickets and adds something up takes the condition from the register."""
	found = {
		path
		for path in repo.files()
		if path.endswith(".py")
		and (repo.is_reads(path) or path.startswith("fangxiu_app/fangxiu_app/") or "/api_" in path)
		if UNFINISHED.search(repo.read(path)) and COUNTS.search(repo.read(path))
	}
	assert set(found) == set(COUNTED_ALONE), "count by reads_figures, or say here why not"


def test_optional_dates_are_not_compared_in_frappes_filters():
	"""Frappe reads a comparison with an empty date as true: filters of lists say "is set" beside it, queries ask SQL."""
	pattern = re.compile(r"\"(next_due_at|due_at|closed_at|owner_accepted_at|third_party_at)\": \(\"<")
	for path in repo.files():
		if path.startswith("fangxiu_app/") and path.endswith(".py"):
			assert not pattern.search(repo.read(path)), path
