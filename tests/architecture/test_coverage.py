"""Every clause has its row; the table is fresh; no clause loses its test."""

import re

import pytest

from . import coverage, repo
from .repo import Source

RENEW = "run python3 -m tests.architecture.coverage --write"


def test_every_clause_has_one_row():
	assert tuple(clause.number for clause in coverage.clauses()) == coverage.NUMBERS


def test_rows_are_complete():
	short = [c.number for c in coverage.clauses() if not (c.english and c.chinese and (c.where or c.planned))]
	assert not short, f"rows of docs/clauses.csv without text, place or plan: {short}"


def test_places_exist():
	gone = [
		f"{c.number}: {c.where}" for c in coverage.clauses() if c.where and not (repo.ROOT / c.where).exists()
	]
	assert not gone, f"docs/clauses.csv names places that do not exist: {gone}"


def test_marks_name_known_clauses():
	unknown = {clause: tests for clause, tests in coverage.marks().items() if clause not in coverage.NUMBERS}
	assert not unknown, f"marks of clauses the regulation does not have: {unknown}"


def test_table_is_fresh():
	assert repo.read(coverage.TABLE) == coverage.render(), f"{coverage.TABLE} is stale: {RENEW}"


@pytest.mark.parametrize(
	("number", "holds"),
	[
		("R46", ("delivery/rules_handover.py", "handover_months", "代为验收")),
		("R72", ("时限",)),
		("R87", ("gates", "manager_visit")),
		("R98", ("temporary_measure", "时限")),
		("R107", ("contractors/breach/rules_breach.py", "cure_days", "serve_notice")),
	],
)
def test_a_clause_is_found_with_its_rule_its_numbers_and_its_tests(number, holds):
	section = coverage.render().split(f"\n## {number} ")[1].split("\n## ")[0]
	assert "tests/" in section
	missing = [one for one in holds if one not in section]
	assert not missing, section


def test_no_clause_loses_its_test():
	lost = [number for number in coverage.covered() if number not in coverage.marks()]
	assert not lost, f"clauses that had a test and have none: {lost}"


def test_ratchet_holds_what_is_covered():
	loose = [number for number in coverage.marks() if number not in coverage.covered()]
	assert not loose, f"covered, but the ratchet does not hold them: {loose}; {RENEW}"


def test_code_names_known_clauses():
	named = {
		(number, path)
		for path in repo.text_files()
		if path.startswith("fangxiu_app/") and path.endswith((".py", ".js", ".json", ".html"))
		for number in re.findall(r"\bR\d{1,3}\b", repo.read(path))
	}
	unknown = sorted((number, path) for number, path in named if number not in coverage.NUMBERS)
	assert len(named) > 50
	assert not unknown, f"the code names clauses the regulation does not have: {unknown}"


@pytest.mark.parametrize("number", ["R72", "R79", "R87", "R88", "R89", "R93", "R107"])
def test_gates_and_limits_of_the_main_job_are_proved(number):
	assert coverage.marks().get(number), f"no test is marked with {number}"


def test_marks_are_found_wherever_they_stand():
	text = (
		"import pytest\npytestmark = [pytest.mark.clause('R1'), pytest.mark.slow]\n"
		"@pytest.mark.clause('R2', 'R3')\ndef test_a(): assert x\n"
		"@pytest.mark.clause('R4')\nclass TestB:\n"
		"\tpytestmark = pytest.mark.clause('R5')\n"
		"\t@pytest.mark.parametrize('p', [pytest.param(1, marks=pytest.mark.clause('R6'))])\n"
		"\tdef test_c(self, p): assert p\n"
		"@pytest.mark.clause('R7')\ndef helper(): pass\n"
	)
	found = sorted(coverage.marked(Source("tests/x.py", text)))
	assert found == [
		("R1", "tests/x.py::TestB::test_c"),
		("R1", "tests/x.py::test_a"),
		("R2", "tests/x.py::test_a"),
		("R3", "tests/x.py::test_a"),
		("R4", "tests/x.py::TestB::test_c"),
		("R5", "tests/x.py::TestB::test_c"),
		("R6", "tests/x.py::TestB::test_c"),
	]
