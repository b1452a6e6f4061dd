"""Command line of `fx`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence

from fxcli import account as accounts
from fxcli import checks, closing, config, doctor, guides, lint, lock, mutants, security, testing
from fxcli.config import BENCHMARK_SITE, DEMO_SITE, REPOSITORY, Settings
from fxcli.errors import FxError, render
from fxcli.files import read_json
from fxcli.plan import Plan
from fxcli.steps import Step, StepFailed, run_all
from fxcli.text import Both, prepare_output, say

INTERRUPTED = 130  # the shell's convention for Ctrl+C
LOG_LINES = "50"

HELP = """fx：房修中心一键命令 · the one command of fangxiu_app

  ./fx up                 从零搭建并启动，打印网址与账号 · build, start, print address and users
  ./fx down               停止全部服务 · stop everything
  ./fx test [套件 suite…] [pytest 参数 arguments]
                          unit architecture site e2e walks，默认全部 · all by default
                          --others：在他人用过多年的站点上跑 site · site, on a site of others
  ./fx guides [测试 tests] 由走查重新生成使用指南 · write docs/guides anew from the walks
  ./fx doctor             逐项检查，说明问题与处理办法 · check every part
  ./fx logs [名称 name]   查看日志 · show logs (-f: follow)
  ./fx demo [--clear]     重建或清除示例数据 · make or remove the demo estate
  ./fx benchmark [数量 n]  与 ERPNext 自带报表对比测速 · reports beside ERPNext's own
  ./fx lint [--security]  代码检查 · ruff, pyright, eslint, prettier, tests of scripts; tools that look for holes
  ./fx mutants [模块 …]    变异测试：测试是否真的守住规则 · which faults in the rules no test notices
  ./fx bench ARGS…        在 bench 中执行命令 · run a bench command
  ./fx shell              进入 bench 的命令行 · a shell inside the bench

设置项见 docs/operations.md · settings: docs/operations.md
"""


class Fx:
	"""One invocation."""

	def __init__(self, settings: Settings, account: accounts.Account, command: str) -> None:
		self.settings = settings
		self.command = command
		self.plan = Plan(settings, account)

	def locked(self, action: Callable[[], int]) -> int:
		"""Alone on this home, and after ending what a killed `fx` left running."""
		with lock.hold(self.settings.run / "fx.lock", self.command, wait=self.settings.lock_wait):
			if self.plan.shell.end_leftover():
				self.plan.shell.note("ended a command left over by a killed fx")
			return action()

	def up(self, arguments: Sequence[str]) -> int:
		"""From nothing to the running demo."""
		_none(arguments)
		return self.locked(self._up)

	def _up(self) -> int:
		steps = [*self.plan.foundation(fronts=[self.plan.stack.demo]), *self.plan.demo()]
		run_all(steps, self.plan.shell.note)
		config.remember(self.settings, os.environ, proven=True)
		self._closing_words()
		return 0

	def _closing_words(self) -> None:
		secrets = self.plan.secrets
		made = read_json(self.plan.demo_record) or {}
		password = secrets.get("demo_password") if sys.stdout.isatty() else ""
		names = closing.ERPNEXTS | closing.chinese(REPOSITORY / "fangxiu_app" / "translations" / "zh.csv")
		for line in closing.words(self.settings.web_url, made, password, secrets.path, names):
			say(line)

	def down(self, arguments: Sequence[str]) -> int:
		"""Stop all processes, servers last."""
		_none(arguments)
		return self.locked(self._down)

	def _down(self) -> int:
		supervisor = self.plan.supervisor
		last = ("redis-cache", "redis-queue", "mariadb")
		names = [n for n in supervisor.names() if n not in last] + list(last)
		for name in names:
			if supervisor.stop(name, grace_seconds=90 if name == "mariadb" else 15):
				say(Both(f"已停止 {name}", "stopped"))
		return 0

	def test(self, arguments: Sequence[str]) -> int:
		"""Run test suites."""
		selection = testing.select(arguments)
		return self.locked(lambda: self._test(selection))

	def _test(self, selection: testing.Selection) -> int:
		return testing.TestRun(self.plan, selection, os.environ).run()

	def guides(self, arguments: Sequence[str]) -> int:
		"""Play the walks and write the guides they tell."""
		run = testing.TestRun(self.plan, testing.select(["walks", *arguments]), os.environ)
		run.guides = True
		return self.locked(lambda: run.run() or guides.take(self.settings.artifacts / "guides", REPOSITORY))

	def doctor(self, arguments: Sequence[str]) -> int:
		"""Check every part."""
		_none(arguments)
		return doctor.report(doctor.Doctor(self.plan))

	def logs(self, arguments: Sequence[str]) -> int:
		"""Show one log, or the ends of all."""
		follow = ["-f"] if "-f" in arguments else []
		names = [a for a in arguments if a != "-f"] or [
			p.stem for p in sorted(self.settings.logs.glob("*.log"))
		]
		paths = [self.settings.logs / f"{name}.log" for name in names]
		unknown = [p.stem for p in paths if not p.is_file()]
		if unknown or not paths:
			there = "、".join(p.stem for p in sorted(self.settings.logs.glob("*.log"))) or "-"
			raise FxError(
				Both(f"没有日志：{'、'.join(unknown) or '-'}", f"no such log: {', '.join(unknown) or '-'}"),
				Both(f"可选：{there}", f"choose one of: {there}"),
			)
		return subprocess.run(["tail", "-n", LOG_LINES, *follow, *map(str, paths)]).returncode

	def demo(self, arguments: Sequence[str]) -> int:
		"""Make the demo estate, or remove it."""
		clear = list(arguments) == ["--clear"]
		if not clear:
			_none(arguments)
		return self.locked(lambda: self._demo(clear))

	def _demo(self, clear: bool) -> int:
		if self.plan.sites.ready(DEMO_SITE) is None:
			raise FxError(
				Both("还没有示例站点", "there is no demo site yet"),
				Both("请先运行 ./fx up", "run ./fx up first"),
			)
		title = Both("清除示例数据", "remove the demo estate") if clear else Both("示例数据", "demo estate")
		action = self.plan.clear_demo if clear else self.plan.make_demo
		servers = self.plan.foundation()[3:5]
		run_all([*servers, Step("demo", title, lambda: False, action)], self.plan.shell.note)
		if not clear:
			self._closing_words()
		return 0

	def benchmark(self, arguments: Sequence[str]) -> int:
		"""Measure on a site of its own, which is removed afterwards."""
		_none([a for a in arguments if not a.isdigit()] or arguments[1:])
		return self.locked(lambda: self._benchmark(arguments))

	def _benchmark(self, arguments: Sequence[str]) -> int:
		plan, settings = self.plan, self.settings
		title = Both("测速站点", "site for the measurement")
		make = Step(
			"benchmarksite",
			title,
			lambda: False,
			lambda: plan.sites.restore(BENCHMARK_SITE, {"pause_scheduler": 1}),
		)
		run_all([*plan.foundation(browser=False), make], plan.shell.note)
		ours = {"FX_SITE": BENCHMARK_SITE, "FX_SITES_PATH": str(settings.sites_path)}
		try:
			return subprocess.run(
				[settings.env_python, "-m", "benchmarks.kpi", *arguments],
				cwd=settings.app_path,
				env=plan.shell.env | ours,
				**plan.shell.account.popen_options(),
			).returncode
		finally:
			plan.sites.drop(BENCHMARK_SITE)

	def lint(self, arguments: Sequence[str]) -> int:
		"""Check the code; with --security by the tools that look for holes."""
		if list(arguments) == ["--security"]:
			return self.locked(security.Audit(self.plan).run)
		_none(arguments)
		tests = testing.TestRun(self.plan, testing.select(["unit"]), os.environ)
		return self.locked(lambda: self._lint(tests))

	def _lint(self, tests: testing.TestRun) -> int:
		tools = checks.Checks(self.plan)
		run_all([tests.light_step(), tools.step()], self.plan.shell.note)
		return lint.run(tests.venv / "bin" / "python", self.plan.shell.env["PATH"], tools)

	def mutants(self, arguments: Sequence[str]) -> int:
		"""Break the rules in small ways, all of them or those of the modules named."""
		tests = testing.TestRun(self.plan, testing.select(["unit"]), os.environ)
		return self.locked(lambda: self._mutants(tests, arguments))

	def _mutants(self, tests: testing.TestRun, modules: Sequence[str]) -> int:
		run_all([tests.light_step(), mutants.step(tests)], self.plan.shell.note)
		return mutants.run(tests.venv / "bin" / "python", self.settings.cache / "mutants", modules)

	def bench(self, arguments: Sequence[str]) -> int:
		"""Pass a command on to bench."""
		return self._inside([str(self.settings.home / "cli" / "bin" / "bench"), *arguments])

	def shell(self, arguments: Sequence[str]) -> int:
		"""An interactive shell with the bench's environment."""
		_none(arguments)
		return self._inside(["bash"])

	def _inside(self, command: Sequence[str]) -> int:
		if not self.plan.bench.exists():
			raise FxError(
				Both("还没有 bench", "there is no bench yet"), Both("请先运行 ./fx up", "run ./fx up first")
			)
		shell = self.plan.shell
		return subprocess.run(
			command, cwd=self.plan.bench.path, env=shell.env, **shell.account.popen_options()
		).returncode


COMMANDS = (
	"up",
	"down",
	"test",
	"guides",
	"doctor",
	"logs",
	"demo",
	"benchmark",
	"lint",
	"mutants",
	"bench",
	"shell",
)


def _none(arguments: Sequence[str]) -> None:
	if arguments:
		raise FxError(
			Both(f"不认识的参数：{' '.join(arguments)}", f"unknown argument: {' '.join(arguments)}"),
			Both("运行 ./fx help 查看用法。", "run ./fx help."),
		)


def main(arguments: Sequence[str]) -> int:
	"""Run one command. Returns the exit code; every failure ends in one message."""
	prepare_output()
	os.umask(0o022)
	command = arguments[0] if arguments else "help"
	if command in ("help", "-h", "--help"):
		say(HELP)
		return 0
	log = ""
	try:
		if command not in COMMANDS:
			_none(arguments[:1])
		settings = config.load(os.environ, is_root=accounts.is_root())
		account = accounts.ensure(settings)
		log = str(settings.logs / "up.log")
		return getattr(Fx(settings, account, command), command)(arguments[1:])
	except StepFailed as failure:
		say(render(failure.error, failure.step.title, log))
	except FxError as error:
		say(render(error, None, log))
	except KeyboardInterrupt:
		say(
			Both(
				"\n已中断；再次运行同一命令会从中断处继续", "interrupted; the same command goes on from here"
			)
		)
		return INTERRUPTED
	return 1
