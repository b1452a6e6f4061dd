"""Programs of the operating system: what is there, what is missing, and how it is installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from fxcli.account import STANDARD_PATH, is_root, which
from fxcli.errors import FxError
from fxcli.shell import Shell, explain
from fxcli.text import Both

MARIADB_MINIMUM: tuple[int, int] = (10, 6)
REDIS_MINIMUM = (6, 0)
NODE_MINIMUM = (18, 0)
PYTHON_SUPPORTED = ((3, 10), (3, 13))  # from, below: the range of Frappe 15
#: Chromium without windows, a package of Debian: the same pages take half the processor time (a desk: 6 s, not 10).
HEADLESS = "chromium-headless-shell"
#: The first one that is there.
CHROMIUM_NAMES = (HEADLESS, "chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Need:
	"""Something the system must offer, and the Debian packages that bring it."""

	name: str
	packages: tuple[str, ...]
	present: Callable[[], bool]
	advice: str = ""
	#: Nothing fails without it: it is installed where that needs no question, and otherwise left alone.
	optional: bool = False


def version_of(text: str | None) -> tuple[int, int] | None:
	"""The first "major.minor" in a program's answer."""
	found = re.search(r"(\d+)\.(\d+)", text or "")
	return (int(found[1]), int(found[2])) if found else None


def bench_needs(shell: Shell, *, browser: bool = False) -> list[Need]:
	"""What a bench needs under these settings: nothing for a database or a queue that runs elsewhere."""
	settings = shell.settings
	wanted = [
		python_need(shell),
		_program(shell, "git", "git"),
		_program(shell, "gcc", "gcc", "g++"),
		_program(shell, "mariadb", "mariadb-client"),
		_program(shell, "wkhtmltopdf", "wkhtmltopdf"),
		_program(shell, "fc-list", "fontconfig"),
		Need("Noto CJK", ("fonts-noto-cjk",), lambda: fonts_present(shell)),
		Need("Hanazono", ("fonts-hanazono",), lambda: rare_characters_present(shell)),
	]
	if settings.own_database:
		wanted.append(_program(shell, "mariadbd", "mariadb-server"))
	if settings.own_redis:
		wanted.append(_program(shell, "redis-server", "redis-server"))
	if browser:
		wanted.append(Need("chromium", ("chromium",), lambda: find_chromium(shell) is not None))
		if not settings.chromium:
			wanted.append(Need(HEADLESS, (HEADLESS,), lambda: which(HEADLESS, shell.env) is not None, optional=True))
	return wanted


def python_need(shell: Shell) -> Need:
	"""Python with virtual environments: all that the tests without a bench need."""
	return Need(
		"Python + venv", ("python3", "python3-venv", "python3-dev"), lambda: find_python(shell) is not None
	)


def _program(shell: Shell, name: str, *packages: str) -> Need:
	return Need(name, packages, lambda: which(name, shell.env) is not None)


def fonts_present(shell: Shell) -> bool:
	return "CJK" in (shell.probe(["fc-list", ":lang=zh-cn", "family"]) or "")


def rare_characters_present(shell: Shell) -> bool:
	"""A font for the names that Noto lacks: U+20B20 𠬠 and its like (CJK Extension B)."""
	return bool((shell.probe(["fc-list", ":charset=20b20", "family"]) or "").strip())


def find_chromium(shell: Shell) -> str | None:
	"""The browser for the end-to-end tests: FX_CHROMIUM or a well-known name."""
	names = (shell.settings.chromium,) if shell.settings.chromium else CHROMIUM_NAMES
	return next((path for name in names if (path := which(name, shell.env))), None)


def find_python(shell: Shell) -> str | None:
	"""A Python which Frappe 15 supports, which the account can run, and which can make virtual environments."""
	candidates = (
		[shell.settings.python]
		if shell.settings.python
		else [
			"/usr/bin/python3",
			*(f"python3.{minor}" for minor in (11, 12, 10)),
			sys.executable,
		]
	)
	question = "import ensurepip, venv, sys; print('%d.%d' % sys.version_info[:2])"
	for candidate in candidates:
		path = which(candidate, shell.env)
		version = version_of(shell.probe([path, "-c", question])) if path else None
		if version and PYTHON_SUPPORTED[0] <= version < PYTHON_SUPPORTED[1]:
			return path
	return None


def need_python(shell: Shell) -> str:
	"""``find_python``, where one must be there by now. Raises FxError when it has gone."""
	found = find_python(shell)
	if found is None:
		need = python_need(shell)
		raise _cannot_install([need.name], list(need.packages))
	return found


def missing(needs: Sequence[Need]) -> list[Need]:
	"""The needs that are not met now. An optional one counts where this account may install."""
	return [need for need in needs if not need.present() and (is_root() or not need.optional)]


def install(shell: Shell, needs: Sequence[Need]) -> None:
	"""Install what is missing through apt. Raises FxError when that is impossible or did not help.

	What is optional comes first, as it may bring what is needed, and is done without where it cannot be had.
	"""
	for need in missing(needs):
		if need.optional:
			with suppress(FxError):
				_install(shell, need.packages)
	lacking = [need for need in missing(needs) if not need.optional]
	if not lacking:
		return
	_install(shell, sorted({package for need in lacking for package in need.packages}))
	still = missing(lacking)
	if still:
		raise _cannot_install([need.name for need in still], sorted({p for n in still for p in n.packages}))


def _install(shell: Shell, names: Sequence[str]) -> None:
	apt = _apt(shell, list(names))
	_run_apt(shell, [*apt, "update"])
	_run_apt(shell, [*apt, "install", "-y", "--no-install-recommends", *names])


def check_versions(shell: Shell) -> None:
	"""Raise FxError for a program that is there but too old."""
	settings = shell.settings
	checks = []
	if settings.own_database:
		checks.append(("MariaDB", ["mariadbd", "--version"], MARIADB_MINIMUM, "FX_DB_HOST"))
	if settings.own_redis:
		checks.append(
			("Redis", ["redis-server", "--version"], REDIS_MINIMUM, "FX_REDIS_CACHE, FX_REDIS_QUEUE")
		)
	for name, command, minimum, variable in checks:
		found = version_of(shell.probe(command))
		if found is None or found < minimum:
			shown = ".".join(map(str, found)) if found else "?"
			wanted = ".".join(map(str, minimum))
			raise FxError(
				Both(
					f"{name} {shown} 版本过低，需要 {wanted} 或更高",
					f"{name} {shown} is too old, {wanted} or newer is needed",
				),
				Both(
					f"请升级 {name}（Debian 12、Ubuntu 22.04 自带的版本即可），或用 {variable} 指向已有的服务器。",
					f"upgrade {name} (Debian 12 and Ubuntu 22.04 bring a good one) or use an existing server: {variable}.",
				),
			)


def _apt(shell: Shell, names: list[str]) -> list[str]:
	if which("apt-get", {"PATH": STANDARD_PATH}) is None:
		raise _cannot_install(names, names)
	if is_root():
		return ["apt-get"]
	sudo = which("sudo", shell.env)
	if sudo is None or (not sys.stdin.isatty() and shell.probe([sudo, "-n", "true"]) is None):
		raise FxError(
			Both(
				f"缺少软件包且没有管理员权限：{' '.join(names)}",
				f"packages are missing and there is no right to install: {' '.join(names)}",
			),
			Both(
				f"请管理员执行：apt-get install {' '.join(names)}，然后重试。",
				f"let an administrator run: apt-get install {' '.join(names)} ; then try again.",
			),
		)
	return [sudo, "DEBIAN_FRONTEND=noninteractive", "apt-get"]


def _run_apt(shell: Shell, command: list[str]) -> None:
	"""apt runs with the caller's rights and terminal (sudo may ask for the password)."""
	shell.note(f"$ {' '.join(command)}")
	with shell.log.open("a", encoding="utf-8") as log:
		position = log.tell()
		env = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
		done = subprocess.run(command, env=env, stdout=log, stderr=subprocess.STDOUT)
	if done.returncode:
		with shell.log.open(encoding="utf-8", errors="replace") as log:
			log.seek(position)
			raise explain(" ".join(command), done.returncode, log.read())


def _cannot_install(names: list[str], packages: list[str]) -> FxError:
	return FxError(
		Both(f"缺少：{'、'.join(names)}", f"missing: {', '.join(names)}"),
		Both(
			f"请用系统的软件包管理器安装：{' '.join(packages)}（Python 须为 3.10 至 3.12，可用 FX_PYTHON 指定）。",
			f"install with the system's package manager: {' '.join(packages)}"
			" (Python 3.10 to 3.12; FX_PYTHON names one).",
		),
	)
