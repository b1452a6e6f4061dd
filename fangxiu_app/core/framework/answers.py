"""Methods of Frappe and ERPNext that fail on their arguments answer with a message instead of 500 (adr/0125).

Those methods do not check argument types. A Python or database error about an argument of another type, or a missing one, is the
caller's fault, not the server's. Our own methods convert and refuse by themselves: an error 500 of theirs stays an error 500.
"""

from __future__ import annotations

import inspect
import json

import frappe
from frappe import _
from frappe.app import handle_exception

from fangxiu_app.core.access import gate
from fangxiu_app.core.access.incoming import BadValueError
from fangxiu_app.core.wording import OURS

#: Errors of the server, whatever was sent: they stay a 500, for users and monitoring to see.
SERVER = frozenset(
	"""
	BrokenPipeError BusyLoadingError ConnectionError ConnectionRefusedError ConnectionResetError InterfaceError InternalError
	MemoryError OSError PermissionError QueryDeadlockError QueryTimeoutError TimeoutError
	""".split()
)
#: The database's own trouble has the names of what it says of a column or value that is not there: it is asked whether it is well.
DATABASE = ("OperationalError", "ProgrammingError", "DataError")
#: Frappe's refusal of an argument of another type than a method names; it says nothing to people.
WORDLESS = "FrappeTypeError"
BULK = "frappe.client.bulk_update"
#: Where version 1 and 2 of the interface put what is meant for developers.
DEBUGGING = ("_debug_messages", "debug")


def after_request(response, request) -> None:
	"""Hook at the end of every request. The Error Log keeps what happened."""
	_keep_inside(response, request)
	if response is None or response.status_code not in (417, 500) or not _called_by(request):
		return
	errors = frappe.local.response.get("errors") or [{}]
	kind = frappe.local.response.get("exc_type") or errors[0].get("type")
	called = list(gate.called(request.path, frappe.local.form_dict))
	missing = _missing(called) if kind == "TypeError" else []
	if kind != WORDLESS and not missing and (response.status_code != 500 or not _stumbled(kind, called)):
		return
	answer = _refusal(called[0] if called else request.path, missing)
	response.status_code, response.headers, response.response = answer.status_code, answer.headers, answer.response


def _keep_inside(response, request) -> None:
	"""Takes out of an answer what is meant for developers; system managers keep it.

	Frappe adds the database's query when one fails, and all of them with ``debug``, and ``bulk_update`` answers the trace of what
	was refused: its last line says why.
	"""
	bulk = BULK in request.path or BULK == frappe.local.form_dict.get("cmd")
	if response is None or response.mimetype != "application/json" or not (bulk or getattr(frappe.local, "debug_log", None)):
		return
	if frappe.session.user == "Administrator" or "System Manager" in frappe.get_roles():
		return
	answer = {name: one for name, one in json.loads(response.data).items() if name not in DEBUGGING}
	told = answer.get("message") or answer.get("data")
	for one in told.get("failed_docs", ()) if bulk and isinstance(told, dict) else ():
		one["exc"] = one["exc"].strip().rpartition("\n")[2].partition(": ")[2]
	response.data = json.dumps(answer, separators=(",", ":"))


def _called_by(request) -> bool:
	return request.path.startswith("/api/") or bool(frappe.local.form_dict.get("cmd")) or not _read()


def _read() -> bool:
	"""Whether the request's body could be read."""
	return bool(getattr(frappe.local, "http_request", None))


def _stumbled(kind: str, called: list[str]) -> bool:
	if not _read():  # no method has run, whosever it is
		called = []
	return bool(kind) and kind not in SERVER and not any(ours(method) for method in called) and (kind not in DATABASE or _well())


def ours(method: str) -> bool:
	"""Whether a method, as :func:`gate.called` names it, is one of this app."""
	return method.startswith(("fangxiu_app.", "document:fangxiu:"))


def _missing(called: list[str]) -> list[str]:
	"""Required arguments of our method that the request lacks: dialogs leave out empty fields."""
	for method in called:
		if method.startswith("fangxiu_app."):
			parameters = inspect.signature(frappe.get_attr(method)).parameters.values()
			needed = [one.name for one in parameters if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD]
			return [name for name in needed if name not in frappe.local.form_dict]
	return []


def _well() -> bool:
	try:
		return bool(frappe.db) and frappe.db.exists("DocType", "DocType", cache=False) is not None
	except Exception:  # whatever it is, the database is not well
		return False


def _refusal(called: str, missing: list[str]):
	frappe.local.response = frappe._dict({"docs": []})
	frappe.clear_messages()
	frappe.local.error_log = []
	frappe.local.debug_log = []
	try:
		if missing:
			names = ", ".join(_(frappe.unscrub(name), context=OURS) for name in missing)
			frappe.throw(_("Nothing was saved: {0} is missing. Fill it in and try again.").format(names), BadValueError, title=_("Missing"))
		frappe.throw(
			_("{0} was not carried out: what arrived with the call is not readable. Reload the page and try again.").format(
				frappe.utils.escape_html(called[:140])
			),
			BadValueError,
			title=_("Not Readable"),
		)
	except BadValueError as refused:
		return handle_exception(refused)
