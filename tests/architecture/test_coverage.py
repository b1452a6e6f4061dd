"""Every clause has its row; the table is fresh; no clause loses its test."""

import re
from dataclasses import replace

import pytest

from . import clauses, coverage, repo
from .repo import Source

#: Clauses that data or forms fulfil: roles, print formats.
BY_DATA = ("R3", "R62", "R114")
RENEW = "run python3 -m tests.architecture.coverage --write"


def test_every_clause_has_one_row():
	assert tuple(clause.number for clause in coverage.clauses()) == coverage.NUMBERS


def test_rows_are_complete():
	short = [c.number for c in coverage.clauses() if not (c.english and c.chinese and (c.where or c.planned))]
	assert not short, f"rows of docs/clauses.csv without text, place or plan: {short}"


def test_a_clause_has_a_test_or_the_reason_why_none_can_be():
	bare = [c.number for c in coverage.clauses() if bool(coverage.marks().get(c.number)) == bool(c.untested)]
	assert not bare, f"clauses with neither test nor reason, or with both: {bare}"


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


def problems(clause: coverage.Clause, tests: list[str]) -> list[str]:
	"""What is wrong with the function and the tests that a clause with tests names."""
	proofs, decided = clause.proof.split(), clause.decides.split()
	found = [f"{clause.number}: {one} does not exist or has not its mark" for one in proofs if one not in tests]
	found += [f"{clause.number}: {one} does not exist" for one in decided if not _stands(one)]
	if not 1 <= len(proofs) <= 2 or len(decided) > 2:
		found.append(f"{clause.number}: name one or two tests in proof, and one or two functions in decides")
	return found if decided or clause.number in BY_DATA else [*found, f"{clause.number}: name in decides what decides it"]


def _stands(named: str) -> bool:
	path, _, name = named.partition("::")
	return path in repo.files() and name in dict(repo.functions(Source(path, repo.read(path)).tree))


def test_every_clause_with_tests_names_what_decides_it_and_what_proves_it():
	found = [one for clause in coverage.clauses() if (tests := coverage.marks().get(clause.number)) for one in problems(clause, tests)]
	assert not found, repo.report(found)


def test_a_function_that_is_gone_or_a_test_without_its_mark_is_found():
	rule = "fangxiu_app/delivery/rules_handover.py::check_proxy"
	here = coverage.Clause("R46", "", "", "", "", rule, "tests/x.py::test_a", "")
	assert problems(here, ["tests/x.py::test_a"]) == []
	assert problems(here, ["tests/x.py::test_b"]) == ["R46: tests/x.py::test_a does not exist or has not its mark"]
	assert problems(replace(here, decides=rule + "s"), ["tests/x.py::test_a"]) == [f"R46: {rule}s does not exist"]
	assert len(problems(replace(here, decides="", proof=""), [])) == 2
	assert _stands("fangxiu_app/fangxiu_app/doctype/repair_ticket/repair_ticket.py::RepairTicket.follow_emergency")


def section(number: str) -> str:
	return coverage.render().split(f"\n## {number} ")[1].split("\n## ")[0]


@pytest.mark.parametrize(
	("number", "line"),
	[
		("R72", "紧急到场 Emergency Arrival = 15 分钟, 24×7, 转达房修中心或重开 → 到场（制度） · "),
		("R98", "临时应急措施 Temporary Measure = 60 分钟（1 小时）, 24×7, 紧急勘察完成 → 措施登记（推定） · "),
		("R46", "handover_months = 1 月（制度） · "),
		("R46", "交付节点 代为验收 M24 = C + 1 月, 房修部, 凭证 代为验收（推定：制度自整改完成起算一个月） · "),
		("R107", "notices_wanted = 1 次（推定） · "),
		("R106", "考评 完工及时率 = 权重 20（依据 R106） · "),
		("R79", "指标 录入及时率 entry_rate = 未设目标（依据 R79） · "),
		("R13", "条款无数字"),
		("R57", "条款无数字"),
		("R52", "期满前知会 expiry_notice_months = 1 月（制度） · "),
	],
)
def test_a_number_is_printed_with_unit_source_and_file(number, line):
	assert any(said.startswith("- 数字 · number: ") and line in said for said in section(number).splitlines()), section(number)


def test_the_numbers_of_all_limits_are_printed_with_their_source():
	inferred = {
		line.split(" = ")[0].split(" ", 1)[1]: int(line.split(" = ")[1].split(" ")[0])
		for _, line in clauses.values()
		if "limits.csv" in line and "（推定）" in line
	}
	assert inferred["Temporary Measure"] == 60
	assert "Emergency Arrival" not in inferred


def test_a_module_that_names_a_clause_is_a_rule_of_it():
	text = '"""Of R6 and R7."""\ndef f():\n\t"""R7."""\n'
	assert dict(clauses.rules_of(Source("fangxiu_app/x/rules_y.py", text))) == {
		"R7": "[`fangxiu_app/x/rules_y.py::f`](../fangxiu_app/x/rules_y.py)",
		"R6": "[`fangxiu_app/x/rules_y.py`](../fangxiu_app/x/rules_y.py)",
	}


@pytest.mark.parametrize(
	("number", "holds"),
	[
		("R46", ("delivery/rules_handover.py", "handover_months", "代为验收")),
		("R72", ("follow_emergency", "limits.csv")),
		("R87", ("gates", "manager_visit")),
		("R98", ("emergency_measure", "limits.csv")),
		("R107", ("contractors/breach/rules_breach.py", "cure_days", "serve_notice")),
	],
)
def test_a_clause_is_found_with_its_rule_its_numbers_and_its_tests(number, holds):
	found = section(number)
	assert "- 判定 · decides: [`" in found and "- 证明 · proof: [`tests/" in found
	missing = [one for one in holds if one not in found]
	assert not missing, found


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
