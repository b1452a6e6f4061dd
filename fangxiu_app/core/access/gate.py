"""Checks every call of a method before it runs: refused unless a list allows it (adr/0122), by whatever route it came.

Frappe offers over a thousand methods to whoever has signed in, many of which ask for no right. DocTypes by REST pass their own
rights and are not asked for here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

import frappe
from frappe import _

from fangxiu_app.core.access import methods, named
from fangxiu_app.core.narrowing import projects_seen

#: Routes of version 2 and short names that are functions of Frappe itself.
DOCUMENT_CALLS = frozenset(("run_doc_method", "runserverobj", "frappe.handler.run_doc_method", "frappe.handler.runserverobj"))
UPLOADS = frozenset(("upload_file", "uploadfile", "frappe.handler.upload_file", "frappe.handler.uploadfile"))
#: Methods that call another one, named in this argument.
CARRIERS = {
	**dict.fromkeys(UPLOADS, "method"),
	"frappe.desk.search.search_link": "query",
	"frappe.desk.search.search_widget": "query",
	"frappe.desk.treeview.get_all_nodes": "tree_method",
	"frappe.model.mapper.make_mapped_doc": "method",
	"frappe.model.mapper.map_docs": "method",
}
#: Title of the line in the log; `fx doctor` counts them.
TITLE = "Method not on the list"
SEEN = "fx_methods_refused"
MODULE = "Fangxiu App"


def check() -> None:
	"""Hook once the user of a request is known, before anything is called. Raises PermissionError while enforced."""
	user = frappe.session.user
	if user == "Administrator":
		return
	_check_one_document(frappe.request.path, frappe.local.form_dict)
	held = frappe.get_roles(user)
	for method in called(frappe.request.path, frappe.local.form_dict):
		if not methods.open_to(method, user, held) or not _open_by_another_name(method, user, held):
			_refuse(method, user)
		if not projects_seen.OF_COMPANY.isdisjoint((method, own_name(method))):
			projects_seen.check_company(user)
		named.check(own_name(method) or method, frappe.local.form_dict)


def _open_by_another_name(method: str, user: str, held: list[str]) -> bool:
	"""Whether the method was called by another name than its own; every module that imports a method is another name for it.

	The method is judged by its own name. One that is in a list is known by that name; a wrapped one may be called by its own name
	only, or the wrapper would be bypassed.
	"""
	own = own_name(method)
	return own in (None, method) or methods.listed(method) or (
		methods.open_to(own, user, held) and not frappe.get_hooks("override_whitelisted_methods", {}).get(own)
	)


@lru_cache(maxsize=4096)
def own_name(method: str) -> str | None:
	"""Module and name under which a method was defined; None where the text is not the dotted name of a function."""
	if ":" in method or "." not in method:
		return None
	try:
		function = frappe.get_attr(method)
		return f"{function.__module__}.{function.__qualname__}"
	except Exception:  # whatever importing it says is said by the call itself
		return None


def called(path: str, form) -> Iterator[str]:
	"""Names of all methods a request calls; a document's method as "document:DocType.method", one of ours as "document:fangxiu:…"."""
	name = form.get("cmd") or _of_path(path)
	if not name:
		if "run_method" in form:
			yield _of_document(path.rstrip("/").split("/resource/", 1)[-1].split("/")[0], form["run_method"])
		return
	name = str(name)
	if name in DOCUMENT_CALLS:
		yield _of_document(_doctype(_called_on(path, form)), form.get("method"))
	else:
		yield name
	if name in CARRIERS and form.get(CARRIERS[name]):
		yield str(form[CARRIERS[name]])


def _of_path(path: str) -> str | None:
	parts = path.strip("/").split("/")
	if parts[:1] != ["api"]:
		return None
	parts = parts[1:]
	v2 = parts[:1] == ["v2"]
	parts = parts[1:] if parts[:1] in (["v1"], ["v2"]) else parts
	if parts[:1] == ["method"] and len(parts) > 1:
		return f"doctype:{parts[1]}.{parts[2]}" if v2 and len(parts) > 2 else parts[1]
	if v2 and parts[:1] == ["document"] and len(parts) > 4 and parts[-2] == "method":
		return _of_document(parts[1], parts[-1])
	return None


def _called_on(path: str, form) -> object:
	"""The document that a call of a document's method brings along: each version of the interface takes it from another argument."""
	second = path.strip("/").split("/") == ["api", "v2", "method", "run_doc_method"] and not form.get("cmd")
	return form.get("document") if second else form.get("dt") or form.get("docs")


def _check_one_document(path: str, form) -> None:
	"""Refuse a call of a document's method that names several documents: what is judged has to be what runs."""
	name = str(form.get("cmd") or _of_path(path) or "")
	if name in DOCUMENT_CALLS and sum(bool(form.get(one)) for one in ("dt", "docs", "document")) > 1:
		frappe.throw(
			_("This call names several documents, and was not carried out. Name one of them."),
			frappe.PermissionError,
			title=_("Not Allowed"),
		)


def _doctype(doc: object) -> str:
	doc = doc or ""
	if isinstance(doc, str) and doc.lstrip().startswith("{"):
		try:
			doc = json.loads(doc)
		except ValueError:
			return ""
	return str(doc.get("doctype") or "") if isinstance(doc, dict) else str(doc)


def _of_document(doctype: str, method: object) -> str:
	module = frappe.get_cached_value("DocType", doctype, "module") if doctype else None
	return f"document:{'fangxiu:' if module == MODULE else ''}{doctype}.{method}"


def _refuse(method: str, user: str) -> None:
	method = method[:140]
	if not frappe.cache.hexists(SEEN, f"{user} {method}"):
		frappe.cache.hset(SEEN, f"{user} {method}", 1)
		log = {"doctype": "Error Log", "method": f"{TITLE}: {method}"[:140], "error": f"{user} called {method}"}
		frappe.get_doc(log).deferred_insert()  # the request may be rolled back
	if frappe.get_cached_value("Fangxiu Settings", "Fangxiu Settings", "method_gate") == "Watched":
		return
	frappe.throw(
		_(
			"This call ({0}) is closed to your roles, and was not carried out. If your work needs it, tell the administrator its name."
		).format(frappe.utils.escape_html(method)),
		frappe.PermissionError,
		title=_("Not Allowed"),
	)
