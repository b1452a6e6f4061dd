"""Whoever names a document or a file in a call must be allowed to read it: many of Frappe's methods do not check (adr/0125)."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping, MutableMapping
from functools import lru_cache

import frappe
from frappe import _

from fangxiu_app.core.access import files, incoming, stored
from fangxiu_app.core.access.doctypes import CHILD_PARENTS, PROJECT_DOCTYPES, VOUCHER_ROWS, VOUCHERS
from fangxiu_app.core.access.methods.allowed import GUESTS, STAND_INS

#: By which arguments Frappe's methods are told of one document.
ARGUMENTS = (
	("doctype", "name"),
	("doctype", "docname"),
	("doctype", "doc_name"),
	("dt", "dn"),
	("reference_doctype", "reference_name"),
	("reference_type", "reference_name"),
	("reference_doctype", "reference_docname"),
	("ref_doctype", "ref_docname"),
	("reminder_doctype", "reminder_docname"),
	("document_type", "document_name"),
	("link_doctype", "link_name"),
)
#: Arguments that bring documents along as JSON: what is stored under their names is asked for, not what they say.
BROUGHT = ("doc", "docs", "document")
#: Argument in which ERPNext tells a method of one voucher, without bringing it along, and what it asks of more than our documents.
TOLD = "args"
SCOPED = frozenset((*PROJECT_DOCTYPES, *VOUCHERS))
#: Vouchers without a project of their own that the rest of the company has too.
BOOKED = frozenset(("Journal Entry", "Payment Entry", "Sales Invoice"))
#: What nobody lists past the projects that are theirs.
NARROWED = SCOPED | {"Project", *CHILD_PARENTS, *VOUCHER_ROWS}
#: By these everybody leaves a mark on any document by its name, of which Frappe asks no right.
_MARKS = ("like.toggle_like", "form.document_follow.update_follow", "form.document_follow.follow_document", "doctype.tag.tag.add_tag", "doctype.tag.tag.remove_tag")
MARKS = frozenset(f"frappe.desk.{name}" for name in _MARKS)
OURS = "fangxiu_app."
LINKED = "frappe.desk.form.linked_with.get_submitted_linked_docs"
#: Addresses in a document that a call of its method brings along.
ADDRESSES = re.compile(r'"(/private/files/[^"\\]+)"')


def check(method: str, form: MutableMapping) -> None:
	"""Once the gate let a method pass. Raises PermissionError for what its caller may not read, BadValueError for what is missing.

	Our own endpoints ask for themselves; what stands in for Frappe's answers as if the document were not there.
	"""
	_keep_narrow(form)
	if method.startswith(OURS):
		if frappe.session.user != "Guest" or method in GUESTS:  # who may not call it at all hears that first
			_check_given(method, form)
	elif method not in STAND_INS:
		for doctype, name in documents(form, method in MARKS):
			check_readable(doctype, name)
		for address in addresses(method, form):
			if frappe.db.exists("File", {"file_url": address}):
				files.check_address(address)
		if method == LINKED:
			_check_root(form)


def _check_root(form: Mapping) -> None:
	"""Listing what is cancelled along with a document needs an existing submittable document that the user may read.

	Frappe follows any name, so that of a supplier would lead through all projects, and an empty one to every document
	without a link.
	"""
	doctype, name = form.get("doctype"), form.get("name")
	known = _text(form, "doctype", "name") and frappe.db.exists("DocType", {"name": doctype, "is_submittable": 1})
	if not known or not frappe.db.exists(doctype, name):
		frappe.throw(_("There is no such document."), frappe.DoesNotExistError)
	frappe.has_permission(doctype, "read", name, throw=True)


def check_readable(doctype: str, name: str) -> None:
	"""The right to read a document; of ours by its own row, which names the project, without the tables the method reads again."""
	doc = stored.document(doctype, name) if doctype in PROJECT_DOCTYPES else name
	frappe.has_permission(doctype, "read", doc, throw=True)


def _keep_narrow(form: MutableMapping) -> None:
	"""Removes ``ignore_user_permissions`` from requests: Frappe's searches then skip every condition."""
	doctype = form.get("doctype")
	if not isinstance(doctype, str) or doctype in NARROWED:
		form.pop("ignore_user_permissions", None)


def documents(form: Mapping, of_any_kind: bool = False) -> Iterator[tuple[str, str]]:
	"""The stored documents of a project, and vouchers, that the arguments name; of projects also those they bring along."""
	said = [(form.get(kind), form.get(name)) for kind, name in ARGUMENTS if _text(form, kind, name)]
	for kind, name in dict.fromkeys((*said, *brought(form))):
		meant = kind in SCOPED | BOOKED or (of_any_kind and frappe.db.exists("DocType", kind, cache=True))
		if meant and frappe.db.exists(kind, name):
			yield kind, name
	yield from _told(form)


def _told(form: Mapping) -> Iterator[tuple[str, str]]:
	"""The stored voucher of which a method is told; a row of a form names its item and its document beside each other too, and is not meant."""
	for one in _read(form.get(TOLD)):
		kind, name = one.get("doctype"), one.get("docname")
		if _text(one, "doctype", "docname") and kind in SCOPED | BOOKED and frappe.db.exists(kind, name):
			yield kind, name


def brought(form: Mapping) -> Iterator[tuple[str, str]]:
	"""DocType and name of the documents in the arguments; Frappe judges them by what they say. Raises BadValueError for a name that is none."""
	for argument in BROUGHT:
		for doc in _read(form.get(argument)):
			kind, name = doc.get("doctype"), doc.get("name") or doc.get("docname")
			if name and isinstance(kind, str) and kind in SCOPED:
				yield kind, incoming.text(name, _("Name"))


def _read(value: object) -> list[dict]:
	if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
		try:
			value = json.loads(value)
		except (ValueError, RecursionError):  # the call itself says so
			return []
	found = value if isinstance(value, list) else [value]
	return [one for one in found if isinstance(one, dict)]


def addresses(method: str, form: Mapping) -> Iterator[str]:
	"""Private files named in the arguments, or in the document whose method is called; our own methods check themselves."""
	for value in form.values():
		if isinstance(value, str) and value.startswith("/private/files/"):
			yield value
		elif isinstance(value, str) and method.startswith("document:") and not method.startswith("document:fangxiu:"):
			yield from ADDRESSES.findall(value)


def _text(form: Mapping, *names: str) -> bool:
	return all(form.get(name) and isinstance(form[name], str) for name in names)


def _check_given(method: str, form: Mapping) -> None:
	for name in _required(method):
		if name not in form:
			frappe.throw(
				_("Field {0}: nothing arrived. Reload the page and enter it again.").format(frappe.bold(name)),
				incoming.BadValueError,
				title=_("Not Readable"),
			)


@lru_cache(maxsize=512)
def _required(method: str) -> tuple[str, ...]:
	try:
		parameters = inspect.signature(frappe.get_attr(method)).parameters
	except Exception:  # no such method: the call itself says so
		return ()
	return tuple(name for name, one in parameters.items() if one.default is one.empty)
