"""A milestone that is overdue is not made good by a day that is entered long after it (R27-R39)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import service_late_proofs
from fangxiu_app.parts import service_plan_changes
from tests.site.helpers import delivery, money, stock


def ago(days: int) -> str:
	return add_days(today(), -days)


@pytest.fixture
def batch(estate):
	"""A delivery in ten days: what is due a month before is overdue since twenty days."""
	return delivery.make_batch(estate.a, days=10)


@pytest.mark.clause("R27", "R28", "R30", "R31")
def test_an_agreement_takes_no_forgotten_days_while_milestones_are_overdue(estate, batch, as_user):
	agreement = money.agreement(estate).name
	rows = {
		"R27": {"talks": [{"talk_date": ago(55), "attendees": "赵工", "points": "响应"}]},
		"R30": {"trainings": [{"training_date": ago(40), "topic": "流程"}]},
		"R31": {"authorised_on": ago(40)},
	}
	as_user(estate.users[roles.SUPERVISOR])
	for clause, values in rows.items():
		doc = frappe.get_doc("Warranty Agreement", agreement).update(values)
		with pytest.raises(RefusedError, match=f"{clause}.* past its day.*repair manager"):
			doc.save()
	assert delivery.shown(batch)["R27"]["state"] == "Overdue"
	frappe.get_doc("Warranty Agreement", agreement).update({"trainings": [{"training_date": ago(2), "topic": "流程"}]}).save()
	draft = frappe.copy_doc(frappe.get_doc("Warranty Agreement", agreement)).update({"talks": rows["R27"]["talks"], "trainings": []})
	with pytest.raises(RefusedError, match="R27"):
		draft.insert()
	as_user(estate.users[roles.MANAGER])
	for values in rows.values():
		frappe.get_doc("Warranty Agreement", agreement).update(values).save()


@pytest.mark.clause("R28")
def test_a_day_of_signing_counts_from_the_signature_on(estate, batch, as_user):
	agreement = money.agreement(estate, status="In Talks", signed_on=ago(15)).name
	frappe.db.set_value("Delivery Milestone", {"batch": batch.name, "clause": "R28"}, "due_date", ago(10))
	as_user(estate.users[roles.SUPERVISOR])
	doc = frappe.get_doc("Warranty Agreement", agreement).update({"status": "Signed"})
	with pytest.raises(RefusedError, match="R28"):
		doc.save()
	frappe.get_doc("Warranty Agreement", agreement).update({"status": "Signed", "signed_on": today()}).save()


@pytest.mark.clause("R29", "R32", "R39")
def test_meetings_briefings_and_documented_proofs_of_long_ago_are_the_managers(estate, batch, as_user):
	for clause in ("R29", "R39", "R23"):
		frappe.db.set_value("Delivery Milestone", {"batch": batch.name, "clause": clause}, "due_date", ago(10))
	documented = {"manual_on": ago(40), "manual_note": "已完成"}
	makes = (
		lambda: delivery.meeting(batch, held_on=ago(40)),
		lambda: delivery.briefing(batch, signed=False, briefed_on=ago(40)),
		lambda: frappe.get_doc("Delivery Milestone", {"batch": batch.name, "clause": "R23"}).update({**documented, "manual_file": stock.photo()}).save(),
	)
	as_user(estate.users[roles.SUPERVISOR])
	for make in makes:
		with pytest.raises(RefusedError, match="past its day"):
			make()
	delivery.meeting(batch, held_on=ago(3))
	as_user(estate.users[roles.MANAGER])
	makes[0]()
	makes[2]()


def test_days_of_this_week_and_those_that_stood_there_ask_nothing(estate, batch, as_user, monkeypatch):
	agreement = money.agreement(estate, talks=[{"talk_date": ago(40), "attendees": "赵工", "points": "响应"}]).name
	asked = []
	monkeypatch.setattr(service_late_proofs, "_hidden", lambda *args: asked.append(args) or [])
	as_user(estate.users[roles.SUPERVISOR])
	frappe.get_doc("Warranty Agreement", agreement).update({"trainings": [{"training_date": today(), "topic": "流程"}]}).save()
	assert not asked
	frappe.get_doc("Warranty Agreement", agreement).update({"trainings": [{"training_date": ago(9), "topic": "流程"}]}).save()
	assert len(asked) == 1


@pytest.mark.clause("R36")
def test_an_order_for_a_list_that_is_due_is_not_dated_before_it(estate, batch, as_user):
	parts = stock.make_list(estate.a, [{"part_name": stock.part_name(), "qty_planned": 10}], batch=batch.name)
	frappe.db.set_value("Spare Parts", parts.name, "listed_by", ago(30))
	order = frappe.get_doc({"doctype": "Purchase Order", "transaction_date": ago(40), "fx_spare_parts": parts.name})
	as_user(estate.users[roles.BUYER])
	with pytest.raises(RefusedError, match="Date it on the day"):
		service_plan_changes.check_order_day(order)
	service_plan_changes.check_order_day(order.update({"transaction_date": today()}))
	as_user(estate.users[roles.MANAGER])
	service_plan_changes.check_order_day(order.update({"transaction_date": ago(40)}))
