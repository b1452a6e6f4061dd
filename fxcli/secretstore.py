"""Passwords made for one home, in FX_HOME/secrets.json (mode 0600)."""

import json
import secrets

from fxcli.config import Settings
from fxcli.files import read_json, write_atomic

NAMES = ("db_root_password", "admin_password", "demo_password")
LENGTH_BYTES = 9


class Secrets:
	"""Random passwords, made once and kept."""

	def __init__(self, settings: Settings) -> None:
		self._settings = settings
		self.path = settings.home / "secrets.json"

	def ensure(self) -> None:
		"""Make those that are missing."""
		kept = read_json(self.path) or {}
		fresh = {name: secrets.token_urlsafe(LENGTH_BYTES) for name in NAMES if name not in kept}
		if fresh:
			write_atomic(self.path, json.dumps(kept | fresh, indent=1), mode=0o600)

	def get(self, name: str) -> str:
		return read_json(self.path)[name]

	@property
	def db_root_password(self) -> str:
		"""Of the database in use: given by setting for an existing server, else ours."""
		return self._settings.db_root_password or self.get("db_root_password")
