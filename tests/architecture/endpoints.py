"""Rules of whitelisted methods: typed, guarded on line one, POST where they write, closed to guests."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from .imports import WRITE_STATEMENTS, WRITES
from .repo import PACKAGE, Problem, Source, dotted, functions

#: Endpoints a visitor without an account may call: dotted path → why.
BY_TOKEN = "its token is a signed link: made for one document, expiring, revocable, used once (adr/0075)"
GUESTS: dict[str, str] = {
	"fangxiu_app.paid_repairs.api_quote_link.accept": BY_TOKEN,
	"fangxiu_app.paid_repairs.api_quote_link.ask": BY_TOKEN,
	"fangxiu_app.paid_repairs.api_quote_link.decline": BY_TOKEN,
}
#: Endpoints that stand in for Frappe's own: their arguments and their guard are those of the original they narrow.
STAND_INS: dict[str, str] = {
	"fangxiu_app.core.framework.client.get_count": "counts what the rights of lists show of each kind; for people without a role of ours or of finance as Frappe does",
	"fangxiu_app.core.framework.open_counts.get_open_count": "asks for the document, and counts its links by the rights of lists",
	"fangxiu_app.ledger.open_references.get_outstanding_reference_documents": "asks for payments, and lists of ERPNext's answer what the rights of lists show",
	"fangxiu_app.core.framework.socket_rooms.can_subscribe_doc": "asks for the document, as Frappe does, and for a room of a project the right to both",
	"fangxiu_app.core.framework.socket_rooms.can_subscribe_doctype": "asks as Frappe does; what belongs to projects is for who sees all of them",
	"fangxiu_app.core.framework.client.search_everywhere": "asks Frappe's search, and tells what the rights of lists leave of it",
	"fangxiu_app.core.framework.client.validate_link": "hides names of other projects, then answers as Frappe does",
	"fangxiu_app.money.payments.invoice_hold.unblock_invoice": "asks for the right ERPNext forgets; a repair bill waits for its review",
	"fangxiu_app.money.payments.invoice_hold.change_release_date": "the same: a day in the past takes an invoice off hold",
	"fangxiu_app.money.payments.invoice_hold.block_invoice": "the same",
	"fangxiu_app.ledger.erpnext_tools.disable_dimension": "asks for the right ERPNext forgets; that of the deposits stays",
	"fangxiu_app.core.framework.pickers.search_link": "asks Frappe's search, which applies the rights, and only words its rows",
	"fangxiu_app.core.framework.list_actions.submit_cancel_or_update_docs": "our documents change in bulk as core.access.bulk_edit says, all others as Frappe does",
	"fangxiu_app.core.framework.list_actions.assign": "gives work to nobody who may not open it, then answers as Frappe does",
	"fangxiu_app.core.framework.list_actions.assign_many": "the same for many",
	"fangxiu_app.core.framework.exports.export_query": "reads with the rights of lists and asks for the right to export, as Frappe does",
	"fangxiu_app.core.framework.exports.export_report": "asks for the report, and Frappe for the right to export; only puts names for keys",
	"fangxiu_app.core.framework.client.find_addresses": "asks for contacts as Frappe does, and answers nothing instead of refusing",
	"fangxiu_app.core.framework.list_actions.remove_many": "asks as Frappe does, for each document",
	"fangxiu_app.core.framework.client.add_comment": "asks as Frappe does, and writes under the name of the session's user",
	"fangxiu_app.core.framework.dashboards.chart": "counts stored charts the user may read; those made up in a request are refused",
	"fangxiu_app.core.framework.dashboards.card": "the same for cards",
	"fangxiu_app.core.framework.rendering.report_to_pdf": "prints what the user sent, of which it takes away what loads from elsewhere",
	"fangxiu_app.core.framework.printing.get_html_and_style": "asks for the stored document, and prints that instead of what was sent",
	"fangxiu_app.core.framework.printing.get_rendered_raw_commands": "the same",
	"fangxiu_app.core.framework.client.get_print_settings_to_show": "asks for the document, which Frappe does not",
	"fangxiu_app.core.framework.client.get_link_title": "tells no title of what may not be read, then answers as Frappe does",
}
#: Arguments that would let the caller choose columns, order or code.
CLIENT_QUERY = frozenset(
	"fields group_by order_by having or_filters sql query cmd method function limit_start parent_doctype".split()
)
#: Besides plain writes, what changes data or hands work to a job that will.
EFFECTS = WRITES | {"enqueue", "enqueue_doc", "sendmail", "db_insert_many"}
#: Reading a list past the user's rights is the queries' business, where scope is applied.
UNSCOPED_READS = ("frappe.get_all", "frappe.db.sql", "frappe.db.get_all", "frappe.db.get_list")


class Calls:
	"""Which functions of the package change data, directly or through the functions they call."""

	def __init__(self, sources: Iterable[Source]):
		self.bodies: dict[str, tuple[Source, ast.FunctionDef]] = {}
		self.names: dict[str, dict[str, str]] = {}
		for source in sources:
			self.names[source.path] = _names(source)
			for name, node in functions(source.tree):
				self.bodies[f"{source.module}.{name}"] = (source, node)
		self._known: dict[str, bool] = {}

	def writes(self, function: str) -> bool:
		"""Whether ``function`` (dotted) changes data; unknown functions, Frappe's own, are judged by their name."""
		if function not in self.bodies:
			kept = function.startswith("frappe.cache.")  # what is kept for the next request changes no data
			return not kept and (function in WRITE_STATEMENTS or function.rsplit(".", 1)[-1] in EFFECTS)
		if function not in self._known:
			self._known[function] = False
			source, node = self.bodies[function]
			calls = calls_of(node)
			handed = {self._target(source, arg) for call in calls for arg in call.args}
			targets = {self._target(source, call.func) for call in calls} | (handed & set(self.bodies))
			self._known[function] = any(self.writes(target) for target in targets if target)
		return self._known[function]

	def _target(self, source: Source, node: ast.AST) -> str:
		if isinstance(node, ast.Attribute) and not dotted(node):
			return node.attr
		name = dotted(node)
		head, _, rest = name.partition(".")
		known = self.names[source.path].get(head, head)
		return f"{known}.{rest}" if rest else known


def calls_of(node: ast.AST) -> list[ast.Call]:
	return [call for call in ast.walk(node) if isinstance(call, ast.Call)]


def _names(source: Source) -> dict[str, str]:
	"""Local name → dotted path: imports, and the module's own functions."""
	found = {name: f"{source.module}.{name}" for name, _ in functions(source.tree) if "." not in name}
	for node in ast.walk(source.tree):
		if isinstance(node, ast.ImportFrom) and node.module:
			found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
	return found


def endpoints(source: Source) -> list[tuple[str, ast.FunctionDef, ast.expr]]:
	"""(qualified name, function, decorator) of every whitelisted function or method."""
	return [
		(name, node, decorator)
		for name, node in functions(source.tree)
		for decorator in node.decorator_list
		if dotted(decorator.func if isinstance(decorator, ast.Call) else decorator).split(".")[-1]
		== "whitelist"
	]


def problems(source: Source, calls: Calls) -> list[Problem]:
	"""Everything wrong with the whitelisted functions of one file."""
	found = []
	for name, node, decorator in endpoints(source):
		where = f"{source.path}:{node.lineno} {name}"
		path = f"{source.module}.{name}"
		if _postponed(source.tree):
			found.append(
				Problem(where, "its module postpones annotations: Frappe then checks no argument's type")
			)
		own = [] if path in STAND_INS else [*_arguments(node), *_guard(node)]
		texts = [*_signature(node), *own, *_guest(path, decorator), *_methods(decorator, calls.writes(path))]
		found += [Problem(where, text) for text in texts]
	return found


def _postponed(tree: ast.Module) -> bool:
	"""Whether annotations are text at run time (PEP 563), which switches Frappe's checks off."""
	return any(
		isinstance(node, ast.ImportFrom)
		and node.module == "__future__"
		and any(n.name == "annotations" for n in node.names)
		for node in tree.body
	)


def unscoped_reads(source: Source) -> list[Problem]:
	"""Reads in the entry layers that go round the user's rights."""
	entry = source.module.rpartition(".")[2].startswith("api_") or source.module.startswith(f"{PACKAGE}.www")
	if not entry:
		return []
	return [
		Problem(
			f"{source.path}:{call.lineno}",
			f"{dotted(call.func)} ignores the user's rights: read through reads_*",
		)
		for call in calls_of(source.tree)
		if dotted(call.func) in UNSCOPED_READS or dotted(call.func).startswith("frappe.qb.")
	]


def _signature(node: ast.FunctionDef) -> list[str]:
	given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
	arguments = [arg for arg in given if arg.arg not in ("self", "cls")]
	found = [
		f"argument {arg.arg} has no type: Frappe checks types at the door"
		for arg in arguments
		if not arg.annotation
	]
	found += [
		f"argument {arg.arg} is typed {dotted(arg.annotation)}, which checks nothing"
		for arg in arguments
		if arg.annotation and dotted(arg.annotation).split(".")[-1] in ("Any", "object")
	]
	if node.args.vararg or node.args.kwarg:
		found.append("takes any argument: name and type each one")
	return found if node.returns else [*found, "has no return type"]


def _arguments(node: ast.FunctionDef) -> list[str]:
	names = {arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
	return [f"argument {name} lets the caller write the query" for name in sorted(names & CLIENT_QUERY)]


def _guard(node: ast.FunctionDef) -> list[str]:
	body = node.body[1:] if ast.get_docstring(node) is not None else node.body
	first = body[0].value if body and isinstance(body[0], ast.Expr) else None
	if isinstance(first, ast.Call) and _is_guard(first):
		return []
	return [
		"does not begin with a permission check (right.check, has_permission(..., throw=True) of a DocType, check_permission, require_*)"
	]


def _is_guard(call: ast.Call) -> bool:
	name = dotted(call.func)
	if name == "right.check":
		return True
	if name == "frappe.has_permission":
		# of a document asks `right.check`: an empty name would pass here with the right to the DocType alone
		of_all = len(call.args) < 3
		return of_all and any(key.arg == "throw" and getattr(key.value, "value", None) is True for key in call.keywords)
	last = name.split(".")[-1]
	return last in ("check_permission", "check_project", "only_for") or last.startswith(("require_", "may_"))


def _guest(path: str, decorator: ast.expr) -> list[str]:
	keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
	if path not in GUESTS and any(key.arg == "allow_guest" for key in keywords):
		return ["is open to guests: list it in GUESTS with its reason"]
	return []


def _methods(decorator: ast.expr, writes: bool) -> list[str]:
	keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
	value = next((key.value for key in keywords if key.arg == "methods"), None)
	if not isinstance(value, ast.List) or not value.elts:
		return ["names no HTTP methods: methods=['GET'] or methods=['POST']"]
	methods = {getattr(item, "value", None) for item in value.elts}
	if not methods <= {"GET", "POST"}:
		return [f"methods {sorted(map(str, methods))}: only GET and POST are used"]
	return ["writes, so it must be POST only"] if writes and methods != {"POST"} else []
