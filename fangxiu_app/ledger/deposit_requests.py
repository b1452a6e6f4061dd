"""A request that moves a deposit locks it at its entry, before Frappe locks the document, its rows and the gaps beside them.

The documents are those that the request names or brings along. What it does not name (a job, a list of many) is locked by the
hooks of the vouchers, as late as these run: the same order, and the request is played again if two stop one another.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from urllib.parse import unquote

import frappe

from fangxiu_app.core.access.named import ARGUMENTS
from fangxiu_app.ledger import locks

#: Documents that move deposits → the field of theirs, or of their rows, that names the agreement.
FIELDS = {
	"Contractor Deduction": "agreement",
	"Deposit Release": "agreement",
	"Journal Entry": "warranty_agreement",
	"Payment Entry": "warranty_agreement",
	"Purchase Invoice": "warranty_agreement",
	"Warranty Deposit Entry": "agreement",
}
READING = ("GET", "HEAD", "OPTIONS")


def lock_first() -> None:
	"""Hook once a request was let in. Locks nothing for who may not write such documents; raises nothing for what is not there."""
	request = frappe.request
	if request.method in READING or frappe.session.user == "Guest":
		return
	form = frappe.local.form_dict
	documents = [*brought(form), *named(form), *addressed(request.path)]
	agreements = {name for kind, one in documents if frappe.has_permission(kind, "write") for name in _agreements(kind, one)}
	if agreements:
		locks.enter(frappe.get_all("Warranty Agreement", {"name": ("in", sorted(agreements))}, pluck="name"))


def named(form: Mapping) -> Iterator[tuple[str, str]]:
	"""(DocType, name) of a document that the arguments name."""
	for kind, name in ARGUMENTS:
		pair = (form.get(kind), form.get(name))
		if all(isinstance(part, str) for part in pair) and pair[0] in FIELDS:
			yield pair


def addressed(path: str) -> Iterator[tuple[str, str]]:
	"""The same of a REST address: the part behind the DocType's is the name."""
	parts = [unquote(part) for part in path.strip("/").split("/")]
	yield from ((kind, name) for kind, name in pairwise(parts) if kind in FIELDS)


def brought(form: Mapping) -> Iterator[tuple[str, str | dict]]:
	"""The documents that come as JSON, by their names, and as they come: a new one is in no table yet."""
	for value in form.values():
		if isinstance(value, str) and any(f'"{kind}"' in value for kind in FIELDS):
			try:
				yield from _inside(json.loads(value))
			except ValueError:
				continue


def _inside(value) -> Iterator[tuple[str, str | dict]]:
	if isinstance(value, list):
		for one in value:
			yield from _inside(one)
	elif isinstance(value, dict):
		kind, name = value.get("doctype"), value.get("name")
		if isinstance(kind, str) and kind in FIELDS:
			yield kind, value
			if isinstance(name, str):
				yield kind, name


def _agreements(kind: str, one: str | dict) -> list[str]:
	field = FIELDS[kind]
	return _stored(kind, field, one) if isinstance(one, str) else list(_written(field, one))


def _written(field: str, document: dict) -> Iterator[str]:
	"""What a document that came names in the field, and in its rows."""
	rows = [row for value in document.values() if isinstance(value, list) for row in value if isinstance(row, dict)]
	yield from (part[field] for part in (document, *rows) if part.get(field) and isinstance(part[field], str))


def _stored(kind: str, field: str, name: str) -> list[str]:
	if kind == "Journal Entry":
		return frappe.get_all("Journal Entry Account", {"parent": name, field: ("is", "set")}, pluck=field)
	agreement = frappe.db.get_value(kind, name, field)
	return [agreement] if agreement else []
