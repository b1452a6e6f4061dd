"""Ending a signed agreement, and replacing a deposit that holds money: by two people who also decide on the deposit."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, nowdate

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.ledger.refusing import DepositError
from fangxiu_app.money.deposits import api_agreements
from fangxiu_app.overview import api_approval, reads_approvals_waiting
from fangxiu_app.patches.v0_1 import whole_project_scopes
from tests.site.helpers import money
from tests.site.helpers.orders import acting

GUARANTEE = {"guarantee_kind": "Bank Guarantee", "guarantor": "某银行", "guarantee_no": "BH-1", "guarantee_amount": 30_000}


@pytest.fixture
def agreement(estate):
	with acting(estate.users[roles.COST_DEPARTMENT]):
		doc = money.agreement(estate)
	money.entry(doc, "Cash In", 30_000)
	return doc.reload()


def asked(estate, agreement, **values):
	with acting(estate.users[roles.MANAGER]):
		wanted = {"change_reason": "双方协商解除", "change_file": money.proof(), "deposit_fate": "Keep Until Due"}
		frappe.get_doc(agreement.doctype, agreement.name).ask_change({**wanted, **values})
	return agreement.reload()


@pytest.mark.clause("R18", "R28")
@pytest.mark.parametrize("values", [{"status": "Terminated"}, {"security": "Guarantee"}, {"security": "None"}])
def test_one_clerk_neither_ends_it_nor_gives_the_deposit_up(estate, agreement, values):
	with acting(estate.users[roles.COST_DEPARTMENT]), pytest.raises(DepositError, match="a head agrees to"):
		frappe.get_doc(agreement.doctype, agreement.name).update(values).save()
	with pytest.raises(LockedFieldError):
		agreement.update({"change_agreed_by": "Administrator"}).save()


@pytest.mark.clause("R18", "R28")
def test_two_people_end_it_and_the_deposit_is_released_by_its_own_document(estate, agreement):
	for values, wrong in (
		({"change_file": None}, "attach what was agreed"),
		({"deposit_fate": None}, "what becomes of them"),
	):
		with pytest.raises(DepositError, match=wrong):
			asked(estate, agreement, change_kind="Terminate", **values)
	asked(estate, agreement, change_kind="Terminate", deposit_fate="Release the Deposit")
	assert agreement.status == "Signed", "nothing changes until a head agrees"
	about = {"reference_doctype": agreement.doctype, "reference_name": agreement.name}
	told = set(frappe.get_all("Outbox Message", about, pluck="recipient"))
	assert {roles.GENERAL_MANAGER, roles.CS_HEAD} <= told
	with acting(estate.users[roles.MANAGER]), pytest.raises(frappe.PermissionError):
		frappe.get_doc(agreement.doctype, agreement.name).agree_change()
	with acting(estate.users[roles.GENERAL_MANAGER]):
		name = frappe.get_doc(agreement.doctype, agreement.name).agree_change()
	assert agreement.reload().status == "Terminated"
	release = frappe.get_doc("Deposit Release", name)
	assert (release.docstatus, release.amount, release.above_reason) == (0, 30_000, "双方协商解除")
	with acting(estate.users[roles.GENERAL_MANAGER]), pytest.raises(DepositError, match="Nothing is asked for"):
		frappe.get_doc(agreement.doctype, agreement.name).agree_change()


@pytest.mark.clause("R18")
def test_a_guarantee_takes_the_deposits_place_only_in_full(estate, agreement):
	kind = {"change_kind": "Guarantee Instead of Deposit"}
	with pytest.raises(DepositError, match="guarantee in full"):
		asked(estate, agreement, **kind)
	with pytest.raises(DepositError, match="runs at least as long"):
		asked(estate, agreement, **kind, **GUARANTEE, guarantee_until=nowdate())
	until = add_days(agreement.liability_end, 1)
	asked(estate, agreement, **kind, **GUARANTEE, guarantee_until=until)
	with acting(estate.users[roles.CS_HEAD]):
		frappe.get_doc(agreement.doctype, agreement.name).turn_down_change("保函银行不合格")
	assert not agreement.reload().change_asked_at and agreement.security == "Deposit"
	asked(estate, agreement, **kind, **GUARANTEE, guarantee_until=until)
	with acting(estate.users[roles.CS_HEAD]):
		assert frappe.get_doc(agreement.doctype, agreement.name).agree_change() is None
	assert (agreement.reload().security, agreement.guarantee_no) == ("Guarantee", "BH-1")
	assert money.balance(agreement) == 30_000, "kept until due"


@pytest.mark.clause("R18", "R28")
def test_a_change_waits_in_the_heads_list_with_what_it_rests_on(estate, agreement):
	"""It is read, agreed to or turned down from 待我审批, and by nobody who asked for it; the asker hears of it."""

	def waits(role: str) -> list:
		with acting(estate.users[role]):
			return [row for row in reads_approvals_waiting.rows() if row.document == agreement.name]

	def look(role: str) -> str:
		with acting(estate.users[role]):
			return str(api_approval.look(agreement.doctype, agreement.name))

	asked(estate, agreement, change_kind="Terminate")
	for role in (roles.CS_HEAD, roles.GENERAL_MANAGER):
		[row] = waits(role)
		assert (row.amount, row.party, row.role) == (30_000, agreement.contractor_name, role)
		assert "双方协商解除" in look(role) and "30,000.00" in look(role)
	for role in (roles.MANAGER, roles.COST_DEPARTMENT):
		assert not waits(role)
		with pytest.raises(frappe.PermissionError):
			look(role)
	with acting(estate.users[roles.MANAGER]), pytest.raises(frappe.PermissionError):
		api_agreements.agree(agreement.name)
	with acting(estate.users[roles.CS_HEAD]):
		api_agreements.turn_down(agreement.name, "先结清未决扣款")
	about = {"reference_name": agreement.name, "recipient": estate.users[roles.MANAGER]}
	[text] = frappe.get_all("Outbox Message", about, pluck="subject")
	assert "先结清未决扣款" in text and not waits(roles.CS_HEAD)
	asked(estate, agreement, change_kind="Terminate")
	with acting(estate.users[roles.GENERAL_MANAGER]):
		api_agreements.agree(agreement.name)
	assert agreement.reload().status == "Terminated" and not waits(roles.CS_HEAD)


@pytest.mark.clause("R28")
def test_the_whole_project_is_said_in_a_row_that_the_desk_keeps(estate):
	"""The desk throws rows away that show nothing: what an empty row always meant is a tick of its own."""
	doc = money.agreement(estate, scope=[{}])
	assert [row.whole_project for row in doc.scope] == [1]
	doc.update({"scope": [{"trade": "防水"}, {"trade": "防水", "whole_project": 1}]}).save()
	assert [row.whole_project for row in doc.scope] == [0, 1]
	doc.append("scope", {"whole_project": 1, "lot": "1标段"})
	with pytest.raises(frappe.ValidationError, match=r"Row 3: Whole Project is ticked, and lot or building .*1标段"):
		doc.save()


def test_rows_of_old_that_name_nothing_say_the_whole_project(estate):
	doc = money.agreement(estate, scope=[{}, {"lot": "1标段"}])
	for row in doc.scope:
		row.db_set("whole_project", 0)
	whole_project_scopes.execute()
	assert [row.whole_project for row in doc.reload().scope] == [1, 0]
