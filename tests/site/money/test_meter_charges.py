"""Water and electricity a contractor used: from readings on file to a confirmed charge; nothing backwards, nothing twice."""

from __future__ import annotations

import re

import frappe
import pytest
from frappe import get_print
from frappe.utils import add_days, now_datetime, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.ledger.refusing import DepositError
from fangxiu_app.money.deductions import reads_offers
from fangxiu_app.money.meters import reads_meters, service_meter_charges
from fangxiu_app.overview import api_approval, reads_approval_basis
from tests.site.helpers import factories as make
from tests.site.helpers import money
from tests.site.helpers.rest import Api, messages


@pytest.fixture
def unit(estate) -> str:
	meter = {
		"kind": "Water",
		"meter_no": "W-9",
		"initial_reading": 2,
		"reading_date": add_days(today(), -100),
	}
	return make.make_unit(estate.building_a, f"9{frappe.generate_hash(length=4)}", meters=[meter])


@pytest.mark.clause("R48")
def test_readings_on_file_become_a_charge_of_the_contractor(estate, unit, as_user):
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	make.make_inspection(unit, readings=[{"kind": "Water", "reading": 14, "photo": make.photo()}])
	marks = [(row["value"], row["meter_no"]) for row in reads_meters.readings(unit, "Water")]
	assert marks == [(2, "W-9"), (14, "")]
	charge = make.make_charge(unit, estate.agreement_a, from_reading=2, to_reading=14, price=5.25)
	assert (charge.contractor, charge.quantity, charge.amount) == (estate.general, 12, 63)
	assert charge.evidence, "the photo of the meter is kept as evidence"
	service_meter_charges.confirm(charge)
	assert (charge.state, charge.confirmed_by) == ("Confirmed", estate.users[roles.PROJECT_DEPARTMENT])
	charge.price = 6
	with pytest.raises(LockedFieldError):
		charge.save()
	with pytest.raises(RefusedError, match=charge.name):
		make.make_charge(unit, estate.agreement_a, from_reading=10, to_reading=14, price=5)
	charge.reload()
	service_meter_charges.cancel(charge, "分摊另计")
	assert make.make_charge(unit, estate.agreement_a, from_reading=10, to_reading=14, price=5).amount == 20


@pytest.mark.clause("R48")
def test_the_price_comes_from_the_settings_or_is_asked_for(estate, unit):
	with pytest.raises(RefusedError, match="price"):
		make.make_charge(unit, estate.agreement_a, kind="Electricity", price=0)
	frappe.db.set_single_value("Fangxiu Settings", "electricity_price", 0.85)
	assert make.make_charge(unit, estate.agreement_a, kind="Electricity", price=0).amount == 8.5


def test_a_meter_running_backwards_is_refused_on_the_form_and_over_rest(estate, unit):
	make.make_inspection(unit, readings=[{"kind": "Water", "reading": 20, "photo": make.photo()}])
	frappe.db.commit()
	api = Api(estate.users[roles.PROJECT_DEPARTMENT])
	values = {
		"unit": unit,
		"project": estate.a,
		"agreement": estate.agreement_a,
		"kind": "Water",
		"from_on": add_days(today(), -30),
		"to_on": add_days(today(), -1),
		"price": 5,
	}

	def says(first, last) -> str:
		code, body = api.post("/api/resource/Meter Charge", **values, from_reading=first, to_reading=last)
		return messages(body) if code == 417 else f"accepted: {code}"

	assert "表不会倒走" in says(9, 8)
	assert "矛盾" in says(1, 9), "the file says 2 a hundred days ago"
	assert "矛盾" in says(5, 25), "the inspection said 20 later"
	assert says(5, 9) == "accepted: 200"
	name = frappe.get_all("Meter Charge", {"unit": unit}, pluck="name")[0]
	frappe.db.rollback()
	assert api.put(f"/api/resource/Meter Charge/{name}", to_reading=3)[0] == 417
	assert api.put(f"/api/resource/Meter Charge/{name}", state="Confirmed")[0] == 417
	code, body = api.post("/api/method/fangxiu_app.money.meters.api_meter.confirm", charge=name)
	assert code == 417 and "照片" in messages(body)
	engineer = Api(estate.users[roles.ENGINEER])
	assert engineer.post("/api/method/fangxiu_app.money.meters.api_meter.confirm", charge=name)[0] == 403


@pytest.mark.clause("R48", "R111")
def test_a_confirmed_charge_is_deducted_once_and_cannot_be_taken_back_under_it(estate, unit):
	agreement = money.agreement(estate)
	money.entry(agreement, "Cash In", 10_000)
	charge = make.make_charge(unit, agreement.name, price=5)
	values = {"source": "Meter Charge", "facts": "施工用水"}
	line = {"source_type": "Meter Charge", "source_name": charge.name}
	with pytest.raises(DepositError, match=charge.name):
		money.deduction(agreement, items=[line], **values)
	service_meter_charges.confirm(charge)
	offered = reads_offers.offers(agreement, "Meter Charge", now_datetime())
	assert [(offer["source_name"], offer["amount"]) for offer in offered] == [(charge.name, 50)]
	with pytest.raises(DepositError, match="50"):
		too_much = {**line, "line_kind": "Repair Cost", "description": "x", "claimed": 51}
		money.deduction(agreement, items=[too_much], **values)
	deduction = money.deduction(agreement, items=[line], **values)
	assert (deduction.items[0].claimed, deduction.total) == (50, 50)
	assert reads_offers.offers(agreement, "Meter Charge", now_datetime()) == []
	with pytest.raises(DepositError, match=deduction.name):
		money.deduction(agreement, items=[line], **values)
	with pytest.raises(DepositError, match=deduction.name):
		service_meter_charges.cancel(charge, "重复")
	deduction.run_method("onload")
	chain = {row["code"]: row for row in deduction.get_onload("chain")}
	assert chain["read"]["link"] == ("Evidence Item", charge.evidence) and chain["confirmed"]["done"]
	frappe.db.set_value("Meter Charge", charge.name, "confirmed_at", make.ago(days=8))
	told = money.told(deduction)
	shown = {part["name"]: {line["label"]: line["value"] for line in part["lines"]} for part in reads_approval_basis.sections(told.reload())}
	assert shown[charge.name]["Consumption"] == "10 m³"
	assert shown[charge.name]["Amount"].endswith("50.00") and shown[told.name]["Received By"]
	posted = money.approve(estate, told)
	assert (posted.state, posted.from_deposit + posted.excess) == ("Posted", 50)


@pytest.mark.clause("R48", "R111")
def test_the_notice_of_a_meter_charge_speaks_of_water_and_not_of_defects(estate, unit):
	"""It called the water a repair cost and said the contractor answered for defects of quality."""
	agreement = money.agreement(estate)
	money.entry(agreement, "Cash In", 10_000)
	charge = make.make_charge(unit, agreement.name, price=5)
	service_meter_charges.confirm(charge)
	frappe.db.set_value("Meter Charge", charge.name, "confirmed_at", make.ago(days=8))
	items = [{"source_type": "Meter Charge", "source_name": charge.name}]
	doc = money.told(money.deduction(agreement, items=items, source="Meter Charge", facts="施工用水", bill_no=""), days_ago=2).reload()

	def text(form: str) -> str:
		html = get_print("Contractor Deduction", doc.name, print_format=form)
		return re.sub(r"\s+", " ", re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL))

	notice = text("Deduction Notice Form")
	assert "you bear the water and electricity" in notice and "defects" not in notice
	assert all("Water and Electricity" in text(form) and "Repair Cost" not in text(form) for form in ("Deduction Notice Form", "Deduction Approval Form"))
	assert "10 m³" in notice and "read 2 on" in notice and "12 on" in notice, "a quantity has its unit and readings"
	assert not [empty for empty in ("Bill or Proof of Payment", "Repair Ticket", "Clause No.") if empty in notice]
	doc.run_method("onload")
	served = [row["label"] for row in doc.get_onload("chain") if row["code"] in ("told", "told_proof")]
	assert len(served) == 2 and not [label for label in served if label in notice], "a notice does not cite its own service"
	assert all(label in text("Deduction Approval Form") for label in served)


@pytest.mark.clause("R111")
def test_approval_is_not_offered_while_the_contractor_may_still_object(estate, unit):
	agreement = money.agreement(estate)
	clause = {"source": "Contract Clause", "items": [{"line_kind": "Penalty", "description": "x", "claimed": 10}]}
	running = money.told(money.deduction(agreement, **clause), days_ago=2).reload()
	over = money.told(money.deduction(agreement, **clause), days_ago=30).reload()
	draft = money.deduction(agreement, **clause)
	waits = {doc.name: api_approval.panel(doc.doctype, doc.name)["must_wait"] for doc in (running, over, draft)}
	assert waits == {running.name: True, over.name: False, draft.name: False}
	running.object_to(str(make.ago(days=1)), "费用偏高")
	assert not api_approval.panel(running.doctype, running.name)["must_wait"], "now an answer is missing, not time"


@pytest.mark.clause("R111")
def test_approval_is_not_offered_before_the_notice_nor_before_the_answer(estate, unit):
	agreement = money.agreement(estate)
	clause = {"source": "Contract Clause", "items": [{"line_kind": "Penalty", "description": "x", "claimed": 10}]}
	draft = money.deduction(agreement, **clause)
	assert panel(draft)["comes_later"], "the notice is still to be served"
	money.told(draft, days_ago=30).reload()
	assert not panel(draft)["comes_later"]
	draft.object_to(str(make.ago(days=26)), "费用偏高")
	assert panel(draft)["comes_later"], "the objection is still to be answered"
	draft.reload().answer_objection("Rejected", "按合同约定")
	assert not panel(draft)["comes_later"] and panel(draft)["can_request"]
	lump = money.deduction(money.agreement(estate, deduction_mode="Lump Sum"), **clause)
	assert not panel(lump)["comes_later"], "agreed beforehand: neither notice nor objection"


@pytest.mark.clause("R111")
def test_the_contractor_gets_the_answer_to_its_objection_on_paper(estate, unit):
	clause = {"source": "Contract Clause", "items": [{"line_kind": "Penalty", "description": "未清场", "claimed": 100}]}
	doc = money.told(money.deduction(money.agreement(estate), **clause), days_ago=6).reload()
	doc.object_to(str(make.ago(days=3)), "已清场一半")
	doc.reload().answer_objection("Upheld in Part", "核减一半", {doc.items[0].name: [50, "一半已清"]})
	html = get_print("Contractor Deduction", doc.name, print_format="Deduction Answer Letter")
	text = re.sub(r"\s+", " ", re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL))
	assert all(part in text for part in ("已清场一半", "核减一半", "一半已清", "100.00", "50.00", "Upheld in Part", "is lowered from"))
	whole = money.told(money.deduction(frappe.get_doc("Warranty Agreement", doc.agreement), **clause), days_ago=6).reload()
	whole.object_to(str(make.ago(days=3)), "不属我方")
	whole.reload().answer_objection("Upheld", "属实")
	html = get_print("Contractor Deduction", whole.name, print_format="Deduction Answer Letter")
	assert "nothing is deducted" in html


def panel(doc) -> dict:
	return api_approval.panel(doc.doctype, doc.name)
