"""Files written whole or not at all."""

import contextlib
import json
import os
import secrets
import shutil
from pathlib import Path
from typing import Any


def write_atomic(path: Path, text: str, *, mode: int = 0o644) -> None:
	"""Write through a temporary file of the same folder: a kill leaves the old file or the new one."""
	path.parent.mkdir(parents=True, exist_ok=True)
	temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
	descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
	try:
		with os.fdopen(descriptor, "w", encoding="utf-8") as file:
			file.write(text)
			file.flush()
			os.fsync(file.fileno())
		_keep_owner(path, temporary)
		temporary.replace(path)
	except BaseException:
		temporary.unlink(missing_ok=True)
		raise


def _keep_owner(path: Path, temporary: Path) -> None:
	"""Root writes into folders of the service user: the file belongs to whoever owns the folder."""
	if os.geteuid() == 0:
		owner = path.parent.stat()
		os.chown(temporary, owner.st_uid, owner.st_gid)


def read_json(path: Path) -> Any:
	"""The file's content, None when it is missing or damaged."""
	with contextlib.suppress(OSError, ValueError):
		return json.loads(path.read_text(encoding="utf-8"))
	return None


def remove_tree(path: Path) -> None:
	"""Delete a folder in two moves: first out of the way, so that a kill never leaves half of it in place."""
	if not path.exists():
		return
	doomed = path.with_name(f".{path.name}.removed.{secrets.token_hex(4)}")
	path.rename(doomed)
	shutil.rmtree(doomed)
