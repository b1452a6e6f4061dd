"""Who runs what: as root everything is done by an ordinary service user, else by the caller."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fxcli.config import SERVICE_USER, Settings
from fxcli.errors import FxError
from fxcli.text import Both

STANDARD_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# of the caller's session: wrong or unreadable for another user
PERSONAL = (
	"XDG_",
	"SUDO_",
	"PYENV",
	"UV_CACHE",
	"PIP_CACHE",
	"YARN_CACHE",
	"npm_config_cache",
	"npm_config_userconfig",
)
PERSONAL_NAMES = {"TMPDIR", "MAIL", "PIP_TARGET", "PIP_PREFIX", "PIP_USER"}
# of the caller's tools: would change what the children do
FOREIGN_NAMES = {
	"CI",
	"VIRTUAL_ENV",
	"PYTHONPATH",
	"PYTHONHOME",
	"PYTHONDONTWRITEBYTECODE",  # each of the many processes would compile Frappe and ERPNext anew
	"NODE_OPTIONS",
	"MYSQL_UNIX_PORT",
	"BASH_ENV",
	"ENV",
}


@dataclass(frozen=True)
class Account:
	"""The user that runs the bench. `ids` is None when that is the caller."""

	name: str
	home: Path
	ids: tuple[int, int] | None

	def popen_options(self) -> dict:
		"""Arguments for subprocess that drop root's rights."""
		if self.ids is None:
			return {}
		return {"user": self.ids[0], "group": self.ids[1], "extra_groups": []}

	def own(self, path: Path) -> None:
		"""Give a file or folder to the account."""
		if self.ids is not None:
			os.chown(path, *self.ids)

	def call(self, action: Callable[[], None]) -> None:
		"""Run `action` with the account's rights. Raises FxError with what it said when it failed."""
		if self.ids is None:
			action()
			return
		reader, writer = os.pipe()
		sys.stdout.flush()
		child = os.fork()
		if child == 0:
			os.close(reader)
			_run_dropped(self.ids, action, writer)
		os.close(writer)
		with os.fdopen(reader) as pipe:
			complaint = pipe.read()
		if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
			raise FxError(
				Both(
					f"以用户 {self.name} 写文件失败：{complaint}",
					f"writing as user {self.name} failed: {complaint}",
				),
				Both(
					f"请检查 {self.home} 的权限与磁盘空间。", f"check rights and disk space of {self.home}."
				),
			)


def _run_dropped(ids: tuple[int, int], action: Callable[[], None], complaint: int) -> None:
	"""Child side of `Account.call`: never returns."""
	code = 1
	try:
		os.setgroups([])
		os.setresgid(ids[1], ids[1], ids[1])
		os.setresuid(ids[0], ids[0], ids[0])
		action()
		code = 0
	except BaseException as error:
		os.write(complaint, str(error).encode()[:4096])
	finally:
		os._exit(code)


def is_root() -> bool:
	return os.geteuid() == 0


def find(settings: Settings) -> Account | None:
	"""The account as it is now; None when root has not created the service user yet."""
	home = settings.home / "home"
	if not is_root():
		return Account(pwd.getpwuid(os.geteuid()).pw_name, home, None)
	try:
		entry = _owner_of_bench(settings) or pwd.getpwnam(SERVICE_USER)
	except KeyError:
		return None
	return Account(entry.pw_name, home, (entry.pw_uid, entry.pw_gid))


def _owner_of_bench(settings: Settings) -> pwd.struct_passwd | None:
	"""A bench supplied by the user is worked on as its owner."""
	if settings.own_bench:
		return None
	try:
		return pwd.getpwuid(settings.bench_path.stat().st_uid)
	except OSError:
		return None


def ensure(settings: Settings) -> Account:
	"""The account, created when root calls for the first time. Raises FxError when that is refused."""
	account = find(settings)
	if account is None:
		command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/bash"]
		command += ["--home-dir", str(settings.home / "home"), SERVICE_USER]
		done = subprocess.run(command, capture_output=True, text=True)
		if done.returncode:
			raise FxError(
				Both(
					f"无法创建用户 {SERVICE_USER}：{done.stderr.strip()}",
					f"cannot create user {SERVICE_USER}: {done.stderr.strip()}",
				),
				Both(
					f"请先创建该用户：useradd --system {SERVICE_USER}",
					f"create it first: useradd --system {SERVICE_USER}",
				),
			)
		entry = pwd.getpwnam(SERVICE_USER)
		account = Account(entry.pw_name, settings.home / "home", (entry.pw_uid, entry.pw_gid))
	_make_folders(settings, account)
	return account


def _make_folders(settings: Settings, account: Account) -> None:
	folders = (settings.home, account.home, settings.logs, settings.run, settings.stamps, settings.cache)
	try:
		for folder in folders:
			folder.mkdir(parents=True, exist_ok=True)
			if account.ids and folder.stat().st_uid != account.ids[0]:
				account.own(folder)
		settings.home.chmod(0o750)
	except OSError as error:
		raise FxError(
			Both(
				f"无法在 {settings.home} 建立目录：{error.strerror}",
				f"cannot make folders in {settings.home}: {error.strerror}",
			),
			Both(
				"请用有写权限的用户运行，或把 FX_HOME 指向可写的目录。",
				"run as a user who may write there, or point FX_HOME to a folder you may write to.",
			),
		) from error


def environment(settings: Settings, account: Account, environ: Mapping[str, str]) -> dict[str, str]:
	"""The children's environment: the caller's (certificates, proxies), without what is personal, plus ours."""
	kept = {name: value for name, value in environ.items() if name not in FOREIGN_NAMES}
	path = environ.get("PATH", STANDARD_PATH)
	if account.ids is not None:
		kept = {n: v for n, v in kept.items() if n not in PERSONAL_NAMES and not n.startswith(PERSONAL)}
		path = _readable_path(path, environ.get("HOME", "/root"))
	constraints = str(settings.home / "constraints.txt")
	ours = {
		"HOME": str(account.home),
		"USER": account.name,
		"LOGNAME": account.name,
		"LANG": "C.UTF-8",
		"PATH": f"{settings.home}/node/bin:{settings.home}/cli/bin:{path}:{STANDARD_PATH}",
		"PIP_CONSTRAINT": constraints,
		"UV_CONSTRAINT": constraints,
		"UV_BUILD_CONSTRAINT": constraints,
		"UV_SYSTEM_CERTS": "1",
		"UV_HTTP_TIMEOUT": "300",
		"PIP_DISABLE_PIP_VERSION_CHECK": "1",
		"GIT_TERMINAL_PROMPT": "0",
	}
	return kept | ours | _mirrors(settings)


def _mirrors(settings: Settings) -> dict[str, str]:
	mirrors = {}
	if settings.pip_index_url:
		mirrors |= {"PIP_INDEX_URL": settings.pip_index_url, "UV_DEFAULT_INDEX": settings.pip_index_url}
	if settings.npm_registry:
		mirrors |= {"npm_config_registry": settings.npm_registry, "YARN_REGISTRY": settings.npm_registry}
	if settings.gunicorn:
		mirrors["UV_OVERRIDE"] = str(settings.home / "overrides.txt")
	return mirrors


def _readable_path(path: str, personal_home: str) -> str:
	folders = [f for f in path.split(":") if f and not f.startswith(personal_home.rstrip("/") + "/")]
	return ":".join(folders)


def which(program: str, environ: Mapping[str, str]) -> str | None:
	"""Where the account would find a program."""
	return shutil.which(program, path=environ["PATH"])
