"""Data and translated words for the scripts of our pages outside the desk, escaped so that they cannot end a script element."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import frappe

from fangxiu_app.core.wording import _

SCRIPTS = Path(__file__).resolve().parents[1] / "public" / "js"
CALL = re.compile(r'(?<![\w.])__\(\s*"((?:\\.|[^"\\])*)"')


def as_script(value: object) -> str:
	"""``value`` as JSON for the inside of a script element: no text of a caller may end it."""
	return frappe.as_json(value, indent=None).replace("<", "\\u003c")


def words(files: Iterable[str]) -> dict[str, str]:
	"""What these scripts say, as they write it in ``__("...")``, in the user's language. ``files`` are patterns."""
	return {text: _(text) for text in _texts(tuple(files))}


@cache
def _texts(patterns: tuple[str, ...]) -> tuple[str, ...]:
	files = [path for pattern in patterns for path in sorted(SCRIPTS.glob(pattern))]
	return tuple(text for path in files for text in CALL.findall(path.read_text(encoding="utf-8")))
