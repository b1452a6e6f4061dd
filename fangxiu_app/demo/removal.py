"""Removes the demo: first checks that nothing real depends on it, then deletes everything that belongs to it."""

from __future__ import annotations

import frappe
from frappe.model.dynamic_links import get_dynamic_link_map
from frappe.model.rename_doc import get_link_fields

from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.core.wording import _
from fangxiu_app.demo import demo_vouchers

#: What Frappe itself makes for a user: goes with the user.
WITH_USER = {
	"User Permission": "user",
	"Notification Settings": "name",
	"Contact": "user",
	"Notification Log": "for_user",
}
#: What Frappe writes down about documents: table → (field of the DocType, field of the name).
TRACES = {
	"Comment": ("reference_doctype", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"ToDo": ("reference_type", "reference_name"),
	"DocShare": ("share_doctype", "share_name"),
	"Tag Link": ("document_type", "document_name"),
	"View Log": ("reference_doctype", "reference_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"Notification Log": ("document_type", "document_name"),
	"Communication": ("reference_doctype", "reference_name"),
}
#: What our jobs write about a project by themselves, while the demo is looked at → as whom, if people write it too.
BY_JOBS = {
	"Outbox Message": {},
	"Clock Escalation": {},
	"Custody Entry": {},
	"Stage Report": {"owner": "Administrator"},
	"Contractor Evaluation": {"owner": "Administrator"},
	"Expiry Campaign": {"owner": "Administrator"},
	"Expiry Unit": {"owner": "Administrator"},
	"Risk Warning": {"owner": "Administrator"},
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
	for doctype, by_a_job in BY_JOBS.items():
		filters = {"project": ("in", projects), **by_a_job}
		doomed[doctype].update(frappe.get_all(doctype, filters, pluck="name"))
	for doctype, names in demo_vouchers.hanging(doomed).items():
		doomed.setdefault(doctype, set()).update(names)
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
	"""Our own documents in sets, ERPNext's and Frappe's through their controllers; then what was written about any of them."""
	for doctype in (*PROJECT_DOCTYPES, "Contractor Register"):
		_delete_rows(doctype, doomed.get(doctype, set()))
	# after the documents: a file is kept as long as a piece of evidence names it
	for doctype, names in doomed.items():
		for file in frappe.get_all("File", _about("File", doctype, names), pluck="name") if names else ():
			frappe.delete_doc("File", file, force=True, ignore_permissions=True, delete_permanently=True)
	demo_vouchers.delete(doomed)
	for doctype in (*WITH_USER, "Customer", "Supplier", "Project", "User"):
		for name in sorted(doomed.get(doctype, ())):
			options = {"ignore_permissions": True, "ignore_missing": True, "delete_permanently": True}
			frappe.delete_doc(doctype, name, force=True, **options)
	for doctype, names in doomed.items():
		for table in TRACES if names else ():
			frappe.db.delete(table, _about(table, doctype, names))
	told = [f"{_(doctype)} {name}" for doctype, names in doomed.items() for name in names]
	frappe.db.delete("Comment", {"comment_type": "Deleted", "subject": ("in", told)})
	frappe.db.delete("DefaultValue", {"parent": ("in", list(doomed["User"]))})
	frappe.clear_cache()


def _delete_rows(doctype: str, names: set[str]) -> None:
	if not names:
		return
	for table in frappe.get_meta(doctype).get_table_fields():
		frappe.db.delete(table.options, {"parent": ("in", list(names)), "parenttype": doctype})
	frappe.db.delete(doctype, {"name": ("in", list(names))})


def _about(table: str, doctype: str, names: set[str]) -> dict:
	"""Filters for rows of ``table`` that are about one of the documents."""
	type_field, name_field = {**TRACES, "File": ("attached_to_doctype", "attached_to_name")}[table]
	return {type_field: doctype, name_field: ("in", list(names))}
