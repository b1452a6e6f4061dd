"""Set-up again on a site that has it: nothing changes, nothing of the customer's is overwritten, what is missing comes back."""

from __future__ import annotations

import re

import frappe
import pytest

from fangxiu_app.core.access.roles import ERPNEXT_RIGHTS, FOREIGN_RIGHTS, ROLES
from fangxiu_app.patches.v0_1 import (
	building_titles,
	keep_appointments_in_words,
	name_industry_practice,
	name_release_rule,
)
from fangxiu_app.setup import custom_fields, ensure, masters, permissions, project_figures
from fangxiu_app.tickets.clocks.service_clocks import VARIANTS
from fangxiu_app.tickets.life.rules_ticket import TRANSITIONS
from tests.site.helpers import sums

MASTERS = (
	"Repair Trade",
	"Repair Location",
	"Free Check Item",
	"Warranty Item",
	"Defect Type",
	"Service Calendar",
	"Time Limit",
	"Patrol Checklist",
)
WRITTEN = (
	*MASTERS,
	"Service Window",
	"Calendar Exception",
	"Escalation Step",
	"Approval Rule",
	"Approval Step",
	"Role",
	"Custom DocPerm",
	"Custom Field",
	"Singles",
	"Property Setter",
	"DocField",
)


def state() -> dict:
	"""Rows and newest change of everything set-up writes; the settings with their values."""
	found = {table: sums.fingerprint(table) for table in WRITTEN if table != "Singles"}
	return {**found, "settings": frappe.db.get_singles_dict("Fangxiu Settings")}


def test_a_second_run_changes_nothing(site):
	ensure.ensure()
	before = state()
	ensure.ensure()
	assert state() == before


def test_all_default_masters_are_there(site):
	counts = {doctype: frappe.db.count(doctype) for doctype in MASTERS}
	assert counts["Repair Trade"] >= 12 and counts["Repair Location"] >= 30
	assert counts["Warranty Item"] >= 17 and counts["Defect Type"] >= 45
	assert frappe.db.exists("Repair Location", {"common_part": 1})
	emergencies = frappe.get_all("Defect Type", {"emergency": 1}, pluck="name")
	assert {"卫生间渗漏", "跳闸断电"} <= set(emergencies) and "墙面空鼓" not in emergencies
	assert frappe.db.get_value("Defect Type", "卫生间渗漏", ["follow_up_days", "follow_up_after_rain"]) == (
		3,
		1,
	)


def test_every_clock_of_the_table_has_its_limit(site):
	codes = {code for row in TRANSITIONS for code in (*row.starts, *row.stops)}
	codes |= {variant for variants in VARIANTS.values() for variant in variants} | {"Handover", "Entry"}
	limits = {
		row.name: row for row in frappe.get_all("Time Limit", fields=["name", "enabled", "source", "clause"])
	}
	assert codes <= set(limits)
	assert all(limits[code].enabled and limits[code].clause for code in codes)
	assert (
		limits["Temporary Measure"].source == "Inferred" and limits["First Response"].source == "Regulation"
	)


@pytest.mark.clause("R89")
def test_limits_run_around_the_clock_by_default_and_escalate_in_steps(site):
	limit = frappe.get_doc("Time Limit", "First Response")
	assert not limit.calendar
	assert [step.percent for step in limit.steps] == [50, 80, 100, 100, 150, 150]
	assert limit.steps[-1].notify_role == "Repair Manager"


def test_the_service_calendars(site):
	assert frappe.get_doc("Service Calendar", "全天候").always_on
	office = frappe.get_doc("Service Calendar", "房修中心工作时间")
	monday = [(str(row.start_time), str(row.end_time)) for row in office.windows if row.weekday == "Monday"]
	assert monday == [("8:30:00", "12:00:00"), ("13:30:00", "17:30:00")]
	assert {row.weekday for row in office.windows} >= {"Saturday", "Sunday"}
	rows = frappe.get_all("Calendar Exception", {"date": "2026-02-15"}, ["kind"])
	assert rows and {row.kind for row in rows} == {"Holiday"}
	assert frappe.db.exists("Calendar Exception", {"date": "2026-02-14", "kind": "Workday"})


def test_what_the_customer_changed_stays(site):
	frappe.db.set_value("Defect Type", "卫生间渗漏", "follow_up_days", 30)
	frappe.db.set_value("Time Limit", "First Response", "limit_minutes", 45)
	frappe.db.set_single_value("Fangxiu Settings", "cure_days", 0)
	ensure.ensure()
	assert frappe.db.get_value("Defect Type", "卫生间渗漏", "follow_up_days") == 30
	assert frappe.db.get_value("Time Limit", "First Response", "limit_minutes") == 45
	assert frappe.db.get_single_value("Fangxiu Settings", "cure_days") == 0


def test_a_missing_master_and_a_missing_setting_come_back(site):
	frappe.db.delete("Time Limit", {"name": "Follow-up"})
	frappe.db.delete("Singles", {"doctype": "Fangxiu Settings", "field": "cure_days"})
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")
	ensure.ensure()
	assert frappe.db.get_value("Time Limit", "Follow-up", "limit_minutes") == 10080
	assert frappe.db.get_single_value("Fangxiu Settings", "cure_days") == 7


def test_system_settings_are_the_customers(site):
	before = frappe.db.get_singles_dict("System Settings")
	frappe.db.set_single_value("System Settings", "apply_strict_user_permissions", 0)
	ensure.ensure()
	assert frappe.db.get_single_value("System Settings", "apply_strict_user_permissions") == 0
	assert before["language"] == frappe.db.get_singles_dict("System Settings")["language"]


@pytest.mark.parametrize("doctype", ERPNEXT_RIGHTS)
def test_our_rights_stand_beside_erpnexts_own_and_leave_no_trace(site, doctype):
	standard = set(frappe.get_all("DocPerm", {"parent": doctype}, pluck="role"))
	held = set(frappe.get_all("Custom DocPerm", {"parent": doctype}, pluck="role"))
	assert held == standard | set(ERPNEXT_RIGHTS[doctype]) | set(FOREIGN_RIGHTS.get(doctype, ()))
	for role in ERPNEXT_RIGHTS[doctype]:
		rule = frappe.get_all("Custom DocPerm", {"parent": doctype, "role": role}, ["*"])[0]
		given = {name for name in ("read", "write", "create", "submit", "delete", "export") if rule[name]}
		assert given == set(ERPNEXT_RIGHTS[doctype][role]) - {"select", "cancel", "amend", "print", "report"}
	project_figures.remove()
	permissions.remove()
	assert not frappe.get_all("Custom DocPerm", {"parent": doctype})
	assert not frappe.get_all("Role", {"name": ("in", ROLES)})
	assert not frappe.get_all("Has Role", {"role": ("in", ROLES)})


def test_rules_of_the_customer_survive_the_removal_of_ours(site):
	frappe.permissions.add_permission("Supplier", "Sales User", 0)
	permissions.remove()
	roles = set(frappe.get_all("Custom DocPerm", {"parent": "Supplier"}, pluck="role"))
	assert "Sales User" in roles and not roles & set(ROLES)
	assert set(frappe.get_all("DocPerm", {"parent": "Supplier"}, pluck="role")) <= roles


def test_custom_fields_belong_to_the_module(site):
	for doctype, fields in custom_fields.CUSTOM_FIELDS.items():
		for field in fields:
			stored = frappe.get_doc("Custom Field", f"{doctype}-{field['fieldname']}")
			assert (stored.module, stored.translatable) == ("Fangxiu App", 0)
			assert stored.fieldname.startswith("fx_")


def test_every_list_of_masters_is_whole(site):
	"""The spreadsheets themselves: what they link to stands in them too."""
	defects = dict(masters._defect_types())
	trades, items = dict(masters._trades()), dict(masters._warranty_items())
	assert {row["trade"] for row in defects.values()} <= set(trades)
	assert {row["warranty_item"] for row in defects.values()} <= set(items)
	assert all(row["source"] for row in items.values())


def test_what_rests_on_usage_says_so_and_a_changed_text_stays():
	for doctype, field in name_industry_practice.TEXTS:
		shipped = frappe.get_all(doctype, pluck=field)
		assert shipped and not [text for text in shipped if text and re.search(r"practice|\bS\d", text)]
	for (doctype, field), texts in name_industry_practice.TEXTS.items():
		assert not set(texts) & set(frappe.get_all(doctype, pluck=field))
	earlier = next(iter(name_industry_practice.TEXTS["Time Limit", "clause"]))
	frappe.db.set_value("Time Limit", "Follow-up", "clause", earlier)
	frappe.db.set_value("KPI Target", "closing_rate", "source", "S10")
	frappe.db.set_value("Time Limit", "Acceptance", "clause", "本公司规定")
	name_industry_practice.execute()
	assert frappe.db.get_value("Time Limit", "Follow-up", "clause") == "行业惯例"
	assert frappe.db.get_value("KPI Target", "closing_rate", "source") == "行业惯例"
	assert frappe.db.get_value("Time Limit", "Acceptance", "clause") == "本公司规定"


def test_an_appointment_that_is_kept_is_called_the_same_everywhere_and_a_changed_title_stays():
	assert frappe.db.get_value("Time Limit", "Punctuality", "title") == "按约到场"
	assert frappe.db.get_value("KPI Target", "punctuality_rate", "title") == "按约到场率"
	frappe.db.set_value("Time Limit", "Punctuality", "title", "守约到场")
	frappe.db.set_value("KPI Target", "punctuality_rate", "title", "本公司守约率")
	keep_appointments_in_words.execute()
	assert frappe.db.get_value("Time Limit", "Punctuality", "title") == "按约到场"
	assert frappe.db.get_value("KPI Target", "punctuality_rate", "title") == "本公司守约率"


@pytest.mark.clause("R18")
def test_a_deposit_is_given_back_in_one_word_and_a_changed_text_stays():
	named = {name for name in frappe.get_all("Approval Rule", pluck="name") if "返还" in name}
	shipped = {row["规则"]: row["要求"] for row in masters.rows("warning_rules")}
	assert not named and not [text for text in shipped.values() if "返还" in text or "复查" in text]
	frappe.rename_doc("Approval Rule", "质保金退还", "质保金返还", force=True, show_alert=False)
	for name in ("质保金低于未了责任", "同楼栋同类问题"):
		frappe.db.set_value("Warning Rule", name, "demand", name_release_rule.was(shipped[name]))
	frappe.db.set_value("Warning Rule", "同立管同类问题", "demand", "本公司的复查要求")
	name_release_rule.execute()
	assert frappe.get_doc("Approval Rule", "质保金退还").document_type == "Deposit Release"
	assert not frappe.db.exists("Approval Rule", "质保金返还")
	for name in ("质保金低于未了责任", "同楼栋同类问题"):
		assert frappe.db.get_value("Warning Rule", name, "demand") == shipped[name]
	assert frappe.db.get_value("Warning Rule", "同立管同类问题", "demand") == "本公司的复查要求"


def test_a_building_is_called_as_people_say_it(estate):
	project = frappe.db.get_value("Project", estate.a, "project_name")
	building = frappe.get_doc("Estate Building", estate.building_a)
	assert building.title == f"{project} 3栋"
	building.db_set("title", f"{project} 3")
	building_titles.execute()
	assert building.reload().title == f"{project} 3栋"
	club = frappe.get_doc({"doctype": "Estate Building", "project": estate.a, "building_no": "会所", "lot": "1标段"})
	assert club.insert().title == f"{project} 会所"


def test_a_corrected_default_reaches_sites_and_never_over_a_change(site):
	"""What a patch puts right: where the shipped number stands, in a table's rows too; a user's number stays."""
	part = frappe.db.get_value("Spare Part Standard", {"lead_days": (">", 0)}, ["name", "lead_days"], as_dict=True)
	put = [masters.correct("Spare Part Standard", part.name, "lead_days", part.lead_days, 99) for _twice in range(2)]
	assert (put, frappe.db.get_value("Spare Part Standard", part.name, "lead_days")) == ([1, 0], 99)
	assert masters.correct("Spare Part Standard", part.name, "lead_days", part.lead_days, 7) == 0
	assert frappe.db.get_value("Spare Part Standard", part.name, "lead_days") == 99
	steps = {"parent": "集中交付", "parenttype": "Milestone Template"}
	[first, *_rest] = frappe.get_all("Milestone Template Row", steps, ["code", "offset_amount"], order_by="idx")
	which = {**steps, "code": first.code}
	assert masters.correct("Milestone Template Row", which, "offset_amount", str(first.offset_amount), 5) == 1
	assert frappe.db.get_value("Milestone Template Row", which, "offset_amount") == 5
	assert masters.correct("Spare Part Standard", "没有", "lead_days", 1, 2) == 0
