"""`fx test`: what is run, how it is counted, and what is said when a suite could not run."""

import subprocess
import sys
import threading

import pytest

from fxcli import config, junit, testing
from fxcli.errors import FxError, SourcesUnreachable
from fxcli.junit import Count
from fxcli.plan import Plan
from fxcli.steps import Step, StepFailed
from fxcli.text import Both
from tests.conftest import homes, seconds
from tests.unit.helpers import fx_home

SUITES = ("unit", "architecture", "site", "e2e", "walks")
REPORT = """<testsuites><testsuite>
<testcase classname="t" name="a"/>
<testcase classname="t" name="b"><failure>x</failure></testcase>
<testcase classname="t" name="c"><skipped/></testcase>
<testcase classname="t" name="d"/>
<testcase classname="t" name="d"><error>teardown</error></testcase>
<testcase classname="" name="tests.e"><error>collection</error></testcase>
</testsuite></testsuites>"""


def test_each_test_counts_once_by_its_worst_result(tmp_path):
	(tmp_path / "r.xml").write_text(REPORT)
	count = junit.read(tmp_path / "r.xml")
	assert count == Count(passed=1, failed=3, skipped=1)
	assert count.line() == "1 passed, 3 failed, 1 skipped"


@pytest.mark.parametrize("content", [None, "", "<testsuites><testsuite>"])
def test_a_missing_or_broken_report_is_a_failure(tmp_path, content):
	if content is not None:
		(tmp_path / "r.xml").write_text(content)
	assert junit.read(tmp_path / "r.xml") == Count(failed=1)


@pytest.mark.parametrize(
	("arguments", "suites", "rest"),
	[
		([], SUITES, ()),
		(["site", "unit", "-k", "clock"], ("unit", "site"), ("-k", "clock")),
		(["-x"], SUITES, ("-x",)),
		(["tests/site/tickets/test_gates.py::test_x"], ("site",), ("tests/site/tickets/test_gates.py::test_x",)),
	],
)
def test_selection(arguments, suites, rest):
	assert testing.select(arguments) == testing.Selection(suites, rest)


@pytest.mark.parametrize("arguments", [["--others"], ["site", "--others"], ["--others", "-k", "clock"]])
def test_the_site_suite_alone_plays_on_a_site_of_others(tmp_path, monkeypatch, arguments):
	run = Run(tmp_path)
	run.selection = testing.select(arguments)
	assert run.selection.others and run.selection.suites == ("site",)
	assert testing.OTHERS not in run.selection.arguments and "not scratch" in run._options("site")
	done = []
	monkeypatch.setattr(run.plan.sites, "restore", lambda site, _config, of_others: done.append((site, of_others)))
	monkeypatch.setattr(run.plan.sites, "copy", lambda *_: None)
	monkeypatch.setattr(run.plan.sites, "restore_base", lambda *_: None)
	monkeypatch.setattr(run.plan.redis, "empty_test_queue", lambda: None)
	for selection in (run.selection, testing.select(["site"])):
		run.selection = selection
		next(step for step in run._steps(("site",)) if step.name == "testsite").run()
	assert done == [(config.TEST_SITES[0], True), (config.TEST_SITES[0], False)]
	assert "not scratch" not in run._options("site")


def test_a_path_replaces_the_folder_of_its_own_suite_only():
	arguments = ("tests/site/tickets/test_gates.py", "-x")
	assert testing.targets("site", arguments) == ["tests/site/tickets/test_gates.py", "-x"]
	assert testing.targets("unit", arguments) == ["tests/unit", "-x"]


class Run(testing.TestRun):
	"""A run whose suites are played: the light ones pass, the others end as told."""

	def __init__(self, home, error=None, **environ):
		fx_home.shell(home)
		plan = Plan(fx_home.settings(home), fx_home.account(home))
		super().__init__(plan, testing.select([]), environ)
		self.error = error

	def _light(self, suites, beside):
		self.count += Count(passed=5)

	def _heavy(self, suites):
		if self.error:
			step = Step("frappe", Both("框架", "Frappe"), lambda: False, lambda: None)
			raise StepFailed(step, self.error)
		self.count += Count(passed=2, skipped=1)


UNREACHABLE = SourcesUnreachable(Both("无法访问 x", "cannot reach x"), Both("检查网络", "check the network"))
BROKEN = FxError(Both("坏了", "broken"), Both("修", "repair"))


@pytest.mark.parametrize(
	("error", "environ", "code", "closing"),
	[
		(None, {}, 0, "7 passed, 0 failed, 1 skipped"),
		(UNREACHABLE, {}, 0, "5 passed, 0 failed, 0 skipped"),
		(UNREACHABLE, {"CI": "true"}, 1, "5 passed, 3 failed, 0 skipped"),
		(BROKEN, {}, 1, "5 passed, 3 failed, 0 skipped"),
	],
)
def test_closing_line_and_exit_code(tmp_path, capsys, error, environ, code, closing):
	assert Run(tmp_path, error, **environ).run() == code
	lines = capsys.readouterr().out.splitlines()
	assert lines[-1] == closing
	assert any("NOT RUN: site, e2e, walks" in line for line in lines) == (error is not None)
	assert any("FX_FRAPPE_URL=" in line for line in lines) == (error is UNREACHABLE)


def test_the_first_run_on_a_machine_writes_what_its_pip_asks_for(tmp_path, monkeypatch):
	"""Before the tools of the bench are there: every pip of this home reads the constraints, and fails without them."""
	run = Run(tmp_path)
	there = []

	def play(command, **_):
		there.append((tmp_path / "constraints.txt").exists())
		return ""

	monkeypatch.setattr(testing.packages, "install", lambda *_: None)
	monkeypatch.setattr(run.plan.shell, "run", play)
	run._make_venv()
	assert there and all(there)


def test_a_suite_that_collects_nothing_or_crashes_fails(tmp_path, capsys):
	run = Run(tmp_path)
	empty = "<testsuites><testsuite></testsuite></testsuites>"

	def nothing(suite):
		run._report(suite).write_text(empty)
		return testing.subprocess.CompletedProcess([], 5)

	run._suite("site", nothing)
	assert not run.healthy and "no test was collected" in capsys.readouterr().out
	crashed = Run(tmp_path / "second")
	crashed._suite(
		"unit", lambda suite: testing.subprocess.run([sys.executable, "-c", "raise SystemExit(3)"])
	)
	assert crashed.count == Count(failed=1) and not crashed.healthy


@pytest.mark.parametrize(
	("arguments", "cores", "wanted"),
	[
		([], 8, ["-n", "2", "--dist", "loadfile"]),
		([], 1, []),
		(["site", "-k", "clock"], 2, ["-n", "2", "--dist", "loadfile"]),
		(["tests/site/tickets/test_gates.py"], 8, []),
	],
)
def test_a_whole_suite_runs_on_two_cores_named_tests_on_one(tmp_path, monkeypatch, arguments, cores, wanted):
	monkeypatch.setattr(testing.os, "cpu_count", lambda: cores)
	run = Run(tmp_path)
	run.selection = testing.select(arguments)
	options = run._options("site")
	assert [o for o in options if o in ("-n", "2", "--dist", "loadfile")] == wanted


@pytest.mark.parametrize(
	("arguments", "waiting"), [([], True), (["-v"], True), (["site"], False), (["-k", "clock"], False), (["site", "e2e"], False)]
)
def test_what_a_whole_run_plays_at_the_end_is_played_once(tmp_path, monkeypatch, arguments, waiting):
	monkeypatch.setattr(testing.os, "cpu_count", lambda: 2)
	run = Run(tmp_path)
	run.selection = testing.select(arguments)
	left_out = [option.removeprefix("--ignore=") for option in run._options("site") if option.startswith("--ignore=")]
	assert run._has_late() is waiting
	assert left_out == (list(testing.LATE_FILES) if waiting else [])
	assert [option for option in run._options(testing.LATE) if option.startswith("tests/")] == list(testing.LATE_FILES)
	assert all((config.REPOSITORY / path).is_file() for path in testing.LATE_FILES)


@pytest.mark.parametrize(("arguments", "several"), [([], False), (["e2e"], True), (["e2e", "walks"], False)])
def test_browsers_beside_one_another_take_one_process_each(tmp_path, monkeypatch, arguments, several):
	monkeypatch.setattr(testing.os, "cpu_count", lambda: 2)
	run = Run(tmp_path)
	run.selection = testing.select(arguments)
	assert ("-n" in run._options("e2e")) is several


def test_files_are_shared_out_by_a_fixed_rule_that_lets_both_processes_end_together():
	files = [("a", 5), ("b", 1), ("c", 3), ("d", 2), ("e", 9)]
	assert homes(files, 2) == {"e": 0, "a": 1, "c": 1, "d": 1, "b": 0}
	assert homes(files[::-1], 2) == homes(files, 2)
	assert set(homes(files, 1).values()) == {0}
	assert seconds("tests/site/demo/test_demo.py", 1) > seconds("tests/site/test_settings.py", 100) > 0


class SideRun(testing.TestRun):
	"""A run whose light suites end only after the preparation of the others has begun."""

	def __init__(self, home, code):
		fx_home.shell(home)
		super().__init__(Plan(fx_home.settings(home), fx_home.account(home)), testing.select([]), {})
		self.code, self.begun, self.waited = code, threading.Event(), []

	def light_step(self):
		return Step("venv", Both("轻量测试环境", "small test environment"), lambda: True, lambda: None)

	def _light_command(self, suite, output=None):
		self.waited.append(self.begun.wait(10))
		output.write(f"said by {suite}\n".encode())
		self._report(suite).parent.mkdir(parents=True, exist_ok=True)
		self._report(suite).write_text(
			'<testsuites><testsuite><testcase classname="t" name="a"/></testsuite></testsuites>'
		)
		return subprocess.CompletedProcess([], self.code)

	def _heavy(self, suites):
		self.begun.set()


@pytest.mark.parametrize("code", [0, 1])
def test_suites_without_a_bench_run_while_the_others_are_prepared(tmp_path, capsys, code):
	run = SideRun(tmp_path, code)
	assert run.run() == code
	assert run.waited == [True, True]
	said = capsys.readouterr().out
	assert "=== unit ===\nsaid by unit" in said and "said by architecture" in said
	assert run.count == Count(passed=2)


class BrowserRun(testing.TestRun):
	"""A run whose browser suites end only after both have begun."""

	def __init__(self, home):
		fx_home.shell(home)
		super().__init__(Plan(fx_home.settings(home), fx_home.account(home)), testing.select([]), {})
		self.both, self.started = threading.Barrier(2, timeout=10), []
		self.plan.redis.empty_test_queue = lambda: None

	def _start(self, services):
		self.started = [service.name for service in services]

	def _bench_command(self, suite, output=None):
		if suite != testing.LATE:
			self.both.wait()
		self._report(suite).parent.mkdir(parents=True, exist_ok=True)
		self._report(suite).write_text(
			f'<testsuites><testsuite><testcase classname="t" name="{suite}"/></testsuite></testsuites>'
		)
		return subprocess.CompletedProcess([], 0)


def test_the_walks_are_played_beside_the_browser_tests_at_an_address_of_their_own(tmp_path):
	run = BrowserRun(tmp_path)
	run._browser_suites(["e2e", "walks"])
	assert run.count == Count(passed=3) and run.healthy  # beside the walks, once the other browser tests are through
	assert {"test-web", "test-worker-1", "walk-web", "walk-worker-1"} <= set(run.started)
	assert len({front.url for front in run._fronts().values()}) == 2


class EstateRun(BrowserRun):
	"""A run whose demo estate is made until the site suite has begun, or cannot be made."""

	def __init__(self, home, error=None):
		super().__init__(home)
		self.order, self.site_began, self.error = [], threading.Event(), error
		self.plan.sites.demo = self._make_estate
		self._steps = lambda suites: []

	def _make_estate(self, site):
		assert self.site_began.wait(10)
		self.order.append("estate")
		if self.error:
			raise self.error

	def _suite(self, suite, command):
		self.site_began.set()
		self.order.append(suite)

	def _browser_suites(self, suites):
		self.order.append("browsers")


def test_the_demo_estate_of_the_walks_is_made_while_the_site_tests_run(tmp_path, monkeypatch):
	monkeypatch.setattr(config, "remember", lambda *_arguments, **_more: None)
	run = EstateRun(tmp_path)
	run._heavy(["site", "e2e", "walks"])
	assert run.order == ["site", "estate", "browsers"]


def test_an_estate_that_cannot_be_made_stops_the_browsers(tmp_path, monkeypatch):
	monkeypatch.setattr(config, "remember", lambda *_arguments, **_more: None)
	run = EstateRun(tmp_path, BROKEN)
	with pytest.raises(StepFailed, match="broken"):
		run._heavy(["site", "e2e", "walks"])
	assert "browsers" not in run.order
