"""`fx test`: the suites, each with the environment it needs, and one closing line."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fxcli import config, junit, packages
from fxcli.config import REPOSITORY, SCRATCH_SITE, TEST_SITES, WALK_SITE
from fxcli.errors import FxError, SourcesUnreachable, render
from fxcli.files import remove_tree
from fxcli.junit import Count
from fxcli.plan import Plan
from fxcli.stack import Front
from fxcli.stamps import fingerprint
from fxcli.steps import Step, StepFailed, run_all
from fxcli.supervisor import Service
from fxcli.text import Both, say

SUITES = ("unit", "architecture", "site", "e2e", "walks")
WITHOUT_BENCH = ("unit", "architecture")
BROWSER = ("e2e", "walks")
#: Suites whose tests share one site, so that only one process may play them.
ONE_PROCESS = ("walks",)
#: Files of the site suite that are played last in a whole run, on the second test site: the walks take longer than the
#: other browser tests, whose core would have nothing to do until they end.
LATE = "site-late"
LATE_FILES = (
	"tests/site/demo/test_demo.py",
	"tests/site/setup/test_uninstall.py",
	"tests/site/core/test_wrong_types.py",
)
#: Asks for the site suite on sites made by `tests/site/helpers/others.py`.
OTHERS = "--others"
#: Arguments for pytest that leave the choice of tests alone.
SAY_MORE = ("-v", "-vv", "-q", "-s", "--durations=0")
VENV_PACKAGES = (
	"pytest>=8,<9",
	"pytest-xdist>=3.5,<4",
	"hypothesis>=6.100",
	"openpyxl>=3.1",
	"opencc>=1.1,<2",
	"ruff>=0.6",
	"import-linter>=2,<3",
)


@dataclass(frozen=True)
class Selection:
	"""What the caller asked for."""

	suites: tuple[str, ...]
	arguments: tuple[str, ...]
	#: The site suite on sites that others have worked on for years, with rules of their own.
	others: bool = False


def select(arguments: Sequence[str]) -> Selection:
	"""Leading suite names, then arguments for pytest. Without names: the suites that given paths lie in, else all.
	With ``--others`` the site suite alone, on sites of others."""
	rest = [one for one in arguments if one != OTHERS]
	others = len(rest) < len(arguments)
	if others:
		return Selection(("site",), tuple(rest[1:] if rest[:1] == ["site"] else rest), others)
	named = []
	while rest and rest[0] in SUITES:
		named.append(rest.pop(0))
	if not named:
		named = [s for s in SUITES if any(path.startswith(f"tests/{s}") for path in rest)] or list(SUITES)
	return Selection(tuple(s for s in SUITES if s in named), tuple(rest))


def targets(suite: str, arguments: Sequence[str]) -> list[str]:
	"""pytest's arguments for one suite: its folder, unless a path in it was given."""
	foreign = tuple(f"tests/{other}" for other in SUITES if other != suite)
	kept = [a for a in arguments if not a.startswith(foreign)]
	named = any(a.startswith(f"tests/{suite}") for a in kept)
	return kept if named else [f"tests/{suite}", *kept]


class Beside:
	"""Suites that run one after the other in a thread, their output kept in files until it is asked for."""

	def __init__(
		self, suites: Sequence[str], command: Callable[..., subprocess.CompletedProcess], folder: Path
	):
		self.suites = suites
		self._command = command
		self._folder = folder
		self._done: dict[str, subprocess.CompletedProcess] = {}
		self._thread = threading.Thread(target=self._run, daemon=True)
		self._thread.start()

	def _log(self, suite: str) -> Path:
		return self._folder / f"test-{suite}.log"

	def _run(self) -> None:
		for suite in self.suites:
			with self._log(suite).open("wb") as output:
				self._done[suite] = self._command(suite, output)

	def result(self, suite: str) -> subprocess.CompletedProcess:
		"""What became of ``suite``, after its output was shown. Raises KeyError if it could not be started."""
		self._thread.join()
		say(self._log(suite).read_text(encoding="utf-8", errors="replace"))
		return self._done[suite]


class Meanwhile:
	"""A step taken in a thread, while a suite runs that does not need it."""

	def __init__(self, step: Step, note: Callable[[str], None]) -> None:
		self._step, self._note = step, note
		self._failure: FxError | None = None
		self._begun = time.monotonic()
		self._thread = threading.Thread(target=self._run, daemon=True)
		self._thread.start()

	def _run(self) -> None:
		self._note(f"step {self._step.name}: begin")
		try:
			self._step.run()
		except FxError as error:
			self._failure = error
		self._seconds = time.monotonic() - self._begun

	def join(self) -> None:
		"""Wait for it. Raises StepFailed."""
		self._thread.join()
		if self._failure:
			raise StepFailed(self._step, self._failure) from self._failure
		self._note(f"step {self._step.name}: done in {self._seconds:.1f} s")
		say(f"{self._step.title} … 完成 done ({self._seconds:.1f} s)")


class TestRun:
	"""One run of some suites on one home."""

	def __init__(self, plan: Plan, selection: Selection, environ: Mapping[str, str]) -> None:
		self.plan = plan
		self.settings = plan.settings
		self.selection = selection
		self.ci = environ.get("CI", "").lower() in ("1", "true", "yes")
		self.long = environ.get("FX_LONG", "")
		self.count = Count()
		self.healthy = True
		self.beside: Beside | None = None
		#: The walks write their guides instead of comparing them (`fx guides`).
		self.guides = False

	def run(self) -> int:
		"""All selected suites; prints the closing line last. Returns the exit code.

		Suites without a bench run while bench and sites of the others are made: they wait for one another's core anyway.
		"""
		light = [s for s in self.selection.suites if s in WITHOUT_BENCH]
		heavy = [s for s in self.selection.suites if s not in WITHOUT_BENCH]
		if light:
			self._guarded(light, lambda: self._light(light, beside=bool(heavy)))
		if heavy:
			self._guarded(heavy, lambda: self._heavy(heavy))
			self._join()
		say()
		say(self.count.line())
		return 0 if self.healthy and self.count.failed == 0 else 1

	def _guarded(self, suites: Sequence[str], action: Callable[[], None]) -> None:
		"""Preparing the suites may fail: that is said loudly and counts, except for sources out of reach outside CI."""
		try:
			action()
		except StepFailed as failure:
			say(render(failure.error, failure.step.title, str(self.plan.shell.log)))
			names = ", ".join(suites)
			say(f"!!! 未运行 NOT RUN: {names}")
			unreachable = isinstance(failure.error, SourcesUnreachable)
			if unreachable:
				say(
					"!!! 没有 bench，也无法取得 Frappe/ERPNext 源码。There is no bench, and its sources are out of reach."
				)
				say(
					"!!! 请用 supply them: FX_FRAPPE_URL=… FX_ERPNEXT_URL=… ./fx test   或 or   FX_BENCH=… ./fx test"
				)
			if self.ci or not unreachable:
				self.count += Count(failed=len(suites))

	# suites that need no bench

	def _light(self, suites: Sequence[str], beside: bool) -> None:
		run_all([self.light_step()], self.plan.shell.note)
		if beside:
			self.beside = Beside(suites, self._light_command, self.settings.logs)
			return
		for suite in suites:
			self._suite(suite, self._light_command)

	def _join(self) -> None:
		"""Wait for the suites that ran beside, and show and count them as if they had run here."""
		if not self.beside:
			return
		beside, self.beside = self.beside, None
		for suite in beside.suites:
			self._suite(suite, beside.result)

	def light_step(self) -> Step:
		"""The small environment for unit and architecture tests and for `fx lint`."""
		return Step("venv", Both("轻量测试环境", "small test environment"), self._venv_done, self._make_venv)

	@property
	def venv(self) -> Path:
		return self.settings.home / "testenv"

	def _venv_done(self) -> bool:
		question = [self.venv / "bin" / "python", "-c", "import pytest, xdist, hypothesis, openpyxl, importlinter"]
		return (
			self.plan.stamps.holds("venv", fingerprint(*VENV_PACKAGES))
			and self.plan.shell.probe(question) is not None
		)

	def _make_venv(self) -> None:
		packages.install(self.plan.shell, [packages.python_need(self.plan.shell)])
		remove_tree(self.venv)
		self.plan.toolbox.write_constraints()
		self.plan.shell.run([packages.need_python(self.plan.shell), "-m", "venv", self.venv])
		self.plan.shell.run([self.venv / "bin" / "pip", "install", "--quiet", *VENV_PACKAGES])
		self.plan.stamps.put("venv", fingerprint(*VENV_PACKAGES))

	def _light_command(self, suite: str, output: IO | None = None) -> subprocess.CompletedProcess:
		"""From the checkout itself, as the caller."""
		env = dict(os.environ) | {"PYTHONDONTWRITEBYTECODE": "1"} | self._hypothesis(suite)
		command = [self.venv / "bin" / "python", "-m", "pytest", *self._options(suite)]
		return subprocess.run(
			command,
			cwd=REPOSITORY,
			env=env,
			stdin=subprocess.DEVNULL,
			stdout=output,
			stderr=output and subprocess.STDOUT,
		)

	def _hypothesis(self, suite: str) -> dict[str, str]:
		"""Its examples are kept outside the checkout, one folder per suite; FX_LONG asks for the long profiles."""
		folder = str(self.settings.cache / f"hypothesis-{suite}")
		return {"HYPOTHESIS_STORAGE_DIRECTORY": folder, "FX_LONG": self.long}

	# suites on a real site

	def _heavy(self, suites: Sequence[str]) -> None:
		run_all(self._steps(suites), self.plan.shell.note)
		self._join()
		config.remember(self.settings, os.environ, proven=True)
		estate = Meanwhile(self.plan.walk_estate(), self.plan.shell.note) if "walks" in suites else None
		if "site" in suites:
			self._suite("site", self._bench_command)
		if estate:
			estate.join()
		browser = [suite for suite in BROWSER if suite in suites]
		if browser:
			self._browser_suites(browser)

	def _steps(self, suites: Sequence[str]) -> list[Step]:
		"""What these suites stand on."""
		plan, fronts = self.plan, [front for suite, front in self._fronts().items() if suite in suites]
		tests = any(s in suites for s in ("site", "e2e"))
		steps = plan.foundation(fronts=fronts, browser=bool(fronts))
		steps += [plan.test_packages(), *([plan.test_sites(self.selection.others)] if tests else [])]
		return [*steps, plan.walk_site(beside_tests=tests)] if "walks" in suites else steps

	def _fronts(self) -> dict[str, Front]:
		return {"e2e": self.plan.stack.test, "walks": self.plan.stack.walk}

	def _browser_suites(self, suites: Sequence[str]) -> None:
		"""Each at an address of its own; the second is played beside the first, whose browser waits half of its time."""
		self.plan.redis.empty_test_queue()  # jobs of the suite before, which had no worker, would come first
		services = [one for suite in suites for one in self.plan.stack.all_test(self._fronts()[suite])]
		serve = Step(
			"testserver",
			Both("测试网页服务", "web servers for the tests"),
			lambda: False,
			lambda: self._start(services),
		)
		try:
			run_all([serve], self.plan.shell.note)
			beside = Beside(suites[1:], self._bench_command, self.settings.logs)
			for suite in (suites[0], *([LATE] if self._has_late() else [])):
				self._suite(suite, self._bench_command)
			for suite in beside.suites:
				self._suite(suite, beside.result)
		finally:
			for service in reversed(services):
				self.plan.supervisor.stop(service.name)

	def _has_late(self) -> bool:
		"""Whether some files of the site suite wait for the end: in a run of everything, with no test named."""
		whole = all(argument in SAY_MORE for argument in self.selection.arguments)
		return whole and set(self.selection.suites) >= {"site", *BROWSER}

	def _start(self, services: Sequence[Service]) -> None:
		for service in services:
			self.plan.supervisor.stop(service.name)
			self.plan.supervisor.start(service)

	def _bench_command(self, suite: str, output: IO | None = None) -> subprocess.CompletedProcess:
		"""From the bench's copy, as the account that owns the bench."""
		settings = self.settings
		own_site = {"walks": WALK_SITE, LATE: TEST_SITES[-1]}
		ours = {
			"FX_SITES": own_site.get(suite, " ".join(TEST_SITES)),
			"FX_SCRATCH_SITE": SCRATCH_SITE,
			"FRAPPE_REDIS_QUEUE": self.plan.redis.idle_queue if suite == LATE else self.plan.redis.test_queue,
			"FRAPPE_REDIS_CACHE": self.plan.redis.near_cache,
			"FX_SITES_PATH": str(settings.sites_path),
			"FX_WEB_URL": settings.walk_url if suite == "walks" else settings.test_url,
			"FX_ADMIN_PASSWORD": self.plan.secrets.get("admin_password"),
			"FX_DEMO_PASSWORD": self.plan.secrets.get("demo_password"),
			"FX_GUIDES": "write" if self.guides else "",
			"FX_CHROMIUM": packages.find_chromium(self.plan.shell) or "",
			"FX_ARTIFACTS": str(settings.artifacts),
		}
		return subprocess.run(
			[settings.env_python, "-m", "pytest", *self._options(suite)],
			cwd=settings.app_path,
			env=self.plan.shell.env | ours | self._hypothesis(suite),
			stdin=subprocess.DEVNULL,
			stdout=output,
			stderr=output and subprocess.STDOUT,
			**self.plan.shell.account.popen_options(),
		)

	# running and counting

	def _report(self, suite: str) -> Path:
		return self.settings.run / f"junit-{suite}.xml"

	def _options(self, suite: str) -> list[str]:
		self._report(suite).unlink(missing_ok=True)
		options = [
			"-p",
			"no:cacheprovider",
			f"--junit-xml={self._report(suite)}",
			"-o",
			"junit_family=xunit2",
		]
		if suite == LATE:
			return [*options, *LATE_FILES, *self.selection.arguments]
		left_out = [f"--ignore={path}" for path in LATE_FILES] if suite == "site" and self._has_late() else []
		# these tests make their own sites of others, of one that is plain
		left_out += ["-m", "not scratch"] if self.selection.others else []
		return [*options, *left_out, *self._side_by_side(suite), *targets(suite, self.selection.arguments)]

	def _side_by_side(self, suite: str) -> list[str]:
		"""A whole suite runs in several processes, each with its own files; named tests run in one.

		Suites of the browser that are played beside one another take one each: two keep two cores busy, and a third makes
		all of them slower and the last one late.
		"""
		whole = not any(a.startswith(f"tests/{suite}") for a in self.selection.arguments)
		beside = suite in BROWSER and set(BROWSER) <= set(self.selection.suites)
		whole = whole and suite not in ONE_PROCESS and not beside
		processes = min(len(TEST_SITES), os.cpu_count() or 1)
		return (
			["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder"]
			if whole and processes > 1
			else []
		)

	def _suite(self, suite: str, command: Callable[[str], subprocess.CompletedProcess]) -> None:
		say(f"\n=== {suite} ===")
		done = command(suite)
		count = junit.read(self._report(suite))
		if count.total == 0:
			say(f"!!! {suite}: 没有收集到测试 · no test was collected")
		self.healthy = self.healthy and done.returncode == 0 and count.total > 0
		self.count += count
