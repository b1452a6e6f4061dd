"""A home for the tests of `fx`: settings, account and shell in a temporary folder, nothing installed."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from fxcli import config
from fxcli.account import Account
from fxcli.config import Settings
from fxcli.shell import Shell


def account(home: Path) -> Account:
	"""The caller itself, whoever runs the tests."""
	return Account(pwd.getpwuid(os.geteuid()).pw_name, home, None)


def settings(home: Path, **variables: str) -> Settings:
	"""Settings as the environment `variables` (FX_…) would make them."""
	return config.load({"FX_HOME": str(home), **variables}, is_root=False)


def shell(home: Path, **variables: str) -> Shell:
	"""A working shell on a home whose folders exist."""
	made = settings(home, **variables)
	for folder in (made.logs, made.run, made.stamps, made.cache):
		folder.mkdir(parents=True, exist_ok=True)
	return Shell(made, account(home), dict(os.environ), made.logs / "up.log")
