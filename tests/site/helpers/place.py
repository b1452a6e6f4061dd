"""The site of this process: the suite may run in several, each on a site of its own."""

from __future__ import annotations

import os
import re


def mine() -> str:
	"""FX_SITES names them, one for each process; a process alone takes the first."""
	worker = re.fullmatch(r"gw(\d+)", os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
	return os.environ["FX_SITES"].split()[int(worker[1])]
