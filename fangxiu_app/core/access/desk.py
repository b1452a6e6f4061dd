"""Where the desk's pages lie: version 16 of the framework has moved them, so its own functions are asked."""

from __future__ import annotations

from frappe.utils import get_absolute_url


def root() -> str:
	"""The folder of the desk's pages, without a slash at its end."""
	return get_absolute_url("User", "").rsplit("/", 2)[0]
