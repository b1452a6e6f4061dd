"""Bilingual texts: everything `fx` prints is there in Chinese and in English."""

import sys
from io import TextIOWrapper
from typing import NamedTuple


class Both(NamedTuple):
	"""One text in two languages."""

	zh: str
	en: str

	def __str__(self) -> str:
		return f"{self.zh} · {self.en}"


def say(text: "Both | str" = "") -> None:
	"""Print one line at once (the reader may be a log collector)."""
	print(text, flush=True)


def prepare_output() -> None:
	"""Never die on a terminal that cannot show Chinese."""
	for stream in (sys.stdout, sys.stderr):
		if isinstance(stream, TextIOWrapper):
			stream.reconfigure(errors="replace")
