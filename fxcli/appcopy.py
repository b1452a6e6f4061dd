"""The bench's copy of the app: what git tracks in the checkout plus what it would, deletions included.

A copy, because the service user may not be able to read the checkout, and so that two checkouts can take turns.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from fxcli.account import Account
from fxcli.errors import FxError
from fxcli.text import Both

MARKER = ".fx-copy"
# made by others inside the copy: kept
KEPT_NAMES = {"__pycache__", "node_modules", ".pytest_cache", ".hypothesis", MARKER}
KEPT_SUFFIX = ".egg-info"
KEPT_FOLDER = Path("fangxiu_app/public/dist")
UNTRACKED_NAMES = {".git", "__pycache__", "node_modules"}
EXECUTABLE = 0o111


def listed(checkout: Path) -> list[Path]:
	"""Relative paths of the files that belong to the app; of all files where the checkout is no git repository."""
	command = ["git", "-c", f"safe.directory={checkout}", "-C", str(checkout), "ls-files"]
	done = subprocess.run([*command, "-coz", "--exclude-standard"], capture_output=True)
	if done.returncode == 0:
		found = (Path(name.decode()) for name in done.stdout.split(b"\0") if name)
	else:
		found = (p.relative_to(checkout) for p in checkout.rglob("*"))
		found = (p for p in found if not UNTRACKED_NAMES & set(p.parts))
	return sorted({path for path in found if (checkout / path).is_file()})


def read(checkout: Path) -> dict[Path, tuple[bytes, bool]]:
	"""Content and executable bit of each file."""
	files = {}
	for path in listed(checkout):
		source = checkout / path
		files[path] = (source.read_bytes(), bool(source.stat().st_mode & EXECUTABLE))
	return files


def refresh(checkout: Path, target: Path, account: Account) -> None:
	"""Make `target` equal to the checkout, as the account. Raises FxError for a folder that is not our copy."""
	if target.resolve() == checkout.resolve():
		return
	if target.is_symlink() or (target.exists() and any(target.iterdir()) and not (target / MARKER).exists()):
		raise FxError(
			Both(
				f"{target} 不是 fx 建立的副本，不会覆盖",
				f"{target} was not made by fx: it is not overwritten",
			),
			Both("请先移走该目录，或换一个 bench。", "move it away first, or use another bench."),
		)
	files = read(checkout)
	account.call(lambda: write(files, target, str(checkout)))


def write(files: dict[Path, tuple[bytes, bool]], target: Path, origin: str) -> None:
	"""Write what differs, delete what is gone. Unchanged files keep their time, so that compiled code stays valid."""
	target.mkdir(parents=True, exist_ok=True)
	(target / MARKER).write_text(origin + "\n", encoding="utf-8")
	for present in sorted(target.rglob("*"), reverse=True):
		path = present.relative_to(target)
		if path not in files and not _kept(path):
			_remove(present)
	for path, (content, executable) in files.items():
		_write_one(target / path, content, 0o755 if executable else 0o644)


def _kept(path: Path) -> bool:
	generated = KEPT_NAMES & set(path.parts) or any(part.endswith(KEPT_SUFFIX) for part in path.parts)
	return bool(generated) or path == KEPT_FOLDER or KEPT_FOLDER in path.parents


def _remove(present: Path) -> None:
	if not present.is_dir() or present.is_symlink():
		present.unlink()
	elif all(child.name == "__pycache__" for child in present.iterdir()):
		_remove_compiled(present)


def _remove_compiled(folder: Path) -> None:
	"""A deleted package leaves only compiled code behind, which Python could still import."""
	for compiled in folder.glob("__pycache__/*"):
		compiled.unlink()
	for cache in folder.glob("__pycache__"):
		cache.rmdir()
	folder.rmdir()


def _write_one(target: Path, content: bytes, mode: int) -> None:
	target.parent.mkdir(parents=True, exist_ok=True)
	if target.is_file() and not target.is_symlink() and target.read_bytes() == content:
		target.chmod(mode)
		return
	temporary = target.with_name(f".{target.name}.fx")
	temporary.write_bytes(content)
	temporary.chmod(mode)
	temporary.replace(target)
