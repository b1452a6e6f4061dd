"""Ignored permissions, switched users, commits and raw SQL are listed in ``allowed`` with a reason."""

import pytest

from . import allowed, powers, repo
from .repo import Source

#: The package's own tests act as many users on a throw-away site.
SOURCES = [
	source for source in repo.python(f"{repo.PACKAGE}/") if not source.path.startswith("fangxiu_app/tests/")
]


REASONS = {
	(path, *place): reason for path, places in allowed.POWERS.items() for place, reason in places.items()
}


def found() -> set[tuple[str, str, str]]:
	places = {place for source in SOURCES for place in powers.used(source)}
	return {(path, name, kind) for path, name, kind in places if not in_folder(path, kind)}


def in_folder(path: str, kind: str) -> bool:
	return any(path.startswith(folder) and kind in kinds for folder, (kinds, _) in allowed.FOLDERS.items())


def test_demo_is_reached_from_no_endpoint():
	calls = [
		source.path
		for source in SOURCES
		if source.path.startswith("fangxiu_app/demo/") and "whitelist" in source.text
	]
	assert not calls, f"the demo takes powers that only the command line may have: {calls}"


def test_every_place_has_its_reason():
	missing = sorted(found() - set(REASONS))
	assert not missing, "say why in tests/architecture/allowed.py, or do without:\n" + "\n".join(
		map(str, missing)
	)


def test_no_reason_outlives_its_place():
	unused = sorted(set(REASONS) - found())
	assert not unused, "no longer used, remove from tests/architecture/allowed.py:\n" + "\n".join(
		map(str, unused)
	)


def test_reasons_are_given():
	assert all(len(reason.split()) > 3 for reason in REASONS.values())
	assert {kind for *_, kind in REASONS} <= set(allowed.KINDS)


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
