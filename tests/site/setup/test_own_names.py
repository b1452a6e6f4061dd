"""Sites that know roles and documents of ours by their old names go on under the new ones (docs/adr/0130)."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.model.utils.user_settings import get_user_settings, save

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.messaging import channels, outbox
from fangxiu_app.patches.v0_1 import own_doctype_names, own_role_names
from fangxiu_app.setup import own_names
from tests.site.helpers import factories as make
from tests.site.helpers import orders

OLD, NEW = "Probe", "Repair Probe"
COST, OLD_COST = roles.COST_DEPARTMENT, "Cost Department"


@pytest.fixture
def earlier(rolled_back, monkeypatch):
	"""Bring one role back to its name of before; what a test wrote meanwhile goes along."""
	assert set(own_names.ROLES.values()) <= set(roles.ROLES) and not set(own_names.ROLES) & set(roles.ROLES)
	monkeypatch.setattr(own_names, "ROLES", {OLD_COST: own_names.ROLES[OLD_COST]})

	def go_back() -> None:
		for old, new in own_names.ROLES.items():
			frappe.db.delete("Role", {"name": old})  # that of others, on a site that has one: the name was ours then
			frappe.db.delete("Has Role", {"role": old})
			frappe.rename_doc("Role", new, old, force=True, show_alert=False, rebuild_search=False)
		log, box = frappe.qb.DocType("Approval Log"), frappe.qb.DocType("Outbox Message")
		for old, new in own_names.ROLES.items():
			for steps in frappe.get_all("Approval Log", {"steps": ("like", f"%{new}%")}, pluck="steps", distinct=True):
				frappe.qb.update(log).set(log.steps, steps.replace(new, old)).where(log.steps == steps).run()
			frappe.qb.update(box).set(box.recipient, old).where(box.recipient == new).run()

	yield go_back
	frappe.db.rollback()
	frappe.clear_cache()


def upgrade() -> None:
	"""The patch, twice: the second time changes nothing."""
	own_role_names.execute()
	names = sorted(frappe.get_all("Role", pluck="name"))
	own_role_names.execute()
	assert sorted(frappe.get_all("Role", pluck="name")) == names


def test_a_round_under_way_is_signed_to_its_end_and_nobody_is_told_twice(estate, earlier):
	"""Steps and recipients are kept as text: a digest leaves out what belongs to the roles still to sign."""
	review = orders.make_review(orders.make_bill(make.make_ticket(estate.unit_a).name, estate.waterproofer))
	with orders.acting(estate.users[roles.SUPERVISOR]):
		service_approvals.request(review)
	orders.sign(review, estate.users[roles.MANAGER])
	told = {"project": estate.a, "to": (outbox.role(COST),), "key": "told before the upgrade"}
	outbox.tell("一次", **told)
	asked = [["Repair Payment Review", "approval_role", "in", [COST, "Repair Manager"]], ["Correspondence", "to_party", "=", "Project Department"]]
	kept = frappe.get_doc({"doctype": "List Filter", "filter_name": "x", "reference_doctype": "Repair Payment Review", "filters": json.dumps(asked).replace(COST, OLD_COST)}).insert()
	rule = frappe.db.get_value("Approval Step", {"role": COST}, "name")
	earlier()
	box, number = frappe.qb.DocType("Outbox Message"), outbox._name(told["key"], outbox.role(OLD_COST), channels.DESK_BELL)
	frappe.qb.update(box).set(box.name, number).where(box.dedupe_key == told["key"]).run()
	assert service_approvals.progress(review).role == frappe.db.get_value("Approval Step", rule, "role") == OLD_COST
	upgrade()
	assert not frappe.db.exists("Role", OLD_COST)
	assert COST in frappe.get_roles(estate.users[COST]) and frappe.db.get_value("Approval Step", rule, "role") == COST
	assert json.loads(kept.reload().filters) == asked
	outbox.tell("再一次", **told)
	assert frappe.get_all("Outbox Message", {"dedupe_key": told["key"]}, ["subject", "recipient"], as_list=True) == (("一次", COST),)
	review.reload()
	assert review.approval_role == COST
	review.price_basis = "Market Price"
	with orders.acting(estate.users[COST]):
		review.save()
	done = orders.sign(review, estate.users[COST], estate.users[roles.FINANCE])
	assert done.docstatus == 1 and service_approvals.is_intact(done)


def test_a_role_that_others_use_stays_with_them_and_its_people_get_ours_beside_it(estate, earlier):
	earlier()
	frappe.get_doc({"doctype": "Custom DocPerm", "parent": "Sales Order", "role": OLD_COST, "read": 1}).insert()
	wider = frappe.get_doc({"doctype": "Custom DocPerm", "parent": "Warranty Agreement", "role": OLD_COST, "read": 1}).insert()
	upgrade()
	assert {OLD_COST, COST} <= set(frappe.get_roles(estate.users[COST]))
	assert frappe.get_all("Custom DocPerm", {"role": OLD_COST}, pluck="parent") == ["Sales Order"]
	assert not frappe.get_all("DocPerm", {"role": OLD_COST}) and wider.reload().role == COST
	assert {row.parenttype for row in frappe.get_all("Has Role", {"role": OLD_COST}, ["parenttype"])} == {"User"}
	assert frappe.get_all("Custom DocPerm", {"parent": "Journal Entry", "role": COST})
	assert not frappe.get_all("Approval Step", {"role": OLD_COST}) and frappe.get_all("Approval Step", {"role": COST})


def test_a_role_that_a_set_up_made_anew_before_is_one_with_the_old(estate, earlier):
	"""Migrate with --skip-failing, or a restored table, leaves both."""
	earlier()
	both = frappe.get_doc("User", estate.users[COST])
	frappe.get_doc({"doctype": "Role", "role_name": COST}).insert()
	frappe.get_doc({"doctype": "Has Role", "parenttype": "User", "parentfield": "roles", "parent": both.name, "role": COST}).db_insert()
	upgrade()
	assert frappe.get_all("Has Role", {"parent": both.name, "role": ("in", (COST, OLD_COST))}, pluck="role") == [COST]
	assert not frappe.db.exists("Role", OLD_COST)


@pytest.fixture
def probe(rolled_back, monkeypatch):
	"""A document of ours under an old name. A table cannot be rolled back: it goes at the end."""
	monkeypatch.setattr(own_names, "DOCTYPES", {OLD: NEW})
	for doctype in (OLD, NEW):
		frappe.db.sql_ddl(f"drop table if exists `tab{doctype}`")  # of a run that was killed
	fields = [{"fieldname": "title", "fieldtype": "Data", "label": "Title"}]
	frappe.get_doc({"doctype": "DocType", "name": OLD, "module": "Fangxiu App", "custom": 1, "fields": fields}).insert()
	yield frappe.get_doc({"doctype": OLD, "title": "一号"}).insert().name
	for doctype in (OLD, NEW):
		frappe.delete_doc("DocType", doctype, force=True, ignore_missing=True)
		frappe.db.sql_ddl(f"drop table if exists `tab{doctype}`")
	frappe.db.delete("List Filter", {"filter_name": OLD})
	frappe.db.delete("DefaultValue", {"parent": OLD})
	frappe.db.delete("__UserSettings", {"doctype": ("in", (OLD, NEW))})
	frappe.cache.delete_value("_user_settings")
	frappe.db.commit()


def test_a_doctype_keeps_its_records_and_what_names_it_also_after_a_kill(probe, monkeypatch):
	monkeypatch.setitem(frappe.flags, "in_patch", True)  # as in a migrate: no files are moved
	asked = [[OLD, "title", "like", "%一%"], ["Approval Log", "document_type", "in", [OLD, "Compensation"]], ["User", "full_name", "=", OLD]]
	kept = frappe.get_doc({"doctype": "List Filter", "filter_name": OLD, "reference_doctype": OLD, "filters": json.dumps(asked)}).insert()
	frappe.defaults.add_default(OLD, "[]", OLD)
	columns = [{"fieldname": "title", "columns": 2}]
	save(OLD, json.dumps({"List": {"sort_by": "title"}, "GridView": {OLD: columns}}))  # stands in the cache only
	own_doctype_names.execute()
	own_doctype_names.execute()
	assert not frappe.db.exists("DocType", OLD) and frappe.db.get_value(NEW, probe, "title") == "一号"
	kept.reload()
	assert kept.reference_doctype == NEW
	assert json.loads(kept.filters) == [[NEW, *asked[0][1:]], ["Approval Log", "document_type", "in", [NEW, "Compensation"]], asked[2]]
	assert frappe.get_all("DefaultValue", {"parent": OLD}, pluck="defkey") == [NEW]
	assert json.loads(get_user_settings(NEW)) == {"List": {"sort_by": "title"}, "GridView": {NEW: columns}}
	assert get_user_settings(OLD) == "{}"
	frappe.db.rename_table(NEW, OLD)  # killed after the name was changed and before the table was
	own_doctype_names.execute()
	assert frappe.db.get_value(NEW, probe, "title") == "一号"


def test_another_apps_doctype_of_the_old_name_stays_its_own(probe):
	frappe.db.set_value("DocType", OLD, "module", "Selling")
	own_doctype_names.execute()
	assert frappe.db.exists("DocType", OLD) and not frappe.db.exists("DocType", NEW)


def test_a_table_that_stands_in_the_way_is_named_before_anything_is_renamed(probe):
	"""Frappe leaves the table of a deleted DocType: the records of ours would be out of sight behind it."""
	frappe.db.sql_ddl(f"create table `tab{NEW}` (name varchar(140))")
	with pytest.raises(frappe.ValidationError, match=f"tab{NEW}"):
		own_doctype_names.execute()
	assert frappe.db.get_value(OLD, probe, "title") == "一号"
