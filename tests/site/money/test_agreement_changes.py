"""Ending a signed agreement, and replacing a deposit that holds money: by two people who also decide on the deposit."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, nowdate

from fangxiu_app.approvals import rules_approval, service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.ledger.refusing import DepositError
from fangxiu_app.money.deposits import api_agreements, reads_agreement_terms
from fangxiu_app.money.deposits import rules_agreement_change as rules
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


def shown(agreement) -> str:
	"""The digest of what a head is shown now."""
	return reads_agreement_terms.seen(frappe.get_doc(agreement.doctype, agreement.name))


def as_(estate, role: str, agreement, method: str, *args):
	with acting(estate.users[role]):
		return getattr(frappe.get_doc(agreement.doctype, agreement.name), method)(*args)


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
		frappe.get_doc(agreement.doctype, agreement.name).agree_change(shown(agreement))
	with acting(estate.users[roles.GENERAL_MANAGER]):
		name = frappe.get_doc(agreement.doctype, agreement.name).agree_change(shown(agreement))
	assert agreement.reload().status == "Terminated"
	release = frappe.get_doc("Deposit Release", name)
	assert (release.docstatus, release.amount, release.above_reason) == (0, 30_000, "双方协商解除")
	with acting(estate.users[roles.GENERAL_MANAGER]), pytest.raises(DepositError, match="Nothing is asked for"):
		frappe.get_doc(agreement.doctype, agreement.name).agree_change(shown(agreement))


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
		assert frappe.get_doc(agreement.doctype, agreement.name).agree_change(shown(agreement)) is None
	assert (agreement.reload().security, agreement.guarantee_no) == ("Guarantee", "BH-1")
	assert money.balance(agreement) == 30_000, "kept until due"


def test_the_reason_of_a_change_turned_down_stays_on_the_form_until_the_next_request(estate, agreement):
	asked(estate, agreement, change_kind="Terminate")
	for nothing in ("", "  "):
		with pytest.raises(DepositError, match="Give the reason why") as refused:
			as_(estate, roles.CS_HEAD, agreement, "turn_down_change", nothing)
		assert "Nothing is asked for" not in str(refused.value)
	as_(estate, roles.CS_HEAD, agreement, "turn_down_change", "先结清未决扣款")
	agreement.reload()
	assert (agreement.change_refused, agreement.change_refused_by) == ("Terminate: 先结清未决扣款", estate.users[roles.CS_HEAD])
	agreement.onload()
	assert agreement.get_onload("held") == money.balance(agreement) > 0, "the dialog of new terms says what is held"
	assert agreement.get_onload("signed") is True, "status and contractor are read only"
	agreement.change_refused = "别的"
	with pytest.raises(frappe.ValidationError):
		agreement.save()
	asked(estate, agreement, change_kind="Terminate")
	assert not (agreement.reload().change_refused or agreement.change_refused_at)


def test_other_terms_have_no_amount_in_the_list_of_what_waits(estate, agreement):
	frappe.local.lang = "zh"
	asked(estate, agreement, change_kind=rules.TERMS_CHANGED, terms={"cure_days": 99, "deduction_mode": "Lump Sum"})
	with acting(estate.users[roles.CS_HEAD]):
		[row] = [row for row in reads_approvals_waiting.rows() if row.document == agreement.name]
	assert not row.amount
	lines = {label: (now, then) for label, now, then in reads_agreement_terms.asked_terms(agreement.reload())}
	assert lines["扣款方式"] == ("实扣", "包干")


FACTS = ("security", *rules.GUARANTEED)


@pytest.mark.clause("R18")
def test_a_guarantee_stands_in_the_request_until_it_is_agreed_to(estate, agreement):
	before = [agreement.get(name) for name in FACTS]
	until = add_days(agreement.liability_end, 1)
	asked(estate, agreement, change_kind=rules.GUARANTEE, **GUARANTEE, guarantee_until=until)
	assert [agreement.get(name) for name in FACTS] == before
	agreement.onload()
	lines = {label: (now, then) for label, now, then in agreement.get_onload("asked")}
	assert lines["Guarantor"] == ("–", "某银行") and lines["Security"] == ("Deposit", "Guarantee")
	with acting(estate.users[roles.CS_HEAD]):
		seen = str(api_approval.look(agreement.doctype, agreement.name))
	assert "某银行" in seen and "BH-1" in seen
	as_(estate, roles.CS_HEAD, agreement, "turn_down_change", "保函银行不合格")
	assert [agreement.reload().get(name) for name in FACTS] == before


@pytest.mark.clause("R18", "R28")
def test_a_request_that_waits_is_not_replaced(estate, agreement):
	"""It is decided or withdrawn first, by whoever wants another one, and only who asked withdraws it."""
	asked(estate, agreement, change_kind="Terminate")
	for role in (roles.MANAGER, roles.COST_DEPARTMENT):
		wanted = {"change_kind": "Change of Terms", "change_reason": "补充协议", "terms": {"cure_days": 99}}
		wanted["change_file"] = money.proof(estate.users[role])
		with pytest.raises(DepositError, match="Terminate is asked for by"):
			as_(estate, role, agreement, "ask_change", wanted)
	assert (agreement.reload().change_kind, agreement.change_reason) == ("Terminate", "双方协商解除")
	with pytest.raises(DepositError, match="Only who asked"):
		as_(estate, roles.COST_DEPARTMENT, agreement, "withdraw_change")
	as_(estate, roles.MANAGER, agreement, "withdraw_change")
	assert not agreement.reload().change_asked_at and not agreement.change_kind
	as_(estate, roles.COST_DEPARTMENT, agreement, "ask_change", wanted)
	assert agreement.reload().change_kind == "Change of Terms"


@pytest.mark.clause("R18", "R28")
def test_a_head_agrees_to_nothing_but_what_was_shown(estate, agreement):
	"""The digest of what was shown goes with the agreement; another request, or other money in the deposit, is another digest."""
	terms = {"change_kind": "Change of Terms", "terms": {"cure_days": 9}}
	asked(estate, agreement, **terms)
	first = shown(agreement)
	as_(estate, roles.MANAGER, agreement, "withdraw_change")
	asked(estate, agreement, **terms, change_reason="另一补充协议")
	second = shown(agreement)
	money.entry(agreement, "Cash In", 5)
	for seen in ("", "x", first, second):
		with pytest.raises(DepositError, match="changed since it was shown"):
			as_(estate, roles.GENERAL_MANAGER, agreement, "agree_change", seen)
	with acting(estate.users[roles.GENERAL_MANAGER]):
		seen = api_approval.look(agreement.doctype, agreement.name)["seen"]
		api_agreements.agree(agreement.name, seen)
	assert agreement.reload().cure_days == 9


@pytest.mark.clause("R18")
@pytest.mark.parametrize("kind", rules.KINDS)
def test_nothing_changes_while_signatures_are_given_by_the_agreement(estate, agreement, kind):
	wanted = {"change_kind": kind, **GUARANTEE, "guarantee_until": add_days(agreement.liability_end, 1), "terms": {"cure_days": 9}}
	release = money.release(agreement, 100)
	service_approvals.request(release)
	with pytest.raises(DepositError, match=release.name):
		asked(estate, agreement, **wanted)
	service_approvals.send_back(frappe.get_doc(release.doctype, release.name), "先变更")
	asked(estate, agreement, **wanted)
	service_approvals.request(frappe.get_doc(release.doctype, release.name))
	with pytest.raises(DepositError, match=release.name):
		as_(estate, roles.GENERAL_MANAGER, agreement, "agree_change", shown(agreement))
	assert agreement.reload().status == "Signed" and agreement.security == "Deposit" and agreement.cure_days != 9
	service_approvals.send_back(frappe.get_doc(release.doctype, release.name), "先变更")
	as_(estate, roles.GENERAL_MANAGER, agreement, "agree_change", shown(agreement))
	assert agreement.reload().change_agreed_by


def running(agreement, kind: str) -> str:
	"""A document of ``kind`` about the agreement that is being signed, as its columns say it."""
	doc = frappe.new_doc(kind)
	doc.update({"name": f"RUN-{frappe.generate_hash(length=6)}", "project": agreement.project, "agreement": agreement.name})
	doc.approval_state = rules_approval.IN_APPROVAL
	doc.db_insert()
	return doc.name


@pytest.mark.clause("R18")
@pytest.mark.parametrize("kind", ["Contractor Deduction", "Third Party Order", "Compensation"])
def test_every_document_that_rests_on_the_agreement_is_named(estate, agreement, kind):
	"""Whatever is being signed with the agreement's terms beside it."""
	agreement.run_method("onload")
	assert agreement.get_onload("hindrance") == ""
	name = running(agreement, kind)
	agreement.run_method("onload")
	assert name in agreement.get_onload("hindrance"), "the form says it before a dialog opens"
	with pytest.raises(DepositError, match=name):
		asked(estate, agreement, change_kind="Terminate")


@pytest.mark.clause("R18", "R28")
def test_a_signed_agreement_keeps_its_contractor_and_its_end(estate, agreement):
	signed = money.agreement(estate)
	with pytest.raises(DepositError, match="contractor of a signed agreement"):
		signed.update({"contractor": estate.waterproofer}).save()
	asked(estate, agreement, change_kind="Terminate")
	as_(estate, roles.GENERAL_MANAGER, agreement, "agree_change", shown(agreement))
	for status in ("Signed", "Draft", "In Talks"):
		with pytest.raises(DepositError, match="has ended and stays so"):
			agreement.reload().update({"status": status}).save()


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
		api_agreements.agree(agreement.name, shown(agreement))
	with acting(estate.users[roles.CS_HEAD]):
		api_agreements.turn_down(agreement.name, "先结清未决扣款")
	about = {"reference_name": agreement.name, "recipient": estate.users[roles.MANAGER]}
	[text] = frappe.get_all("Outbox Message", about, pluck="subject")
	assert "先结清未决扣款" in text and not waits(roles.CS_HEAD)
	asked(estate, agreement, change_kind="Terminate")
	with acting(estate.users[roles.GENERAL_MANAGER]):
		api_agreements.agree(agreement.name, shown(agreement))
	assert agreement.reload().status == "Terminated" and not waits(roles.CS_HEAD)


@pytest.mark.clause("R28")
def test_the_whole_project_is_said_in_a_row_that_the_desk_keeps(estate):
	"""The desk throws rows away that show nothing: what an empty row always meant is a tick of its own."""
	doc = money.agreement(estate, scope=[{}], status="In Talks")
	assert [row.whole_project for row in doc.scope] == [1]
	doc.update({"scope": [{"trade": "防水"}, {"trade": "防水", "whole_project": 1}]}).save()
	assert [row.whole_project for row in doc.scope] == [0, 1]
	doc.append("scope", {"whole_project": 1, "lot": "1标段"})
	with pytest.raises(frappe.ValidationError, match=r"Row 3: Whole Project is ticked, and lot or building .*1标段"):
		doc.save()


def test_rows_of_old_that_name_nothing_say_the_whole_project(estate):
	doc = money.agreement(estate, scope=[{}, {"lot": "1标段"}], status="In Talks")
	for row in doc.scope:
		row.db_set("whole_project", 0)
	whole_project_scopes.execute()
	assert [row.whole_project for row in doc.reload().scope] == [1, 0]


@pytest.mark.clause("R112")
def test_a_surcharge_above_the_cost_is_a_mistyped_one(estate, agreement):
	with acting(estate.users[roles.COST_DEPARTMENT]), pytest.raises(DepositError, match="100 at most"):
		money.agreement(estate, surcharge_percent=150)
	with pytest.raises(DepositError, match="100 at most"):
		asked(estate, agreement, change_kind="Change of Terms", terms={"surcharge_percent": 150})


def test_a_guarantee_beside_a_deposit_that_stays_lacks_nothing(estate, agreement):
	"""The warning says what would be secured by nothing: where the money stays until it is due, that is nothing."""
	until = add_days(agreement.liability_end, 1)
	less = {**GUARANTEE, "guarantee_amount": 29_000, "guarantee_until": until, "change_kind": "Guarantee Instead of Deposit"}
	asked(estate, agreement, **less)
	assert reads_agreement_terms.low_guarantee(agreement) == ""
	agreement.deposit_fate = "Release the Deposit"
	assert "1,000.00" in reads_agreement_terms.low_guarantee(agreement)
