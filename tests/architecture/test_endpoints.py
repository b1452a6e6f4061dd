"""Whitelisted methods are typed, guarded, POST where they write, and closed to guests."""

import ast

import pytest

from . import endpoints, repo
from .repo import Source

SOURCES = repo.python(f"{repo.PACKAGE}/")
GOOD = (
	"import frappe\n@frappe.whitelist(methods=['GET'])\n"
	"def f(name: str) -> dict:\n\t'''Doc.'''\n\tright.check('A', 'read', name)\n\treturn g(name)\n"
	"def g(name):\n\treturn frappe.db.get_value('A', name, 'b')\n"
)


def problems(text: str, path: str = "fangxiu_app/room/api_x.py") -> str:
	source = Source(path, text)
	return repo.report(endpoints.problems(source, endpoints.Calls([source])))


def test_every_endpoint_obeys():
	calls = endpoints.Calls(SOURCES)
	found = [problem for source in SOURCES for problem in endpoints.problems(source, calls)]
	assert not found, repo.report(found)


def test_entry_layers_read_through_queries():
	found = [problem for source in SOURCES for problem in endpoints.unscoped_reads(source)]
	assert not found, repo.report(found)


def test_the_endpoints_of_the_main_job_are_seen():
	seen = {f"{source.module}.{name}" for source in SOURCES for name, _, _ in endpoints.endpoints(source)}
	assert {"fangxiu_app.tickets.life.api_ticket.act", "fangxiu_app.tickets.intake.api_intake.save"} <= seen


def test_lists_name_existing_endpoints():
	seen = {f"{source.module}.{name}" for source in SOURCES for name, _, _ in endpoints.endpoints(source)}
	assert {*endpoints.GUESTS, *endpoints.STAND_INS} <= seen


def test_stand_ins_are_registered_as_such():
	from fangxiu_app import hooks

	assert set(endpoints.STAND_INS) == set(getattr(hooks, "override_whitelisted_methods", {}).values())


def test_whoever_waits_for_a_lock_looks_afterwards():
	"""What is read under a lock is what stands then, not what stood when the request began (``core.snapshot``)."""
	api = [source for source in SOURCES if "/api_" in source.path]
	bodies = [(source.path, ast.unparse(node)) for source in api for node in source.tree.body if isinstance(node, ast.FunctionDef)]
	locking = [(path, body) for path, body in bodies if "for_update=True" in body]
	assert len(locking) > 20
	assert [(path, body.split("(")[0]) for path, body in locking if "snapshot.renew()" not in body.split("for_update=True")[0]] == []


def test_a_good_endpoint_passes():
	assert problems(GOOD) == ""


@pytest.mark.parametrize(
	("old", "new", "told"),
	[
		("import frappe\n", "from __future__ import annotations\nimport frappe\n", "postpones annotations"),
		("name: str", "name", "has no type"),
		("name: str", "name: Any", "checks nothing"),
		("name: str", "order_by: str", "write the query"),
		("name: str", "**kwargs", "takes any argument"),
		(" -> dict", "", "no return type"),
		("(methods=['GET'])", "", "names no HTTP methods"),
		("['GET']", "['PUT']", "only GET and POST"),
		("methods=['GET']", "methods=['GET'], allow_guest=True", "open to guests"),
		("right.check('A', 'read', name)", "pass", "does not begin with a permission check"),
		("right.check('A', 'read', name)", "frappe.has_permission('A', 'read')", "does not begin with a permission check"),
		("right.check('A', 'read', name)", "frappe.has_permission('A', 'read', name, throw=True)", "does not begin with a permission check"),
		("return g(name)", "frappe.get_doc('A', name).save()", "must be POST only"),
		(
			"frappe.db.get_value('A', name, 'b')",
			"frappe.db.set_value('A', name, 'b', 1)",
			"must be POST only",
		),
		("return g(name)", "return run(name, g2)", "must be POST only"),
	],
)
def test_a_bad_endpoint_is_found(old, new, told):
	text = GOOD.replace(old, new) + "def g2():\n\tfrappe.delete_doc('A', 'b')\n"
	assert told in problems(text)


def test_writes_are_seen_across_modules():
	service = Source("fangxiu_app/room/service_x.py", "def done(name):\n\tfrappe.get_doc('A', name).insert()\n")
	text = "from fangxiu_app.room import service_x\n" + GOOD.replace("return g(name)", "service_x.done(name)")
	source = Source("fangxiu_app/room/api_y.py", text)
	assert "POST only" in repo.report(endpoints.problems(source, endpoints.Calls([source, service])))
	assert endpoints.problems(source, endpoints.Calls([source])) == []


@pytest.mark.parametrize("call", ["frappe.get_all('A')", "frappe.qb.from_('A')", "frappe.db.sql('select 1')"])
def test_unscoped_read_is_found(call):
	assert endpoints.unscoped_reads(Source("fangxiu_app/room/api_x.py", call))
	assert endpoints.unscoped_reads(Source("fangxiu_app/room/reads_x.py", call)) == []
