"""Import contracts hold; what only reads writes nothing; no ledger entry of our own."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from . import imports, repo
from .repo import Source

PACKAGE_SOURCES = repo.python(f"{repo.PACKAGE}/")
#: Names that every room has (docs/architecture.md), and those that Frappe gives.
FIXED = frozenset(("__init__", "texts", "rules", "reads", "service", "api", "events"))
FRAPPES = tuple(f"{repo.PACKAGE}/{repo.PACKAGE}/{kind}/" for kind in ("doctype", "report", "page", "dashboard_chart_source"))
LONGEST = 3000


@pytest.mark.parametrize(
	"rule",
	[imports.by_name_problems, imports.write_problems, imports.lock_problems, imports.ledger_problems],
	ids=lambda f: f.__name__,
)
def test_package_obeys(rule):
	problems = [problem for source in PACKAGE_SOURCES for problem in rule(source)]
	assert not problems, repo.report(problems)


def test_contracts_hold():
	"""Rooms import one way, rules import nothing of Frappe, only some rooms touch ERPNext: pyproject.toml says which."""
	code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
	done = subprocess.run([sys.executable, "-c", code], cwd=repo.ROOT, capture_output=True, text=True, check=False)
	assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_name_stands_twice():
	names = Counter(
		Path(source.path).stem for source in PACKAGE_SOURCES if not source.path.startswith(FRAPPES) and "/patches/" not in source.path
	)
	assert sorted(name for name, times in names.items() if times > 1 and name not in FIXED) == []


def test_no_room_is_too_large():
	"""A room of more lines is cut into rooms of its own."""
	lines = Counter()
	for source in PACKAGE_SOURCES:
		lines[str(Path(source.path).parent)] += source.text.count("\n")
	inner = f"{repo.PACKAGE}/{repo.PACKAGE}"
	assert {room: count for room, count in lines.items() if count > LONGEST and not room.startswith(inner)} == {}


def test_command_needs_nothing_installed():
	sources = (*repo.python("fxcli/"), *repo.python("fx"))
	problems = [problem for source in sources for problem in imports.command_problems(source)]
	assert not problems, repo.report(problems)
	assert {"fx", "fxcli/cli.py"} <= {source.path for source in sources}


def test_a_command_that_needs_more_is_found():
	assert imports.command_problems(Source("fxcli/x.py", "import yaml"))
	assert imports.command_problems(Source("fxcli/x.py", "import json\nfrom fxcli import text")) == []


@pytest.mark.parametrize(
	("path", "code"),
	[
		("fangxiu_app/room/service_x.py", "import importlib\nimportlib.import_module('frappe')"),
		("fangxiu_app/fangxiu_app/doctype/a/a.py", "from fangxiu_app.fangxiu_app.doctype.b.b import B"),
	],
)
def test_an_import_that_no_contract_sees_is_found(path, code):
	assert imports.by_name_problems(Source(path, code))


@pytest.mark.parametrize(
	"code",
	[
		"frappe.get_doc('A').save()",
		"frappe.db.set_value('A', 'b', 'c', 1)",
		"doc.db_set('a', 1)",
		"frappe.qb.update(t)",
		"frappe.db.delete('A')",
	],
)
def test_write_in_reads_is_found(code):
	assert imports.write_problems(Source("fangxiu_app/room/reads_x.py", code))
	assert imports.write_problems(Source("fangxiu_app/room/service_x.py", code)) == []


@pytest.mark.parametrize(
	"code",
	[
		"query.for_update().run()",
		"(query if fresh else query.for_update()).run()",
		"frappe.db.get_value('A', 'b', 'c', for_update=True)",
		"frappe.get_doc('A', 'b', for_update=lock)",
	],
)
def test_a_lock_in_reads_is_found(code):
	assert imports.lock_problems(Source("fangxiu_app/room/reads_x.py", code))
	assert imports.lock_problems(Source("fangxiu_app/fangxiu_app/report/a/a.py", code))
	assert imports.lock_problems(Source("fangxiu_app/room/service_x.py", code)) == []


@pytest.mark.parametrize(
	"code",
	[
		"from erpnext.accounts.general_ledger import make_gl_entries",
		"self.make_sl_entries(rows)",
		"frappe.new_doc('GL Entry')",
		"name = 'Stock Ledger Entry'",
	],
)
def test_own_ledger_entry_is_found(code):
	assert imports.ledger_problems(Source("fangxiu_app/ledger/service_x.py", code))


def test_ledgers_may_be_read():
	assert imports.ledger_problems(Source("fangxiu_app/ledger/reads_x.py", "frappe.qb.DocType('GL Entry')")) == []
