"""Who may import what (docs/architecture.md): one row per folder of the package, none without a row."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from .repo import PACKAGE, Problem, Source, dotted, strings


@dataclass(frozen=True)
class Rule:
	"""What a layer may import: our own layers, and packages from outside (the standard library is free)."""

	own: frozenset[str]
	outside: frozenset[str] = frozenset({"frappe"})


def _rule(own: str, outside: str = "frappe") -> Rule:
	return Rule(frozenset(own.split()), frozenset(outside.split()))


ALL = (
	"domain messages access queries repair finance stock messaging importing overrides setup api tasks"
	" doctype report"
)
ENTRY = "access domain messages queries repair importing messaging"

RULES: dict[str, Rule] = {
	"": _rule("", ""),
	"hooks": _rule("access", ""),
	"domain": _rule("domain", ""),
	"messages": _rule("domain"),
	"access": _rule("access domain"),
	"queries": _rule("queries access domain", "frappe pypika"),
	"repair": _rule("repair domain messages access queries messaging", "PIL filetype frappe holidays jinja2 openpyxl pillow_heif pypika"),
	"finance": _rule("finance access domain messages queries messaging", "frappe erpnext"),
	"stock": _rule("stock domain messages queries messaging", "frappe erpnext"),
	"messaging": _rule("messaging domain messages access queries", "frappe pypika"),
	"importing": _rule("importing domain messages access queries", "frappe openpyxl"),
	"overrides": _rule("domain messages access queries repair finance stock messaging", "frappe bs4"),
	"doctype": _rule("domain messages access queries repair finance stock messaging"),
	"report": _rule("queries domain"),
	"page": _rule("queries domain access"),
	"dashboard_chart_source": _rule("queries domain access"),
	"api": _rule(ENTRY),
	"www": _rule(ENTRY),
	"tasks": _rule(f"{ENTRY} finance"),
	"setup": _rule("setup access domain importing queries finance", "frappe erpnext"),
	"commands": _rule("setup", "frappe click"),
	"patches": _rule("setup"),
	"demo": _rule(f"demo {ALL}", "frappe erpnext openpyxl"),
	"tests": _rule(f"tests demo {ALL}", "frappe erpnext pytest"),
}

#: Files of the command that the bench's own Python runs.
INSIDE_BENCH = ("fxcli/wsgi.py",)

#: Calls that change data; reading layers make none.
WRITES = frozenset(
	"insert save submit cancel delete delete_doc db_set db_insert db_update set_value set_single_value"
	" bulk_insert bulk_update commit rename_doc".split()
)
#: The query builder's writing statements, by their full name: ``update`` alone is also a dict's method.
WRITE_STATEMENTS = ("frappe.qb.into", "frappe.qb.update")
READ_ONLY = ("queries", "report", "page", "dashboard_chart_source")
#: Who may lock among them: the function that locks rows by their keys for all others (docs/adr/0084).
LOCKING = ("fangxiu_app/queries/claims.py",)
#: ERPNext's own posting functions: only its vouchers call them.
POSTING = frozenset(
	"make_gl_entries make_sl_entries make_reverse_gl_entries process_gl_map save_entries make_entry".split()
)
LEDGERS = frozenset(("GL Entry", "Stock Ledger Entry", "Payment Ledger Entry"))


def table() -> str:
	"""The rules as they stand in docs/architecture.md."""
	rows = [
		f"| `{name}` | {_listed(rule.own)} | {_listed(rule.outside)} |"
		for name, rule in RULES.items()
		if name not in ("", "demo", "tests")
	]
	return "\n".join(["| Folder | May import of ours | From outside |", "|---|---|---|", *rows])


def _listed(names: frozenset[str]) -> str:
	return ", ".join(f"`{name}`" for name in sorted(names)) or "–"


def layer(module: str) -> str:
	"""The row of ``RULES`` that ``module`` falls under; records of the Frappe module by their kind."""
	parts = module.split(".")[1:]
	if parts[:1] == [PACKAGE]:
		parts = parts[1:] or [""]
	return parts[0] if parts else ""


def imported(source: Source) -> Iterator[tuple[int, str]]:
	"""(line, dotted name) of every import, also inside functions; ``from a import b`` counts as ``a.b``."""
	for node in ast.walk(source.tree):
		if isinstance(node, ast.Import):
			yield from ((node.lineno, alias.name) for alias in node.names)
		elif isinstance(node, ast.ImportFrom):
			base = _absolute(source, node)
			yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
		elif isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in (
			"import_module",
			"__import__",
		):
			yield node.lineno, "importlib.import_module()"


def _absolute(source: Source, node: ast.ImportFrom) -> str:
	if not node.level:
		return node.module or ""
	package = source.module.split(".")
	package = package if source.path.endswith("__init__.py") else package[:-1]
	base = package[: len(package) - node.level + 1]
	return ".".join([*base, node.module] if node.module else base)


def import_problems(source: Source) -> list[Problem]:
	"""Imports that the layer of ``source`` may not make."""
	name = layer(source.module)
	rule = RULES.get(name)
	if rule is None:
		return [
			Problem(source.path, f"folder {name!r} has no row in the import table: decide what it may import")
		]
	found = ((line, target, _refusal(name, rule, target)) for line, target in imported(source))
	return [
		Problem(f"{source.path}:{line}", f"{name} may not import {target}: {why}")
		for line, target, why in found
		if why
	]


def _refusal(name: str, rule: Rule, target: str) -> str:
	top = target.split(".")[0]
	if target == "importlib.import_module()":
		return "an import by name escapes these rules"
	if top == PACKAGE:
		other = layer(target)
		if name == "doctype" and other == "doctype":
			return "controllers meet through frappe.get_doc"
		return "" if other in rule.own or other == "__version__" else f"its own layers are {sorted(rule.own)}"
	if top in sys.stdlib_module_names or top in rule.outside:
		return ""
	return f"from outside it takes {sorted(rule.outside) or 'the standard library only'}"


def nobody_imports(source: Source, layers: tuple[str, ...] = ("demo", "tests")) -> list[Problem]:
	"""Demo and tests use everything and are used by nothing."""
	own = layer(source.module)
	return [
		Problem(f"{source.path}:{line}", f"imports {target}: {layer(target)} is imported by nobody")
		for line, target in imported(source)
		if target.split(".")[0] == PACKAGE
		and layer(target) in layers
		and layer(target) != own
		and own != "tests"
	]


def command_problems(source: Source) -> list[Problem]:
	"""``fx`` runs before anything is installed: standard library only, but for what runs inside of the bench."""
	if source.path in INSIDE_BENCH:
		return []
	return [
		Problem(f"{source.path}:{line}", f"imports {target}: fx takes the standard library only")
		for line, target in imported(source)
		if target.split(".")[0] not in (*sys.stdlib_module_names, "fxcli")
	]


def write_problems(source: Source) -> list[Problem]:
	"""Writes in a layer that only reads."""
	if layer(source.module) not in READ_ONLY:
		return []
	calls = (
		node
		for node in ast.walk(source.tree)
		if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
	)
	return [
		Problem(
			f"{source.path}:{node.lineno}",
			f"{node.func.attr}() writes: this layer only reads, move it to a service",
		)
		for node in calls
		if node.func.attr in WRITES or dotted(node.func) in WRITE_STATEMENTS
	]


def lock_problems(source: Source) -> list[Problem]:
	"""Locks in a layer that only reads: who calls it to look would hold what others wait for."""
	if layer(source.module) not in READ_ONLY or source.path in LOCKING:
		return []
	return [
		Problem(f"{source.path}:{node.lineno}", "locks: this layer only reads, move it to the service that needs the lock")
		for node in ast.walk(source.tree)
		if (isinstance(node, ast.Attribute) and node.attr == "for_update")
		or (isinstance(node, ast.keyword) and node.arg == "for_update")
	]


def ledger_problems(source: Source) -> list[Problem]:
	"""Own ledger entries: posting functions anywhere, a ledger DocType named outside the reading layers."""
	names = [(node.lineno, node.attr) for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)]
	names += [(node.lineno, node.id) for node in ast.walk(source.tree) if isinstance(node, ast.Name)]
	names += [(line, target.split(".")[-1]) for line, target in imported(source)]
	found = [(line, name) for line, name in names if name in POSTING]
	# hooks writes nothing: it names the ledger whose entries are guarded
	if layer(source.module) not in (*READ_ONLY, "hooks", "tests"):
		found += [(node.lineno, node.value) for node in strings(source.tree) if node.value in LEDGERS]
	return [
		Problem(f"{source.path}:{line}", f"{name}: create a standard voucher instead of a ledger entry")
		for line, name in found
	]
