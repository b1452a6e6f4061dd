"""Shared by all suites: the checkout itself is importable, installed or not."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[1])
if ROOT not in sys.path:
	sys.path.insert(0, ROOT)
