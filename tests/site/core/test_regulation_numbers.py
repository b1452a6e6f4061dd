"""The regulation's own numbers and names are the shipped defaults."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.access.roles import ROLES


@pytest.mark.clause("R83")
def test_statutory_terms_have_their_source(site):
	waterproof = frappe.get_doc("Warranty Item", "有防水要求的卫生间、房间和外墙面防渗漏")
	assert (waterproof.owner_amount, waterproof.owner_unit, waterproof.contractor_amount) == (5, "Year", 5)
	assert "第40条" in waterproof.source
	heating = frappe.get_doc("Warranty Item", "供热系统")
	assert (heating.owner_amount, heating.owner_unit, heating.season_kind) == (2, "Season", "Heating")
	assert not frappe.get_all("Warranty Item", {"source": ("is", "not set")})
	assert not frappe.get_all("Time Limit", {"clause": ("is", "not set")})


@pytest.mark.clause("R69", "R72", "R79", "R89", "R94", "R95")
def test_limits_are_the_regulations_numbers(site):
	limits = dict(frappe.get_all("Time Limit", fields=["name", "limit_minutes"], as_list=True))
	wanted = {
		"Handover": 10,
		"Entry": 10,
		"Emergency Arrival": 15,
		"First Response": 30,
		"Plan": 30,
		"Plan Complex": 1440,
	}
	assert {name: limits[name] for name in wanted} == wanted


@pytest.mark.clause("R3")
def test_the_role_chain_exists(site):
	assert set(ROLES) <= set(frappe.get_all("Role", pluck="name"))
	assert {"Repair Manager", "Repair Supervisor", "Repair Engineer", "Repair Clerk"} <= set(ROLES)
