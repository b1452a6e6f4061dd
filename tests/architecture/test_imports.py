"""Import rules, read-only layers, no ledger of our own."""

import pytest

from . import imports, repo
from .repo import Source

PACKAGE_SOURCES = repo.python(f"{repo.PACKAGE}/")


@pytest.mark.parametrize(
	"rule",
	[
		imports.import_problems,
		imports.nobody_imports,
		imports.write_problems,
		imports.lock_problems,
		imports.ledger_problems,
	],
	ids=lambda f: f.__name__,
)
def test_package_obeys(rule):
	problems = [problem for source in PACKAGE_SOURCES for problem in rule(source)]
	assert not problems, repo.report(problems)


def test_command_needs_nothing_installed():
	sources = (*repo.python("fxcli/"), *repo.python("fx"))
	problems = [problem for source in sources for problem in imports.command_problems(source)]
	assert not problems, repo.report(problems)
	assert {"fx", "fxcli/cli.py"} <= {source.path for source in sources}


def test_a_command_that_needs_more_is_found():
	assert imports.command_problems(Source("fxcli/x.py", "import yaml"))
	assert imports.command_problems(Source("fxcli/x.py", "import json\nfrom fxcli import text")) == []


def test_page_shows_the_rules():
	wanted = imports.table()
	assert wanted in repo.read("docs/architecture.md"), (
		f"docs/architecture.md has another table than:\n{wanted}"
	)


def test_every_layer_of_the_package_is_seen():
	seen = {imports.layer(source.module) for source in PACKAGE_SOURCES}
	assert {"domain", "access", "queries", "repair", "doctype", "api", "hooks", "messages", "tasks"} <= seen


@pytest.mark.parametrize(
	("path", "code"),
	[
		("fangxiu_app/domain/x.py", "import frappe"),
		("fangxiu_app/domain/x.py", "def late():\n\tfrom frappe.utils import flt"),
		("fangxiu_app/domain/x.py", "from fangxiu_app import messages"),
		("fangxiu_app/domain/x.py", "from ..queries import units"),
		("fangxiu_app/domain/x.py", "import openpyxl"),
		("fangxiu_app/domain/x.py", "import importlib\nimportlib.import_module('frappe')"),
		("fangxiu_app/queries/x.py", "from fangxiu_app.repair import intake"),
		("fangxiu_app/repair/x.py", "from fangxiu_app.api import ticket"),
		("fangxiu_app/api/x.py", "from fangxiu_app.finance import deduction"),
		("fangxiu_app/api/x.py", "from erpnext.accounts import utils"),
		("fangxiu_app/finance/x.py", "from fangxiu_app.stock import material_issue"),
		("fangxiu_app/patches/v1_0/x.py", "from fangxiu_app.domain import ticket"),
		("fangxiu_app/fangxiu_app/doctype/a/a.py", "from fangxiu_app.api import ticket"),
		("fangxiu_app/fangxiu_app/doctype/a/a.py", "from fangxiu_app.fangxiu_app.doctype.b.b import B"),
		("fangxiu_app/fangxiu_app/report/a/a.py", "from fangxiu_app.repair import intake"),
		("fangxiu_app/hooks.py", "import frappe"),
		("fangxiu_app/new_folder/x.py", "import os"),
	],
)
def test_forbidden_import_is_found(path, code):
	assert imports.import_problems(Source(path, code))


@pytest.mark.parametrize(
	("path", "code"),
	[
		("fangxiu_app/domain/x.py", "from datetime import date\nfrom .calendar import Window"),
		(
			"fangxiu_app/repair/x.py",
			"import frappe\nfrom fangxiu_app.domain import ticket\nfrom fangxiu_app.messages import refuse",
		),
		("fangxiu_app/fangxiu_app/doctype/a/a.py", "from fangxiu_app.repair import intake"),
		("fangxiu_app/api/x.py", "from fangxiu_app.importing import units"),
	],
)
def test_allowed_import_passes(path, code):
	assert imports.import_problems(Source(path, code)) == []


@pytest.mark.parametrize("target", ["fangxiu_app.demo.commands", "fangxiu_app.tests.test_suite"])
def test_demo_and_tests_are_imported_by_nobody(target):
	assert imports.nobody_imports(Source("fangxiu_app/setup/x.py", f"import {target}"))


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
def test_write_in_a_query_is_found(code):
	assert imports.write_problems(Source("fangxiu_app/queries/x.py", code))
	assert imports.write_problems(Source("fangxiu_app/repair/x.py", code)) == []


@pytest.mark.parametrize(
	"code",
	[
		"query.for_update().run()",
		"(query if fresh else query.for_update()).run()",
		"frappe.db.get_value('A', 'b', 'c', for_update=True)",
		"frappe.get_doc('A', 'b', for_update=lock)",
	],
)
def test_a_lock_in_a_query_is_found(code):
	assert imports.lock_problems(Source("fangxiu_app/queries/x.py", code))
	assert imports.lock_problems(Source("fangxiu_app/fangxiu_app/report/a/a.py", code))
	assert imports.lock_problems(Source("fangxiu_app/finance/x.py", code)) == []
	assert imports.lock_problems(Source("fangxiu_app/queries/claims.py", code)) == []


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
	assert imports.ledger_problems(Source("fangxiu_app/finance/x.py", code))


def test_ledgers_may_be_read_in_queries():
	assert imports.ledger_problems(Source("fangxiu_app/queries/x.py", "frappe.qb.DocType('GL Entry')")) == []
