"""The one check of texts that other projects read: by rule, and by the units and people of their project. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import frappe

from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.estate import rules_shared_text as rules


def violations(doctype: str, project: str, texts: Mapping[str, object], names: Collection[str] = ()) -> list[Violation]:
	"""What stands against these fields of a document of ``project``, field → text; ``names`` are people it names beside the owners.

	Three queries, none where the texts are empty.
	"""
	written = [(Field(doctype, name), text) for name, text in texts.items() if str(text or "").strip()]
	return rules.violations(written, known(project, names)) if written else []


def known(project: str, names: Collection[str] = ()) -> rules.Known:
	"""Codes of the project's units, names of everybody who owns or owned, rents or rented one. Three queries."""
	unit = frappe.qb.DocType("Unit Archive")
	people = set(filter(None, names))
	for doctype, field in (("Unit Owner", "owner_name"), ("Unit Tenant", "tenant_name")):
		person = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(person).join(unit).on(unit.name == person.parent).select(person[field]).distinct()
		people |= set(query.where(unit.project == project).run(pluck=True)) - {None, ""}
	return rules.Known(frozenset(frappe.get_all("Unit Archive", {"project": project}, pluck="unit_code", limit=0)), frozenset(people))
