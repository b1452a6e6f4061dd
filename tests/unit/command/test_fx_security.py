"""`fx lint --security`: what the tools say, and that silence for want of a network is not taken for health."""

import json

import pytest

from fxcli.security import CLEAN, FOUND, NOT_ASKED, Outcome, of_exit, of_pip_audit, of_yarn_audit, result

SUMMARY = json.dumps({"type": "auditSummary", "data": {}})
HOLE = json.dumps(
	{"type": "auditAdvisory", "data": {"advisory": {"module_name": "x", "severity": "high", "url": "u"}}}
)


def package(**more):
	return {"name": "x", "version": "1", **more}


@pytest.mark.parametrize(
	("packages", "state"),
	[
		([package(vulns=[])], CLEAN),
		([package(vulns=[{"id": "CVE-1"}]), package(skip_reason="unknown")], FOUND),
		([package(skip_reason="not on the index")], NOT_ASKED),
		([], NOT_ASKED),
	],
)
def test_an_index_without_advisories_is_not_a_clean_bill(packages, state):
	assert of_pip_audit("WARNING: x\n" + json.dumps({"dependencies": packages})).state == state


def test_a_tool_that_broke_was_not_asked():
	assert of_pip_audit("Traceback …").state == NOT_ASKED
	assert [of_exit("bandit", code, "x").state for code in (0, 1, 2)] == [CLEAN, FOUND, NOT_ASKED]


@pytest.mark.parametrize(
	("lines", "state"), [([SUMMARY], CLEAN), ([HOLE, HOLE, SUMMARY], FOUND), (['{"type": "error"}'], NOT_ASKED), ([], NOT_ASKED)]
)
def test_a_registry_that_does_not_answer_was_not_asked(lines, state):
	outcome = of_yarn_audit("\n".join(lines))
	assert outcome.state == state
	assert outcome.text.count("x high: u") == (state == FOUND)


@pytest.mark.parametrize(("states", "code"), [((CLEAN, CLEAN), 0), ((CLEAN, NOT_ASKED), 2), ((NOT_ASKED, FOUND), 1)])
def test_the_exit_code_tells_findings_from_silence(states, code):
	assert result([Outcome("x", state) for state in states]) == code
