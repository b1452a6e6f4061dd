"""Events that need no person: the time of day, a message."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

#: Where the demo's people live: their day has begun while it is still evening in London.
ZONE = ZoneInfo("Asia/Shanghai")


def day(ahead: int) -> str:
	"""The day so many days from now, as it is typed into a field."""
	return f"{datetime.now(ZONE) + timedelta(days=ahead):%Y-%m-%d}"


def month_ago(months: int) -> tuple[str, str]:
	"""First and last day of the month so many months ago."""
	first = datetime.now(ZONE).replace(day=1)
	for _each in range(months - 1):
		first = (first - timedelta(days=1)).replace(day=1)
	last = first - timedelta(days=1)
	return f"{last:%Y-%m}-01", f"{last:%Y-%m-%d}"


def check_pack(content: bytes, exchange: str = "") -> str:
	"""What the program in an evidence pack says about it, run outside of the system; ``exchange``: a file that is changed first."""
	with tempfile.TemporaryDirectory() as folder:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			archive.extractall(folder)
		if exchange:
			with open(os.path.join(folder, exchange), "ab") as file:
				file.write(b" ")
		command = [sys.executable, "-I", os.path.join(folder, "check.py")]
		return subprocess.run(command, capture_output=True, text=True, check=False).stdout
