"""Stamps: a file per finished step, holding the fingerprint of what the step was made from."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from fxcli.files import read_json, write_atomic


class Stamps:
	"""The finished steps of one home."""

	def __init__(self, folder: Path) -> None:
		self.folder = folder

	def holds(self, name: str, fingerprint: str) -> bool:
		return self.get(name) == fingerprint

	def get(self, name: str) -> str | None:
		stamp = read_json(self.folder / f"{name}.json")
		return stamp.get("fingerprint") if isinstance(stamp, dict) else None

	def put(self, name: str, fingerprint: str) -> None:
		write_atomic(self.folder / f"{name}.json", json.dumps({"fingerprint": fingerprint}))

	def drop(self, name: str) -> None:
		(self.folder / f"{name}.json").unlink(missing_ok=True)


def fingerprint(*parts: str) -> str:
	"""A short, stable hash of texts; their borders count."""
	digest = hashlib.sha256()
	for part in parts:
		digest.update(f"{len(part)}:{part}".encode())
	return digest.hexdigest()[:16]


def files_fingerprint(root: Path, files: Iterable[Path]) -> str:
	"""A hash over names and contents of the files, in the order of their names."""
	digest = hashlib.sha256()
	for file in sorted(files):
		content = file.read_bytes()
		digest.update(f"{file.relative_to(root)}\0{len(content)}\0".encode())
		digest.update(content)
	return digest.hexdigest()[:16]
