"""What lists do to many documents at once: bulk edit and Assign To, limited to what actions allow."""

import frappe
from frappe import _
from frappe.desk.doctype.bulk_update import bulk_update
from frappe.desk.form import assign_to

from fangxiu_app.core.access import bulk_edit, incoming, right
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.core.messages import RefusedError


@frappe.whitelist(methods=["POST"])
def submit_cancel_or_update_docs(
	doctype: str,
	docnames: str | list,
	action: str = "submit",
	data: str | dict | None = None,
	task_id: str | None = None,
) -> list[str] | None:
	"""Frappe's bulk action. Of our documents only the fields of ``core.access.bulk_edit`` change, and a refusal is not called a success."""
	frappe.has_permission(doctype or "DocType", "read", throw=True)  # each document asks for the right to the action, in its words
	names, values = incoming.names(docnames), incoming.mapping(data)
	if not bulk_edit.closed(doctype):
		return bulk_update.submit_cancel_or_update_docs(doctype, names, action, values, task_id)
	if action == "update":
		_check_fields(doctype, values)
	failed = bulk_update.submit_cancel_or_update_docs(doctype, names, action, values, task_id)
	if failed:
		frappe.throw(
			_(
				"{0} of {1} were changed. These were not: {2}. Open them one by one; the form says why."
			).format(len(names) - len(failed), len(names), "、".join(failed)),
			RefusedError,
			title=_("Not All Were Changed"),
		)
	return failed


def _check_fields(doctype: str, data: dict) -> None:
	names = bulk_edit.refused(doctype, data)
	if names:
		meta = frappe.get_meta(doctype)
		frappe.throw(
			_(
				"{0} cannot be changed for several documents at once. Open the document and use its actions: they ask for a reason and tell the people concerned."
			).format("、".join(frappe.bold(_(meta.get_label(name), context=meta.name)) for name in names)),
			RefusedError,
			title=_("Changed by Actions Only"),
		)


@frappe.whitelist(methods=["POST"])
def assign(
	doctype: str,
	name: str,
	assign_to: str | list,
	description: str | None = None,
	priority: str = "Medium",
	date: str | None = None,
	assignment_rule: str | None = None,
) -> list[dict] | None:
	"""Frappe's Assign To. Work on a document of a project is only given to people who may open it; Frappe would share it with anybody."""
	right.check(doctype or "DocType", "read", name)
	return _assign(doctype, [name], assign_to, description, priority, date, assignment_rule)[0]


@frappe.whitelist(methods=["POST"])
def assign_many(
	doctype: str,
	name: str | list,
	assign_to: str | list,
	description: str | None = None,
	priority: str = "Medium",
	date: str | None = None,
	bulk_assign: bool = False,
	re_assign: bool = False,
	assignment_rule: str | None = None,
) -> None:
	"""As :func:`assign` for documents chosen in a list: all of them, or none."""
	frappe.has_permission(doctype or "DocType", "read", throw=True)
	_assign(doctype, incoming.names(name), assign_to, description, priority, date, assignment_rule)


@frappe.whitelist(methods=["POST"])
def remove_many(doctype: str, names: str | list) -> None:
	"""Frappe's Clear Assignment for documents chosen in a list, each of which must be readable: the request cannot say otherwise."""
	frappe.has_permission(doctype or "DocType", "read", throw=True)
	names = incoming.names(names)
	for name in names:
		right.check(doctype, "read", name)
	assign_to.remove_multiple(doctype, frappe.as_json(names))


def _assign(doctype: str, names: list[str], people, description, priority, date, rule) -> list:
	people = incoming.names(people)
	values = {"doctype": doctype, "assign_to": people, "priority": priority}
	given = {"description": description, "date": date, "assignment_rule": rule}
	values |= {key: value for key, value in given.items() if value}
	for name in names if doctype in PROJECT_DOCTYPES else ():
		_check_people(doctype, name, people)
	return [assign_to.add(frappe._dict(values, name=name)) for name in names]


def _check_people(doctype: str, name: str, people: list[str]) -> None:
	doc = frappe.get_doc(doctype, name)
	shut_out = [user for user in people if not frappe.has_permission(doctype, "read", doc, user=user)]
	if shut_out:
		frappe.throw(
			_(
				"{0} may not open {1}: nothing was assigned. Choose somebody with a right to the project, or ask the administrator for one."
			).format(
				"、".join(map(frappe.bold, map(frappe.utils.get_fullname, shut_out))), frappe.bold(name)
			),
			RefusedError,
			title=_("Not Possible Yet"),
		)
