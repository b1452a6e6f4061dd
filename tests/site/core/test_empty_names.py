"""An endpoint called without a document's name discloses none; generated over all endpoints after the long fuzz found one."""

from __future__ import annotations

import inspect
import json

import frappe
import pytest

from fangxiu_app.core.access import right, roles
from fangxiu_app.core.access.methods import open_to
from tests.site.helpers import factories as make
from tests.site.helpers import fuzz_arguments, samples
from tests.site.helpers.rest import Api

#: Documents of every kind are made once in a pair of projects.
OWN_ESTATE = True


def asked() -> list:
	"""Our methods whose required arguments are all text."""
	ours = [name for name in fuzz_arguments.modules() if name.startswith("fangxiu_app.")]
	found = []
	for method in fuzz_arguments.methods(ours):
		given = [one for one in inspect.signature(method.function).parameters.values() if one.default is one.empty]
		if not method.doctype and given and all(one.annotation in ("str", str) for one in given):
			found.append((method, [one.name for one in given]))
	return found


@pytest.fixture(scope="module")
def theirs(estate) -> list[str]:
	"""Names of documents of the project nobody here works in."""
	found = list(samples.documents(estate).values())
	frappe.db.commit()  # requests read by a connection of their own
	return found


@pytest.mark.parametrize(("role", "nothing"), [(roles.MANAGER, ""), (roles.COST_DEPARTMENT, " ")])
def test_no_name_is_answered_with_nothing_of_another_project(estate, theirs, role, nothing):
	api, tried = Api(estate.users[role]), 0
	for method, names in asked():
		if not open_to(method.path, "x", {role, "All"}):
			continue
		code, answer = api(method.verb, f"/api/method/{method.path}", **dict.fromkeys(names, nothing))
		told = json.dumps(answer, default=str)
		assert code < 500, (method.path, told[:500])
		assert not [name for name in theirs if name in told], method.path
		tried += 1
	assert tried > 30


@pytest.mark.parametrize("alias", ["{0} ", "{1}"])
def test_a_name_that_the_database_only_finds_is_not_a_documents(estate, as_user, alias):
	"""Trailing blanks and case are nothing to the database: the same document came twice under two names."""
	name = make.make_ticket(estate.unit_a).name
	as_user(estate.users[roles.ENGINEER])
	right.check("Repair Ticket", "read", name)
	with pytest.raises(frappe.DoesNotExistError):
		right.check("Repair Ticket", "read", alias.format(name, name.lower()))
