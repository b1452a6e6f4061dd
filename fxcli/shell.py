"""Running commands: logged, as the right user, in a process group that a later `fx` can find and end."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from fxcli.account import Account
from fxcli.config import Settings
from fxcli.errors import CommandFailed
from fxcli.files import read_json, write_atomic
from fxcli.process import end_group, started
from fxcli.text import Both

TAIL_LINES = 30
SHOWN_CHARACTERS = 160
NETWORK_SIGNS = re.compile(
	r"could not resolve|name or service not known|failed to establish|no matching distribution|failed to resolve|name resolution|temporary failure in|connection refused|connection reset"
	r"|timed? ?out|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRE|unreachable|failed to connect|could not connect"
	r"|failed to fetch|dns error|unable to access|client error \(Connect\)",
	re.IGNORECASE,
)
DISK_SIGNS = re.compile(r"no space left|ENOSPC|errcode: 28|disk full", re.IGNORECASE)
NETWORK_ADVICE = Both(
	"请检查网络或代理；可用 FX_PIP_INDEX_URL、FX_NPM_REGISTRY、FX_FRAPPE_URL、FX_ERPNEXT_URL 换用镜像，再运行同一命令继续。",
	"check network and proxy; FX_PIP_INDEX_URL, FX_NPM_REGISTRY, FX_FRAPPE_URL and FX_ERPNEXT_URL name mirrors;"
	" then run the same command again, it goes on from here.",
)
DISK_ADVICE = Both("磁盘已满：请清理后重试。", "the disk is full: free some space and try again.")
GENERAL_ADVICE = Both(
	"请查看日志末尾的原因，改正后再运行同一命令，会从此步继续。",
	"read the end of the log, correct the cause and run the same command again: it goes on from this step.",
)


class Shell:
	"""Runs commands for one home; all their output goes to one log file."""

	def __init__(self, settings: Settings, account: Account, env: dict[str, str], log: Path) -> None:
		self.settings = settings
		self.account = account
		self.env = env
		self.log = log
		self._current = settings.run / "command.json"

	def note(self, line: str) -> None:
		"""One line of our own for the log."""
		with self.log.open("a", encoding="utf-8") as file:
			file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {line}\n")

	def run(
		self,
		command: Sequence[str | Path],
		*,
		cwd: Path | None = None,
		env: dict[str, str] | None = None,
		stdin: str = "",
		called: str = "",
	) -> str:
		"""Run as the account and return the output. Raises CommandFailed with advice fitting the cause.

		`stdin` is for secrets: unlike arguments it stands in no process list. `called` replaces the command's text
		in log and message.
		"""
		argv = [str(part) for part in command]
		called = called or " ".join([Path(argv[0]).name, *argv[1:]])
		self.note(f"$ {called}")
		child = subprocess.Popen(
			argv,
			cwd=cwd or self.account.home,
			env=self.env | (env or {}),
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			stderr=subprocess.STDOUT,
			text=True,
			errors="replace",
			start_new_session=True,
			**self.account.popen_options(),
		)
		self._remember(child.pid)
		try:
			output = self._communicate(child, stdin)
		except BaseException:
			end_group(child.pid, 5)
			raise
		finally:
			self._current.unlink(missing_ok=True)
		if child.returncode:
			raise explain(called, child.returncode, output)
		return output

	def _communicate(self, child: subprocess.Popen, stdin: str) -> str:
		writer = threading.Thread(target=_feed, args=(child, stdin), daemon=True)
		writer.start()
		lines = []
		with self.log.open("a", encoding="utf-8") as log:
			for line in child.stdout or ():
				lines.append(line)
				log.write(line)
				log.flush()
		child.wait()
		writer.join()
		return "".join(lines)

	def probe(
		self, command: Sequence[str | Path], *, cwd: Path | None = None, timeout: int = 30
	) -> str | None:
		"""The output of a short question, None when it failed. Not logged, needs no lock."""
		try:
			done = subprocess.run(
				[str(part) for part in command],
				cwd=cwd or self.account.home,
				env=self.env,
				stdin=subprocess.DEVNULL,
				capture_output=True,
				text=True,
				errors="replace",
				timeout=timeout,
				**self.account.popen_options(),
			)
		except (OSError, subprocess.SubprocessError):
			return None
		return done.stdout if done.returncode == 0 else None

	def _remember(self, pid: int) -> None:
		write_atomic(self._current, json.dumps({"pid": pid, "started": started(pid)}))

	def end_leftover(self) -> bool:
		"""End what a killed `fx` left running; call with the lock held. True when there was something."""
		left = read_json(self._current)
		self._current.unlink(missing_ok=True)
		if not left or left["started"] is None or started(left["pid"]) != left["started"]:
			return False
		return end_group(left["pid"], 10)


def _feed(child: subprocess.Popen, text: str) -> None:
	if child.stdin is None:
		return
	try:
		child.stdin.write(text)
		child.stdin.close()
	except BrokenPipeError:
		pass  # the child did not want to read it all


def explain(called: str, code: int, output: str) -> CommandFailed:
	"""Turn a failed command into a message: network and disk trouble are recognised by what it printed."""
	tail = "\n".join(deque(output.splitlines(), TAIL_LINES))
	shown = called if len(called) <= SHOWN_CHARACTERS else called[:SHOWN_CHARACTERS] + "…"
	how = signal.Signals(-code).name if code < 0 else code
	failed = Both(f"命令失败（{how}）：{shown}", f"command failed ({how}): {shown}")
	if DISK_SIGNS.search(tail):
		return CommandFailed(failed, DISK_ADVICE, tail)
	if NETWORK_SIGNS.search(tail):
		return CommandFailed(failed, NETWORK_ADVICE, tail)
	last = next((line.strip() for line in reversed(tail.splitlines()) if line.strip()), "")
	detail = f" → {last[:SHOWN_CHARACTERS]}" if last else ""
	return CommandFailed(Both(failed.zh + detail, failed.en + detail), GENERAL_ADVICE, tail)
