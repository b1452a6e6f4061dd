"""The administrator keeps the app's people: roles of ours and projects, and nothing beyond."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.desk.desktop import get_workspace_sidebar_items

from fangxiu_app.core.access import profiles, reads_people, roles
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.fangxiu_app.report.people_and_projects import people_and_projects
from fangxiu_app.staff import api_staff
from fangxiu_app.staff import reads_staff as reads
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api, messages


@pytest.fixture
def keeper(estate, as_user):
	frappe.local.conf.throttle_user_limit = 1000
	as_user(estate.users[roles.ADMINISTRATOR])
	return estate.users[roles.ADMINISTRATOR]


def someone(estate, **values):
	return {
		"email": f"new.engineer@{make.DOMAIN}",
		"full_name": "新来的",
		"roles": json.dumps([roles.ENGINEER]),
		"projects": json.dumps([estate.a]),
		"password": frappe.generate_hash(length=16),
		**values,
	}


def test_a_new_person_works_in_the_projects_given_and_loses_those_taken(estate, keeper):
	user = api_staff.save(**someone(estate))
	assert roles.ENGINEER in frappe.get_roles(user) and allowed_projects(user) == [estate.a]
	api_staff.save(**someone(estate, roles=[roles.SUPERVISOR], projects=[estate.b], full_name="主管"))
	frappe.clear_cache(user=user)
	assert roles.SUPERVISOR in frappe.get_roles(user) and roles.ENGINEER not in frappe.get_roles(user)
	assert allowed_projects(user) == [estate.b]
	assert frappe.db.get_value("User", user, "full_name") == "主管"
	api_staff.save(**someone(estate, enabled=False))
	assert not frappe.db.get_value("User", user, "enabled")


@pytest.mark.parametrize(
	("role", "desk"), [(roles.ENGINEER, "Repair Desk"), (roles.ADMINISTRATOR, "Administration Desk")]
)
def test_a_new_person_sees_the_desks_of_the_role_and_none_of_erpnext(estate, keeper, as_user, role, desk):
	user = api_staff.save(**someone(estate, roles=[role]))
	as_user(user)
	pages = get_workspace_sidebar_items()["pages"]
	assert pages[0].name == desk and {page.module for page in pages} == {"Fangxiu App"}
	as_user(keeper)
	api_staff.save(**someone(estate, roles=[roles.BUYER]))
	assert frappe.db.get_value("User", user, "module_profile") == profiles.BUYING


@pytest.mark.parametrize("role", ["System Manager", "Accounts Manager", "All"])
def test_roles_of_others_are_not_given(estate, keeper, role):
	with pytest.raises(frappe.PermissionError):
		api_staff.save(**someone(estate, roles=[roles.ENGINEER, role]))
	assert not frappe.db.exists("User", someone(estate)["email"])


def test_accounts_of_others_and_ones_own_are_not_touched(estate, keeper):
	finance = estate.users[roles.FINANCE]
	with pytest.raises(frappe.PermissionError):
		api_staff.save(**someone(estate, email=finance, roles=[roles.MANAGER]))
	for email in (keeper, "Administrator"):
		with pytest.raises((frappe.PermissionError, frappe.ValidationError)):
			api_staff.save(**someone(estate, email=email, roles=[roles.MANAGER]))
	assert roles.MANAGER not in frappe.get_roles(finance)
	api_staff.save(**someone(estate, email=finance, roles=[], projects=[estate.b], full_name=""))
	frappe.clear_cache(user=finance)
	assert allowed_projects(finance) == [estate.b]


def test_a_projects_permission_for_one_document_kind_stays(estate, keeper):
	user = api_staff.save(**someone(estate))
	frappe.set_user("Administrator")
	one = {"user": user, "allow": "Project", "for_value": estate.b, "apply_to_all_doctypes": 0}
	kept = frappe.get_doc({"doctype": "User Permission", **one, "applicable_for": "Repair Ticket"}).insert()
	frappe.set_user(keeper)
	api_staff.save(**someone(estate, projects=[]))
	assert frappe.db.exists("User Permission", kept.name)


def test_a_projects_permission_for_one_document_kind_makes_nobody_a_person_of_the_project(estate, keeper):
	"""Who is asked to sign, told or given a case has to be able to open the project: one rule for both questions."""
	user = api_staff.save(**someone(estate, roles=[roles.MANAGER], projects=[]))
	frappe.set_user("Administrator")
	one = {"user": user, "allow": "Project", "for_value": estate.b, "apply_to_all_doctypes": 0}
	frappe.get_doc({"doctype": "User Permission", **one, "applicable_for": "Sales Order"}).insert()
	assert allowed_projects(user) == []
	assert user not in reads_people.in_project(estate.b, {roles.MANAGER})[roles.MANAGER]
	assert reads_people.projects_by_user({user}) == {user: set()}


def test_a_person_without_a_role_is_refused_in_words(estate, keeper):
	with pytest.raises(frappe.ValidationError, match="has no role"):
		api_staff.save(**someone(estate, roles="[]"))
	assert api_staff.save(**someone(estate, projects="[]"))


def test_what_a_dialog_leaves_out_is_named(estate):
	"""Of any endpoint of ours: a list in which nobody ticked anything is not sent at all."""
	for user in (estate.users[roles.ADMINISTRATOR], "Administrator"):
		code, body = Api(user).post("/api/method/fangxiu_app.staff.api_staff.save", email="x@elsewhere.example", full_name="X")
		assert code == 417 and ("roles" in messages(body) or "角色" in messages(body)), (user, body)


def test_nobody_else_reads_or_writes_the_list(estate):
	manager = Api(estate.users[roles.MANAGER])
	for method, values in (("choices", {}), ("person", {"user": estate.users[roles.ENGINEER]})):
		assert manager.get(f"/api/method/fangxiu_app.staff.api_staff.{method}", **values)[0] == 403
	assert manager.post("/api/method/fangxiu_app.staff.api_staff.save", **someone(estate))[0] == 403
	run = "/api/method/frappe.desk.query_report.run"
	assert manager.get(run, report_name="People and Projects")[0] == 403


def test_who_has_lost_every_role_is_listed_and_gets_them_back(estate, keeper):
	"""A removal of the app takes its roles along; after a new installation its people are found where roles are given."""
	user = api_staff.save(**someone(estate))
	frappe.db.delete("Has Role", {"parent": user, "role": ("not in", reads.AUTOMATIC)})
	row = next(row for row in people_and_projects.execute()[1] if row["user"] == user)
	assert row["roles"] == "No role yet: click the name"
	known = api_staff.person(user)
	assert (known["roles"], known["projects"], known["foreign"]) == ([], [estate.a], [])
	api_staff.save(**someone(estate, password=""))
	assert roles.ENGINEER in {row.role for row in frappe.get_doc("User", user).roles}
	frappe.db.set_value("User", user, {"enabled": 0})
	frappe.db.delete("Has Role", {"parent": user})
	assert user not in {row.name for row in reads.rows()}, "nobody asks after closed accounts"


def test_the_list_is_read_with_few_statements(estate, keeper):
	found = {row.name: row for row in reads.rows()}
	assert found[estate.users[roles.ENGINEER]].projects == sorted(
		allowed_projects(estate.users[roles.ENGINEER])
	)
	assert found[keeper].projects is None
	assert count_queries(reads.rows) <= 5
