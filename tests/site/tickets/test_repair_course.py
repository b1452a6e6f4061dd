"""What a repair owes from its start to its acceptance: plan card, agreed time, patrols, contacts (R92-R95, R100-R106)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.correspondence import service_letters
from fangxiu_app.field import service_my_day
from fangxiu_app.patches.v0_1 import long_repair_limits
from fangxiu_app.tickets.clocks import reads_clocks
from fangxiu_app.tickets.life import reads_ticket_panel, service_transitions
from fangxiu_app.tickets.life.api_ticket import act, panel
from fangxiu_app.tickets.site_work import reads_work, service_plans
from tests.site.helpers import factories as make
from tests.site.helpers import orders, paid
from tests.site.tickets.test_duties import clocks, contact, in_repair, states

WAITING = {"doctype": "Ticket Hold", "holder": "Material", "reason": "等材料", "agreed_by": "施工单位"}


def planned(estate) -> str:
	"""A ticket whose plan the owner has signed."""
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	make.sign_plan(ticket)
	return ticket


def commission(ticket: str, third_party: str) -> None:
	"""The contractor was told in writing and coordination failed: a third party takes over."""
	letter = orders.make_letter(ticket)
	service_letters.issue(letter)
	orders.serve(letter)
	result = {"coordination_result": "Failed", "coordination_note": "施工单位拒绝"}
	service_transitions.perform(ticket, "record_coordination", result)
	service_transitions.perform(ticket, "commission_third_party", {"third_party": third_party})


@pytest.mark.clause("R94", "R95")
def test_a_repair_without_a_card_is_in_time_only_if_it_was_done_within_the_cards_limit(estate):
	late = in_repair(estate, hours=5)
	assert states(late, "Plan") == ["Running"]
	service_transitions.perform(late, "pre_accept")
	assert states(late, "Plan") == ["Late"]
	on_the_spot = make.make_ticket(estate.unit_a).name
	make.walk(on_the_spot, "start")
	assert states(on_the_spot, "Plan") == ["Running"]
	make.walk_from(on_the_spot, "pre_accept", "pre_accept")
	assert states(on_the_spot, "Plan") == ["Met"]


@pytest.mark.clause("R94", "R97")
def test_the_first_card_can_follow_during_the_repair(estate):
	ticket = in_repair(estate, hours=2)
	assert panel(ticket)["needs_plan"]
	agreed = frappe.db.get_value("Repair Ticket", ticket, "agreed_completion")
	plan = make.make_plan(ticket)
	service_plans.issue(plan)
	assert (states(ticket, "Plan"), states(ticket, "Agreed Completion")) == (["Late"], ["Running"])
	assert frappe.db.get_value("Repair Ticket", ticket, ["status", "plan"]) == ("In Repair", plan.name)
	assert not panel(ticket)["needs_plan"]
	with pytest.raises(RefusedError, match="not signed by the owner"):
		service_transitions.perform(ticket, "pre_accept")
	service_plans.sign(plan, "王晓明", make.SIGNATURE)
	assert states(ticket, "Agreed Completion") == ["Void", "Running"]
	assert clocks(ticket, "Agreed Completion")[1].due_at == get_datetime(plan.completion_at) != agreed
	assert service_transitions.perform(ticket, "pre_accept").status == "Pre-accepted"
	assert (states(ticket, "Plan"), states(ticket, "Agreed Completion")) == (["Late"], ["Void", "Met"])


@pytest.mark.clause("R92", "R106")
def test_the_start_agrees_on_a_time_where_no_plan_has_and_its_clock_runs(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	for values, says in (({}, "Agree with the customer"), ({"agreed_completion": make.ago(hours=1)}, "not after the start")):
		with pytest.raises(RefusedError, match=says):
			service_transitions.perform(ticket, "start", values)
	until = make.ago(days=-4)
	service_transitions.perform(ticket, "start", {"agreed_completion": until})
	assert [(row.state, row.due_at) for row in clocks(ticket, "Agreed Completion")] == [("Running", until)]
	service_transitions.perform(ticket, "pre_accept")
	assert states(ticket, "Agreed Completion") == ["Met"]


@pytest.mark.clause("R92", "R97")
def test_the_start_leaves_the_time_that_a_signed_plan_names(estate):
	ticket = planned(estate)
	signed = frappe.db.get_value("Repair Ticket", ticket, "agreed_completion")
	with pytest.raises(RefusedError, match="agreed with the customer already"):
		service_transitions.perform(ticket, "start", {"agreed_completion": make.ago(days=-1)})
	make.start(ticket)
	assert frappe.db.get_value("Repair Ticket", ticket, "agreed_completion") == signed
	assert states(ticket, "Agreed Completion") == ["Running"]


@pytest.mark.clause("R58", "R94")
def test_paid_work_follows_its_quotation_and_owes_no_card(estate):
	ticket = paid.make_paid(estate.unit_a)
	paid.agreed(ticket)
	paid.finish(ticket, "start")
	assert (states(ticket, "Plan"), states(ticket, "Agreed Completion")) == ([], ["Running"])
	assert not panel(ticket)["needs_plan"]
	make.walk_from(ticket, "pre_accept", "pre_accept")
	assert (states(ticket, "Plan"), states(ticket, "Agreed Completion")) == ([], ["Met"])


@pytest.mark.clause("R12", "R100", "R102", "R107")
def test_a_third_party_that_begins_the_work_is_patrolled_and_its_customer_told(estate):
	ticket = planned(estate)
	assert states(ticket, "Daily Patrol") == []
	commission(ticket, estate.waterproofer)
	assert (states(ticket, "Daily Patrol"), states(ticket, "Long Repair Notice")) == (["Running"], ["Running"])
	contact(ticket, estate.a, "Long Repair Notice")
	assert (states(ticket, "Long Repair Notice"), states(ticket, "Weekly Contact")) == (["Met"], ["Running"])


@pytest.mark.clause("R100", "R102", "R107")
def test_a_third_party_that_goes_on_with_the_work_takes_its_duties_over(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	contact(ticket, estate.a, "Long Repair Notice")
	commission(ticket, estate.waterproofer)
	assert states(ticket, "Daily Patrol") == ["Running"]
	assert (states(ticket, "Long Repair Notice"), states(ticket, "Weekly Contact")) == (["Met"], ["Running"])


@pytest.mark.clause("R102")
def test_a_first_notice_starts_the_weekly_contacts_whether_or_not_its_own_clock_runs(estate):
	ticket = in_repair(estate, days=20)
	frappe.db.delete("Ticket Clock", {"parent": ticket, "code": "Long Repair Notice"})
	contact(ticket, estate.a, "Long Repair Notice", make.ago(days=9))
	assert states(ticket, "Weekly Contact") == ["Running"]
	contact(ticket, estate.a, "Long Repair Notice", make.ago(days=3))
	assert states(ticket, "Weekly Contact") == ["Met", "Running"]


@pytest.mark.clause("R102")
def test_waiting_for_material_silences_neither_notice_nor_weekly_contact(estate):
	told, untold = in_repair(estate, days=20), in_repair(estate, hours=3)
	notice = make.ago(days=6)
	contact(told, estate.a, "Long Repair Notice", notice)
	before = {code: clocks(untold, code)[-1].due_at for code in ("Daily Patrol", "Long Repair Notice")}
	for ticket in (told, untold):
		times = {"starts_at": make.ago(seconds=0), "until": make.ago(days=-5)}
		frappe.get_doc({**WAITING, "ticket": ticket, "project": estate.a, **times}).insert()
	after = {code: clocks(untold, code)[-1].due_at for code in before}
	assert after["Long Repair Notice"] == before["Long Repair Notice"]
	assert after["Daily Patrol"] > before["Daily Patrol"]
	assert clocks(told, "Weekly Contact")[-1].due_at == notice + timedelta(days=7)
	doc = frappe.get_doc("Repair Ticket", told)
	shown = {row["code"]: row["state"] for row in reads_ticket_panel.clock_rows(doc, now_datetime(), lambda row: [])}
	assert shown["Weekly Contact"] == "Running" and "Held" in shown.values()
	later = notice + timedelta(days=8)
	assert [week.state for week in reads_work.long_repair(told, later)["weeks"]] == ["Missed", "Running"]


@pytest.mark.clause("R102")
def test_a_missed_weekly_contact_is_no_reason_against_a_hold(estate):
	ticket = in_repair(estate, days=30)
	frappe.db.delete("Ticket Clock", {"parent": ticket, "code": ("!=", "Long Repair Notice")})
	times = {"starts_at": make.ago(seconds=0), "until": make.ago(days=-5)}
	assert frappe.get_doc({**WAITING, "ticket": ticket, "project": estate.a, **times}).insert().name


@pytest.mark.clause("R102")
def test_days_of_a_long_repair_are_said_once(estate):
	ticket = in_repair(estate, days=3)
	start = get_datetime(frappe.db.get_value("Repair Ticket", ticket, "started_at"))
	frappe.get_doc("Time Limit", "Long Repair Notice").update({"limit_minutes": 2 * 1440}).save()
	frappe.get_doc("Time Limit", "Weekly Contact").update({"limit_minutes": 1440}).save()
	assert reads_clocks.long_repair_days() == 2
	contact(ticket, estate.a, "Long Repair Notice", start + timedelta(hours=1))
	found = reads_work.long_repair(ticket, now_datetime())
	assert found["notice_due"] == start + timedelta(days=2)
	assert found["weeks"][0].end == clocks(ticket, "Weekly Contact")[-1].due_at


@pytest.mark.clause("R102")
@pytest.mark.parametrize(("own", "limit", "wanted"), [(20, 15, 20), (15, 15, 15), (20, 10, 10), (0, 15, 15)])
def test_days_that_a_site_had_set_for_itself_go_to_the_limit(own, limit, wanted):
	frappe.db.set_value("Time Limit", "Long Repair Notice", {"limit_minutes": limit * 1440, "starts_on": "开始维修"})
	frappe.db.delete("Singles", {"doctype": "Fangxiu Settings", "field": "long_repair_days"})
	frappe.db.bulk_insert("Singles", ["doctype", "field", "value"], [("Fangxiu Settings", "long_repair_days", str(own))])
	long_repair_limits.execute()
	found = frappe.db.get_value("Time Limit", "Long Repair Notice", ["limit_minutes", "starts_on"])
	assert found == (wanted * 1440, "开始维修或委托第三方")
	single = {"doctype": "Fangxiu Settings", "field": "long_repair_days"}
	assert frappe.db.get_value("Singles", single, "value", order_by=None) is None


@pytest.mark.clause("R72", "R82")
@pytest.mark.parametrize("emergency", [1, 0])
def test_a_reopened_emergency_is_answered_as_one(estate, emergency):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "close")
	frappe.db.set_value("Repair Ticket", ticket, "emergency", emergency)
	again = service_transitions.perform(ticket, "reopen", {"reason": "又漏了"})
	assert states(ticket, "Emergency Arrival") == ["Running"] * emergency
	assert again.next_clock == ("Emergency Arrival" if emergency else "First Response")
	service_transitions.perform(ticket, "arrive")
	assert states(ticket, "Emergency Arrival") == ["Met"] * emergency


@pytest.mark.clause("R85", "R87")
def test_work_of_a_repeat_is_not_accepted_before_the_manager_has_seen_it(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	service_transitions.perform(ticket, "confirm_repeat", {"reason": "业主出示上次维修单"})
	with pytest.raises(RefusedError, match="visit in person"):
		service_transitions.perform(ticket, "pre_accept")
	service_transitions.perform(ticket, "manager_visit", {"reason": "看过，重新铲除"})
	assert service_transitions.perform(ticket, "pre_accept").status == "Pre-accepted"


@pytest.mark.clause("R107")
def test_a_dispatched_ticket_keeps_its_contractor_but_for_a_mistake_before_any_notice(estate, as_user):
	"""Written over by hand, a contractor that failed was replaced without notice, proof and third party."""
	ticket = make.make_ticket(estate.unit_a)
	make.walk(ticket.name, "start")

	def change():
		doc = frappe.get_doc("Repair Ticket", ticket.name)
		doc.contractor = estate.waterproofer if doc.contractor != estate.waterproofer else estate.general
		return doc.save()

	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(LockedFieldError, match="replaced by notice and third party"):
		change()
	as_user(estate.users[roles.MANAGER])
	changed = change()
	now = changed.contractor
	assert not changed.agreement, "the agreement was the other one's"
	as_user("Administrator")
	doc = frappe.get_doc("Repair Ticket", ticket.name)
	doc.defect_type = next(name for name in frappe.get_all("Defect Type", pluck="name") if name != doc.defect_type)
	assert doc.save().contractor == now, "a corrected defect names no other contractor for work that runs"
	service_letters.issue(orders.make_letter(ticket.name, contractor=now, notice_cause="Refuses or Unreachable"))
	as_user(estate.users[roles.MANAGER])
	with pytest.raises(LockedFieldError, match="replaced by notice and third party"):
		change()


@pytest.mark.clause("R106")
def test_a_failed_pre_acceptance_is_seen_until_the_work_passes(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	assert not panel(ticket)["failed_pre_acceptance"]
	service_transitions.perform(ticket, "fail_pre_acceptance", {"reason": "面层空鼓"})
	assert panel(ticket)["failed_pre_acceptance"]
	engineer = frappe.db.get_value("Repair Ticket", ticket, "engineer")
	# what other tests have committed is a colleague's: the page shows the most urgent ones only
	others = {"engineer": engineer, "name": ("!=", ticket)}
	frappe.db.set_value("Repair Ticket", others, "engineer", estate.users[roles.SUPERVISOR])
	with orders.acting(engineer):
		[card] = [one for one in service_my_day.build(None, now_datetime())["cards"] if one["name"] == ticket]
	assert card["failed"]
	service_transitions.perform(ticket, "pre_accept")
	assert not panel(ticket)["failed_pre_acceptance"]


def test_the_way_of_a_work_that_is_done_again_is_open_from_there(estate):
	"""States of the round before are not shown as reached."""
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "clean")
	assert ways(ticket)["Cleaned"] == "now"
	service_transitions.perform(ticket, "reject", {"acceptance_remark": "又空鼓"})
	found = ways(ticket)
	assert (found["In Repair"], found["Pre-accepted"], found["Cleaned"]) == ("now", "todo", "todo")


def ways(ticket: str) -> dict[str, str]:
	return {row["status"]: row["state"] for row in panel(ticket)["path"]}


@pytest.mark.clause("R92", "R107")
@pytest.mark.parametrize("nothing", ["\u200b", "\u3164 \u2060", "\u2800"])
def test_a_reason_that_shows_nothing_is_none_and_a_time_years_away_is_mistyped(estate, nothing):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	with pytest.raises(RefusedError, match="further ahead"):
		act(ticket, "start", {"agreed_completion": "2999-01-01 08:00:00"})
	with pytest.raises(RefusedError, match="fill in"):
		act(ticket, "mark_complex", {"reason": nothing})
