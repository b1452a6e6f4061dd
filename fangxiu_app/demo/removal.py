"""Remove the demo: first look whether anything real depends on it, then delete it without traces."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.dynamic_links import get_dynamic_link_map
from frappe.model.rename_doc import get_link_fields

from fangxiu_app.access.doctypes import PROJECT_DOCTYPES

#: What Frappe itself makes for a user: goes with the user.
WITH_USER = {
	"User Permission": "user",
	"Notification Settings": "user",
	"Contact": "user",
	"Notification Log": "for_user",
}
#: As many examples as fit into a message.
NAMED = 5


class StillUsedError(frappe.ValidationError):
	"""A real record depends on a demo record."""


def remove(made: dict[str, list[str]], everything: bool = False) -> None:
	"""Delete the records in ``made`` and what hangs on demo tickets and users. Raises StillUsedError naming real records."""
	doomed = {doctype: set(names) for doctype, names in made.items()}
	_add_dependents(doomed, made["Project"], everything)
	used = _real_users_of(doomed)
	if used:
		frappe.throw(
			_(
				"Real records use the demo: {0}. Remove or change them first, then clear the demo again."
			).format(", ".join(used[:NAMED])),
			StillUsedError,
		)
	_delete(doomed)


def _add_dependents(doomed: dict[str, set[str]], projects: list[str], everything: bool) -> None:
	"""Log lines, visits, plans and so on of demo tickets, whoever made them; all of the projects' records if asked for."""
	tickets = list(doomed.get("Repair Ticket", ()))
	for doctype in PROJECT_DOCTYPES:
		names = doomed.setdefault(doctype, set())
		if everything:
			names.update(frappe.get_all(doctype, {"project": ("in", projects)}, pluck="name"))
		elif frappe.get_meta(doctype).has_field("ticket"):
			names.update(frappe.get_all(doctype, {"ticket": ("in", tickets)}, pluck="name"))
	for doctype, field in WITH_USER.items():
		users = list(doomed.get("User", ()))
		doomed.setdefault(doctype, set()).update(
			frappe.get_all(doctype, {field: ("in", users)}, pluck="name")
		)


def _real_users_of(doomed: dict[str, set[str]]) -> list[str]:
	"""Real documents that link to a doomed one, as "DocType name"."""
	found: list[str] = []
	passive = set(frappe.get_hooks("ignore_links_on_delete"))
	for doctype, names in doomed.items():
		links = [
			(link.parent, link.fieldname, {})
			for link in get_link_fields(doctype)
			if names and not link.issingle
		]
		links += [
			(link.parent, link.fieldname, {link.options: doctype})
			for link in get_dynamic_link_map().get(doctype, ())
			if names
		]
		for parent, fieldname, filters in links:
			if parent not in passive:
				found += _linking(parent, {**filters, fieldname: ("in", list(names))}, doomed)
	return sorted(set(found))


def _linking(doctype: str, filters: dict, doomed: dict[str, set[str]]) -> list[str]:
	meta = frappe.get_meta(doctype)
	if meta.issingle or meta.get("is_virtual"):
		return []
	if not meta.istable:
		names = frappe.get_all(doctype, filters, pluck="name")
		return [f"{doctype} {name}" for name in names if name not in doomed.get(doctype, ())]
	rows = frappe.get_all(doctype, filters, ["parenttype", "parent"])
	return [
		f"{row.parenttype} {row.parent}" for row in rows if row.parent not in doomed.get(row.parenttype, ())
	]


def _delete(doomed: dict[str, set[str]]) -> None:
	"""Children before parents; with the links among themselves, so every delete is forced."""
	first = [*reversed(PROJECT_DOCTYPES), *WITH_USER, "Customer", "Supplier", "Project", "User"]
	for doctype in [*first, *(other for other in doomed if other not in first)]:
		for name in sorted(doomed.get(doctype, ())):
			frappe.delete_doc(
				doctype,
				name,
				force=True,
				ignore_permissions=True,
				ignore_missing=True,
				delete_permanently=True,
				flags={"fx_cleanup": True},
			)
