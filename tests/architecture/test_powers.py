"""Ignored rights, switched users, commits and raw SQL stand only where ``allowed`` says why."""

import pytest

from . import allowed, powers, repo
from .repo import Source

#: The package's own tests act as many users on a throw-away site.
SOURCES = [
	source for source in repo.python(f"{repo.PACKAGE}/") if not source.path.startswith("fangxiu_app/tests/")
]


def found() -> set:
	return {place for source in SOURCES for place in powers.used(source)}


def test_every_place_has_its_reason():
	missing = sorted(found() - set(allowed.POWERS))
	assert not missing, "\n".join(
		f"{place}: say why in tests/architecture/allowed.py, or do without" for place in missing
	)


def test_no_reason_outlives_its_place():
	unused = sorted(set(allowed.POWERS) - found())
	assert not unused, "\n".join(f"{place}: no longer used, remove the entry" for place in unused)


def test_reasons_are_given():
	assert all(len(reason.split()) > 3 for reason in allowed.POWERS.values())
	assert {kind for _, _, kind in allowed.POWERS} <= set(allowed.KINDS)


@pytest.mark.parametrize(
	("code", "kind"),
	[
		("doc.insert(ignore_permissions=True)", "ignore_permissions"),
		("doc.save(ignore_permissions=yes)", "ignore_permissions"),
		("doc.flags.ignore_permissions = True", "ignore_permissions"),
		("doc.flags['ignore_permissions'] = 1", "ignore_permissions"),
		("doc.flags.update({'ignore_permissions': 1})", "ignore_permissions"),
		("doc.flags.ignore_validate = True", "flags.ignore"),
		("doc.insert(ignore_mandatory=True)", "flags.ignore"),
		("frappe.set_user('Administrator')", "set_user"),
		("frappe.session.user = 'x'", "set_user"),
		("frappe.db.commit()", "db.commit"),
		("frappe.db.sql('select 1')", "db.sql"),
		("frappe.db.sql_ddl('alter table x')", "db.sql"),
	],
)
def test_power_is_found(code, kind):
	source = Source("fangxiu_app/x.py", f"def f():\n\t{code}\n")
	assert powers.used(source) == {("fangxiu_app/x.py", "f", kind)}


def test_plain_calls_take_no_power():
	code = "doc.insert()\ndoc.save(ignore_permissions=False)\nif doc.flags.ignore_permissions: pass\nfrappe.db.get_value('A', 'b', 'c')"
	assert powers.used(Source("fangxiu_app/x.py", code)) == set()
