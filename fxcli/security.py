"""`fx lint --security`: bandit, semgrep with Frappe's own rules, pip-audit and npm's audit. What could not be asked is said."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fxcli.config import REPOSITORY
from fxcli.errors import FxError
from fxcli.packages import need_python
from fxcli.plan import Plan
from fxcli.stamps import fingerprint
from fxcli.text import Both, say

TOOLS = ("bandit>=1.8,<2", "semgrep>=1.100,<2", "pip-audit>=2.8,<3")
RULES = "https://github.com/frappe/semgrep-rules"
#: The rules of that day: a rule added later is taken on by changing this line.
REVISION = "92e1241cd9894caf478f644e8383f908824b1950"
CODE = ("fangxiu_app", "fxcli")
#: Bandit: fx is there to start programs, and does so without a shell (B404, B603, B607).
NOT_BANDIT = "B404,B603,B607"
#: Semgrep: a matter of taste; and what tests/architecture/allowed.py already allows by place and reason only.
NOT_SEMGREP = ("frappe-no-functional-code", "frappe-manual-commit", "frappe-using-db-sql")

CLEAN, FOUND, NOT_ASKED = "clean", "found", "not asked"
MARKS = {CLEAN: "✓", FOUND: "✗", NOT_ASKED: "–"}


@dataclass(frozen=True)
class Outcome:
	"""What one tool said."""

	tool: str
	state: str
	text: str = ""


def of_exit(tool: str, code: int, text: str) -> Outcome:
	"""bandit and semgrep: 0 clean, 1 found; anything else means that it did not look."""
	return Outcome(tool, {0: CLEAN, 1: FOUND}.get(code, NOT_ASKED), text if code else "")


def of_pip_audit(text: str) -> Outcome:
	"""Its JSON. An index without the advisories skips every package, and still exits with 0."""
	try:
		packages = json.loads(text[text.index("{") :])["dependencies"]
	except (ValueError, KeyError):
		return Outcome("pip-audit", NOT_ASKED, text)
	known = [each for each in packages if each.get("vulns")]
	if known:
		lines = (
			f"{each['name']} {each['version']}: {', '.join(hole['id'] for hole in each['vulns'])}" for each in known
		)
		return Outcome("pip-audit", FOUND, "\n".join(lines))
	if not packages or all("skip_reason" in each for each in packages):
		return Outcome("pip-audit", NOT_ASKED, "the package index gives no advisories")
	return Outcome("pip-audit", CLEAN)


def of_yarn_audit(text: str) -> Outcome:
	"""Its lines of JSON; without a summary the registry was not reached."""
	rows = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
	if not any(row.get("type") == "auditSummary" for row in rows):
		return Outcome("npm audit", NOT_ASKED, "the registry gives no advisories")
	holes = sorted(
		{
			f"{advisory['module_name']} {advisory['severity']}: {advisory['url']}"
			for row in rows
			if row.get("type") == "auditAdvisory"
			for advisory in [row["data"]["advisory"]]
		}
	)
	return Outcome("npm audit", FOUND if holes else CLEAN, "\n".join(holes))


class Audit:
	"""The four tools in an environment of their own."""

	def __init__(self, plan: Plan) -> None:
		self.plan, self.shell, self.settings = plan, plan.shell, plan.settings
		self.venv = self.settings.home / "security"
		self.rules = self.settings.cache / "semgrep-rules"

	def run(self) -> int:
		"""Ask all four. Returns 1 when something was found, 2 when a tool could not be asked, else 0."""
		self._make()
		asked: tuple[Callable[[], Outcome], ...] = (self._bandit, self._semgrep, self._pip_audit, self._yarn_audit)
		outcomes = [ask() for ask in asked]
		for outcome in outcomes:
			if outcome.text:
				say(outcome.text.strip())
		for outcome in outcomes:
			say(f"{MARKS[outcome.state]} {outcome.tool}: {outcome.state}")
		return result(outcomes)

	def _make(self) -> None:
		stamp = fingerprint(*TOOLS)
		if self.plan.stamps.holds("security", stamp) and (self.venv / "bin" / "semgrep").exists():
			return
		say(Both("正在安装安全检查工具…", "installing the security tools …"))
		self.shell.run([need_python(self.shell), "-m", "venv", self.venv])
		self.shell.run([self.venv / "bin" / "pip", "install", "--quiet", *TOOLS])
		self.plan.stamps.put("security", stamp)

	def _bandit(self) -> Outcome:
		command = ["-m", "bandit", "-q", "-r", *CODE, "--skip", NOT_BANDIT]
		return of_exit("bandit", *self._ask([self.venv / "bin" / "python", *command], REPOSITORY))

	def _semgrep(self) -> Outcome:
		try:
			self._bring_rules()
		except FxError as error:
			return Outcome("semgrep", NOT_ASKED, str(error))
		command = [self.venv / "bin" / "semgrep", "scan", "--error", "--quiet", "--metrics=off"]
		command += ["--disable-version-check", "--config", self.rules / "rules"]
		command += [part for rule in NOT_SEMGREP for part in ("--exclude-rule", f"{self._prefix()}{rule}")]
		return of_exit("semgrep", *self._ask([*command, *CODE], REPOSITORY))

	def _prefix(self) -> str:
		"""Semgrep names a rule of a file by the folders above it."""
		return ".".join((self.rules / "rules").parts[1:]) + "."

	def _bring_rules(self) -> None:
		if not (self.rules / ".git").exists():
			self.shell.run(["git", "clone", "--quiet", RULES, self.rules])
		self.shell.run(["git", "-C", self.rules, "checkout", "--quiet", REVISION])

	def _pip_audit(self) -> Outcome:
		"""Everything the bench runs with, ours and Frappe's."""
		found = sorted(self.settings.env_python.parent.parent.glob("lib/python*/site-packages"))
		if not found:
			return Outcome("pip-audit", NOT_ASKED, "there is no bench: run ./fx up")
		command = [self.venv / "bin" / "pip-audit", "--progress-spinner", "off", "-f", "json", "--path", found[0]]
		return of_pip_audit(self._ask(command, self.settings.home)[1])

	def _yarn_audit(self) -> Outcome:
		"""This app brings no package of npm; those of Frappe reach its users' browsers."""
		folder = self.plan.bench.path / "apps" / "frappe"
		if not folder.exists():
			return Outcome("npm audit", NOT_ASKED, "there is no bench: run ./fx up")
		command = ["yarn", "audit", "--json", "--groups", "dependencies"]
		return of_yarn_audit(self._ask(command, folder)[1])

	def _ask(self, command: Sequence[str | Path], cwd: Path) -> tuple[int, str]:
		done = subprocess.run(
			[str(part) for part in command],
			cwd=cwd,
			env=self.shell.env,
			stdin=subprocess.DEVNULL,
			stdout=subprocess.PIPE,
			stderr=subprocess.STDOUT,
			text=True,
			errors="replace",
		)
		return done.returncode, done.stdout


def result(outcomes: list[Outcome]) -> int:
	"""1: something was found; 2: nothing, but not everything could be asked; 0: clean."""
	states = {outcome.state for outcome in outcomes}
	return 1 if FOUND in states else 2 if NOT_ASKED in states else 0
