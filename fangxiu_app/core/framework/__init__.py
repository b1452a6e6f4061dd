"""Frappe's own behaviour, narrowed where it would tell or do too much."""
