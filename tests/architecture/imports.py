"""What no import contract can say (pyproject.toml has those): writes where only reading is promised, ledger entries of our own."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from .repo import PACKAGE, Problem, Source, dotted, is_reads, strings

#: Files of the command that the bench's own Python runs.
INSIDE_BENCH = ("fxcli/wsgi.py",)

#: Calls that change data; reading layers make none.
WRITES = frozenset(
	"insert save submit cancel delete delete_doc db_set db_insert db_update set_value set_single_value"
	" bulk_insert bulk_update commit rename_doc".split()
)
#: The query builder's writing statements, by their full name: ``update`` alone is also a dict's method.
WRITE_STATEMENTS = ("frappe.qb.into", "frappe.qb.update")
#: ERPNext's own posting functions: only its vouchers call them.
POSTING = frozenset(
	"make_gl_entries make_sl_entries make_reverse_gl_entries process_gl_map save_entries make_entry".split()
)
LEDGERS = frozenset(("GL Entry", "Stock Ledger Entry", "Payment Ledger Entry"))


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


def by_name_problems(source: Source) -> list[Problem]:
	"""Imports by name, which no contract sees, and controllers that import one another."""
	found = []
	for line, target in imported(source):
		if target == "importlib.import_module()":
			found.append(Problem(f"{source.path}:{line}", "an import by name escapes the contracts"))
		if ".doctype." in source.module and target.startswith(f"{PACKAGE}.{PACKAGE}.doctype."):
			found.append(Problem(f"{source.path}:{line}", "controllers meet through frappe.get_doc"))
	return found


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
	"""Writes in a module that only reads."""
	if not is_reads(source.path):
		return []
	calls = (
		node
		for node in ast.walk(source.tree)
		if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
	)
	return [
		Problem(
			f"{source.path}:{node.lineno}",
			f"{node.func.attr}() writes: this module only reads, move it to a service",
		)
		for node in calls
		if node.func.attr in WRITES or dotted(node.func) in WRITE_STATEMENTS
	]


def lock_problems(source: Source) -> list[Problem]:
	"""Locks in a layer that only reads: who calls it to look would hold what others wait for."""
	if not is_reads(source.path):
		return []
	return [
		Problem(f"{source.path}:{node.lineno}", "locks: this layer only reads, move it to the service that needs the lock")
		for node in ast.walk(source.tree)
		if (isinstance(node, ast.Attribute) and node.attr == "for_update")
		or (isinstance(node, ast.keyword) and node.arg == "for_update")
	]


def ledger_problems(source: Source) -> list[Problem]:
	"""Own ledger entries: posting functions anywhere, a ledger DocType named outside of what reads."""
	names = [(node.lineno, node.attr) for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)]
	names += [(node.lineno, node.id) for node in ast.walk(source.tree) if isinstance(node, ast.Name)]
	names += [(line, target.split(".")[-1]) for line, target in imported(source)]
	found = [(line, name) for line, name in names if name in POSTING]
	# hooks writes nothing: it names the ledger whose entries are guarded
	if not is_reads(source.path) and source.path != f"{PACKAGE}/hooks.py" and "/tests/" not in source.path:
		found += [(node.lineno, node.value) for node in strings(source.tree) if node.value in LEDGERS]
	return [
		Problem(f"{source.path}:{line}", f"{name}: create a standard voucher instead of a ledger entry")
		for line, name in found
	]
