"""The exact mirror of ``ensure``: what it made on foreign ground is taken away before the app is removed.

Frappe itself removes the app's DocTypes with their tables, workspace, reports and every record whose Module is ours.
"""

from __future__ import annotations

from fangxiu_app.setup import custom_fields, permissions


def before_uninstall() -> None:
	"""Called by Frappe before the app's own documents are deleted."""
	custom_fields.remove()
	permissions.remove()
