"""Which records belong to the demo: their names by DocType, kept among Frappe's default values but not sent to browsers."""

from __future__ import annotations

import json

import frappe

PARENT = "__fangxiu_demo"


def load() -> dict[str, list[str]]:
	"""Names of the demo's records by DocType; empty on a site without a demo."""
	return {key: json.loads(value) for key, value in frappe.defaults.get_defaults_for(PARENT).items()}


def store(made: dict[str, list[str]]) -> None:
	"""Remember the records."""
	for doctype, names in made.items():
		frappe.defaults.set_default(doctype, json.dumps(names, ensure_ascii=False), PARENT)


def forget() -> None:
	"""The demo is gone."""
	frappe.defaults.clear_default(parent=PARENT)
