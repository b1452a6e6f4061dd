"""MariaDB: our own server with private data folder, socket and port, or an existing one by setting."""

from __future__ import annotations

import os

from fxcli.account import which
from fxcli.errors import CommandFailed, FxError
from fxcli.files import remove_tree, write_atomic
from fxcli.packages import MARIADB_MINIMUM, version_of
from fxcli.secretstore import Secrets
from fxcli.shell import Shell
from fxcli.supervisor import Service, Supervisor
from fxcli.text import Both

LOCAL = "127.0.0.1"
POOL_LIMITS_MB = (256, 1024)
INITIAL = "mysql"  # the schema every initialised data folder holds

CONFIG = """[mysqld]
datadir={folder}/data
socket={folder}/mysqld.sock
pid-file={folder}/mysqld.pid
port={port}
bind-address=127.0.0.1
skip-name-resolve
init-file={folder}/init.sql
character-set-server=utf8mb4
collation-server=utf8mb4_unicode_ci
character-set-client-handshake=OFF
innodb_buffer_pool_size={pool}M
innodb_flush_log_at_trx_commit=2
max_allowed_packet=256M
"""

# run at every start: root has exactly one password, and no account without one is left
INITIAL_SQL = """ALTER USER root@localhost IDENTIFIED BY '{password}';
CREATE USER IF NOT EXISTS root@'127.0.0.1' IDENTIFIED BY '{password}';
ALTER USER root@'127.0.0.1' IDENTIFIED BY '{password}';
GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
DROP USER IF EXISTS ''@localhost, root@'::1';
"""


class Database:
	"""The MariaDB server the sites live on."""

	def __init__(self, shell: Shell, supervisor: Supervisor, secrets: Secrets) -> None:
		self.shell = shell
		self.settings = shell.settings
		self.supervisor = supervisor
		self.secrets = secrets
		self.folder = self.settings.home / "db"

	@property
	def host(self) -> str:
		return self.settings.db_host or LOCAL

	@property
	def login_scope(self) -> str:
		"""From where a site's database user may log in."""
		return LOCAL if self.settings.own_database else "%"

	def service(self) -> Service:
		return Service(
			name="mariadb",
			title=Both("数据库 MariaDB", "database MariaDB"),
			argv=(which("mariadbd", self.shell.env) or "mariadbd", f"--defaults-file={self.folder}/my.cnf"),
			cwd=self.settings.home,
			ready=self.answers,
			listens=(LOCAL, self.settings.db_port, "FX_DB_PORT"),
			ready_seconds=180,
			stop_seconds=90,
		)

	def done(self) -> bool:
		if self.settings.own_database:
			return (
				(self.folder / "data" / INITIAL).is_dir()
				and self.supervisor.alive("mariadb")
				and self.answers()
			)
		return False  # an existing server is asked every time

	def start(self) -> None:
		"""Initialise if needed, start, log in. Raises FxError."""
		self.write_client_file()
		if self.settings.own_database:
			self.supervisor.require_port(self.service())
			self._initialise()
			self.supervisor.start(self.service())
		self.check_login()

	def write_client_file(self) -> None:
		"""Login data for the mariadb client; in a file, because arguments can be read by every local user."""
		self.shell.run(["mkdir", "-p", self.folder])
		password = self.secrets.db_root_password.replace("\\", "\\\\").replace('"', '\\"')
		content = f'[client]\nuser="{self.settings.db_root_user}"\npassword="{password}"\n'
		content += f"host={self.host}\nport={self.settings.db_port}\nprotocol=tcp\n"
		write_atomic(self.folder / "client.cnf", content, mode=0o600)

	def _initialise(self) -> None:
		password = self.secrets.get("db_root_password")
		write_atomic(
			self.folder / "my.cnf",
			CONFIG.format(folder=self.folder, port=self.settings.db_port, pool=_pool_mb()),
		)
		write_atomic(self.folder / "init.sql", INITIAL_SQL.format(password=password), mode=0o600)
		data, fresh = self.folder / "data", self.folder / "data.new"
		if (data / INITIAL).is_dir():
			return
		remove_tree(fresh)
		self.shell.run(
			[
				"mariadb-install-db",
				"--no-defaults",
				f"--datadir={fresh}",
				"--skip-test-db",
				"--skip-name-resolve",
				"--auth-root-authentication-method=normal",
			]
		)
		if data.exists():
			data.rmdir()
		fresh.rename(data)

	def query(self, sql: str) -> str:
		"""Run SQL as root, rows as tab separated lines. Raises CommandFailed."""
		return self.shell.run(
			["mariadb", f"--defaults-extra-file={self.folder}/client.cnf", "-N", "-B"], stdin=sql
		)

	def answers(self) -> bool:
		client = f"--defaults-extra-file={self.folder}/client.cnf"
		return self.shell.probe(["mariadb", client, "-N", "-B", "-e", "select 1"]) is not None

	def check_login(self) -> None:
		"""Raises FxError when login fails, or when the server is too old."""
		where = f"{self.host}:{self.settings.db_port}"
		try:
			found = self.query("select version();")
		except CommandFailed as error:
			said = error.tail.strip()[-200:]
			raise FxError(
				Both(f"无法登录数据库 {where}：{said}", f"cannot log in to the database {where}: {said}"),
				Both(
					"请检查 FX_DB_HOST、FX_DB_PORT、FX_DB_ROOT_USER、FX_DB_ROOT_PASSWORD。",
					"check FX_DB_HOST, FX_DB_PORT, FX_DB_ROOT_USER and FX_DB_ROOT_PASSWORD.",
				),
			) from error
		if (version_of(found) or (0, 0)) < MARIADB_MINIMUM:
			raise FxError(
				Both(
					f"数据库 {where} 版本过低：{found.strip()}",
					f"the database {where} is too old: {found.strip()}",
				),
				Both("请使用 MariaDB 10.6 或更高版本。", "use MariaDB 10.6 or newer."),
			)


def _pool_mb() -> int:
	"""An eighth of the machine's memory, within limits."""
	total_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
	return max(POOL_LIMITS_MB[0], min(POOL_LIMITS_MB[1], total_mb // 8))
