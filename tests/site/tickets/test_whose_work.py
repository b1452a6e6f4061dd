"""Whose a ticket is: what may be chosen for it by hand, and what stands once the contractor was told of something (R107, R111, R112;
docs/adr/0175)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate, now_datetime, today

from fangxiu_app.contractors.breach import rules_correspondence as kinds
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.correspondence import service_letters
from fangxiu_app.quality import reads_evaluations
from fangxiu_app.tickets.site_work import api_correction
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders
from tests.site.helpers.rest import Api, messages

TICKETS = "/api/resource/Repair Ticket"


def agreement(estate, contractor: str, **values):
	"""A signed agreement of project A about waterproofing in a lot that does not exist."""
	scope = [{"lot": frappe.generate_hash(length=6), "trade": "防水"}]
	return make.signed_agreement(**{"project": estate.a, "contractor": contractor, "signed_on": today(), "scope": scope, **values})


def choose(ticket: str, **values):
	return frappe.get_doc("Repair Ticket", ticket).update(values).save()


@pytest.mark.clause("R107", "R111")
def test_contractor_and_agreement_set_together_have_to_be_those_that_answer(estate, as_user):
	ticket = make.make_ticket(estate.unit_a).name
	elsewhere = agreement(estate, estate.waterproofer).name
	draft = agreement(estate, estate.waterproofer, status="Draft", scope=[{"building": estate.building_a}]).name
	over = agreement(estate, estate.waterproofer, scope=[{"building": estate.building_a}]).name
	frappe.db.set_value("Warranty Agreement", over, {"valid_from": "2020-01-01", "valid_to": "2020-12-31"})
	covers = agreement(estate, estate.waterproofer, scope=[{"building": estate.building_a}], valid_from="2021-01-01").name
	as_user(estate.users[roles.ENGINEER])
	for contractor, named, says in (
		(estate.waterproofer, elsewhere, "does not cover this building, lot and trade"),
		(estate.waterproofer, draft, "not signed or not in force"),
		(estate.waterproofer, over, "not signed or not in force"),
		(estate.general, elsewhere, "is one of"),
	):
		with pytest.raises(RefusedError, match=says):
			choose(ticket, contractor=contractor, agreement=named)
	changed = choose(ticket, contractor=estate.waterproofer, agreement=covers)
	assert (changed.contractor, changed.agreement) == (estate.waterproofer, covers)
	assert choose(ticket, contractor=estate.general).agreement is None, "the agreement was the other one's"


@pytest.mark.clause("R107")
def test_a_company_that_is_unknown_here_is_no_contractor_of_a_ticket(estate):
	stranger = make._supplier(f"Stranger {frappe.generate_hash(length=6)}")
	ticket = make.make_ticket(estate.unit_a).name
	frappe.db.commit()  # the request has a connection of its own
	engineer = Api(estate.users[roles.ENGINEER])
	code, body = engineer.put(f"{TICKETS}/{ticket}", contractor=stranger)
	assert code == 417 and frappe.db.get_value("Supplier", stranger, "supplier_name") in messages(body)
	orders.register(stranger)
	frappe.db.commit()  # the request has a connection of its own
	assert engineer.put(f"{TICKETS}/{ticket}", contractor=stranger)[0] == 200
	assert frappe.db.get_value("Repair Ticket", ticket, ["contractor", "agreement"]) == (stranger, None)


def correct(estate, ticket: str):
	with orders.acting(estate.users[roles.MANAGER]):
		return choose(ticket, contractor=estate.waterproofer)


@pytest.mark.clause("R107", "R112")
# a second notice follows a first one, by which the contractor was told already
@pytest.mark.parametrize("kind", [*(kind for kind in kinds.BLAMING if kind != "Second Notice"), "Correction Notice"])
def test_once_the_contractor_was_told_the_ticket_stays_its_own(estate, kind):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	told = make.make_notice(ticket) if kind == "Correction Notice" else orders.make_letter(ticket, kind=kind)
	if kind != "Correction Notice":
		assert correct(estate, ticket).contractor == estate.waterproofer, "a draft tells nobody"
		frappe.db.set_value("Repair Ticket", ticket, {"contractor": estate.general, "agreement": estate.agreement_a})
		service_letters.issue(told)
	with pytest.raises(LockedFieldError, match=f"{told.name}.*withdraw it first"):
		correct(estate, ticket)
	with orders.acting(estate.users[roles.MANAGER]):
		if kind == "Correction Notice":
			api_correction.withdraw(told.name, "派错单位")
		else:
			service_letters.withdraw(told, "派错单位")
	assert correct(estate, ticket).contractor == estate.waterproofer


@pytest.mark.clause("R111")
def test_once_a_deduction_was_notified_the_ticket_stays_its_contractors(estate):
	deposit = money.agreement(estate)
	money.entry(deposit, "Cash In", 20_000)
	order, ticket = money.order(estate, deposit)
	frappe.db.set_value("Correspondence", {"ticket": ticket}, "state", "Withdrawn")
	frappe.db.set_value("Repair Ticket", ticket, {"status": "In Repair", "started_at": make.ago(days=30)})
	deduction = money.told(money.deduction(deposit, third_party_order=order))
	with pytest.raises(LockedFieldError, match=f"{deduction.name}.*withdraw it first"):
		correct(estate, ticket)
	deduction.withdraw("重复计算")
	assert correct(estate, ticket).contractor == estate.waterproofer


@pytest.mark.clause("R111")
def test_a_deduction_is_of_the_tickets_own_agreement(estate):
	own, other = money.agreement(estate), money.agreement(estate)
	money.entry(other, "Cash In", 20_000)
	_order, ticket = money.order(estate, own)
	rows = [{"line_kind": "Penalty", "ticket": ticket, "description": "x", "claimed": 100}]
	with pytest.raises(frappe.ValidationError, match="not defects of"):
		money.deduction(other, source="Contract Clause", items=rows)
	frappe.db.set_value("Repair Ticket", ticket, "agreement", None)
	with pytest.raises(frappe.ValidationError, match="not defects of"):
		money.deduction(other, source="Contract Clause", items=rows)


@pytest.mark.clause("R14", "R100", "R112")
def test_a_correction_notice_goes_to_the_contractor_at_work_and_is_due_soon(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	frappe.db.commit()  # the request has a connection of its own
	values = {"ticket": ticket, "project": estate.a, "demand": "铲除重做", "faults": [{"aspect": "Quality", "fault": "空鼓"}]}
	soon = str(now_datetime().replace(microsecond=0) + timedelta(days=2))
	engineer, pair = Api(estate.users[roles.ENGINEER]), (estate.a, estate.waterproofer)
	code, body = engineer.post("/api/resource/Correction Notice", **values, contractor=estate.waterproofer, due_at=soon)
	assert code == 417 and ticket in messages(body)
	code, body = engineer.post("/api/resource/Correction Notice", **values, due_at="2099-01-01 08:00:00")
	assert code == 417 and "2099-01-01" in messages(body)
	code, body = engineer.post("/api/resource/Correction Notice", **values, due_at=soon)
	assert code == 200 and body["data"]["contractor"] == estate.general
	assert reads_evaluations.figures(getdate(), pair).get(pair, {}).get("Correction Notices", (0, 0))[0] == 0
	frappe.db.set_value("Repair Ticket", ticket, {"status": "Third Party", "contractor": estate.waterproofer, "original_contractor": estate.general})
	assert make.make_notice(ticket).contractor == estate.waterproofer
	with pytest.raises(RefusedError, match="not repaired by this one"):
		make.make_notice(ticket, contractor=estate.general)


@pytest.mark.clause("R100")
def test_the_term_of_a_failed_recheck_is_not_years_away(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	notice = make.make_notice(ticket)
	api_correction.serve(notice.name, "On Site", "任国栋")
	row = {"doctype": "Site Visit", "ticket": ticket, "project": estate.a, "kind": "Re-check", "result": "Fail", "findings": "仍空鼓"}
	row |= {"correction_notice": notice.name}
	make.add_evidence(ticket, stage="Repair")
	with pytest.raises(RefusedError, match="further ahead"):
		frappe.get_doc({**row, "new_due_at": "2999-01-01 08:00:00"}).insert()
	frappe.get_doc({**row, "new_due_at": f"{add_days(today(), 3)} 08:00:00"}).insert()
