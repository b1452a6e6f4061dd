"""Evidence packs as their receiver has them: unpacked into a folder, checked by the program that lies in them."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import frappe

from fangxiu_app.core.access import files as access


def unpacked(address: str) -> dict[str, bytes]:
	"""The files of a pack by its address: {path: content}."""
	content = access.content(frappe.get_doc("File", {"file_url": address}))
	with zipfile.ZipFile(io.BytesIO(content)) as archive:
		return {name: archive.read(name) for name in archive.namelist()}


def checked(files: dict[str, bytes], folder: Path) -> tuple[int, str]:
	"""What the pack's own program says, run outside of the app."""
	for path, content in files.items():
		target = folder / path
		target.parent.mkdir(parents=True, exist_ok=True)
		target.write_bytes(content)
	done = subprocess.run(
		[sys.executable, "-I", folder / "check.py"], capture_output=True, text=True, check=False
	)
	return done.returncode, done.stdout + done.stderr
