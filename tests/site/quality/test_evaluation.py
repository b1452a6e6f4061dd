"""Monthly evaluation of contractors: figures from data, scores, vetoes, suspension and its end (R9, R112)."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
import pytest
from frappe.utils import add_months, get_first_day, getdate, today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.contractors import service_suspensions
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.quality import reads_evaluations as reads
from fangxiu_app.quality import rules_evaluation as rules
from fangxiu_app.quality import service_evaluations
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make
from tests.site.helpers import orders
from tests.site.helpers.counting import count_queries
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api
from tests.site.tickets.test_gates import refused

#: What others committed must not count here.
OWN_ESTATE = True
EVALUATION = "Contractor Evaluation"


def last_month():
	"""First day of the month before this one."""
	return getdate(get_first_day(add_months(today(), -1)))


def at(day: int, hour: int = 9) -> datetime:
	return datetime.combine(last_month(), datetime.min.time()) + timedelta(days=day - 1, hours=hour)


def worked(
	estate,
	start: datetime,
	seen_after: int | None,
	due: datetime,
	state: str,
	contractor: str,
	passed: bool = True,
):
	"""A repair of last month, as its records would lie there."""
	ticket = make.make_ticket(estate.unit_a, "客厅").name
	values = {"status": "Pre-accepted", "started_at": start, "reported_at": start, "contractor": contractor}
	frappe.db.set_value("Repair Ticket", ticket, {**values, "responsibility": "Warranty", "agreement": None})
	clock = {
		"doctype": "Ticket Clock",
		"parent": ticket,
		"parenttype": "Repair Ticket",
		"parentfield": "clocks",
	}
	frappe.get_doc(
		{**clock, "code": "Agreed Completion", "state": state, "due_at": due, "started_at": start}
	).db_insert()
	visits = [("Pre-acceptance", due, "Pass" if passed else "Fail")]
	if seen_after is not None:
		visits.append(("Patrol", start + timedelta(hours=seen_after), ""))
	for kind, moment, result in visits:
		row = {"doctype": "Site Visit", "ticket": ticket, "project": estate.a, "kind": kind}
		frappe.get_doc(
			{**row, "arrived_at": moment, "result": result, "name": frappe.generate_hash(length=10)}
		).db_insert()
	return ticket


@pytest.fixture
def month(estate):
	"""Three repairs: seen after 2 h and 30 h and never; two in time; two passed at once; one letter, one repeat."""
	general = estate.general
	first = worked(estate, at(2), 2, at(5), "Met", general)
	worked(estate, at(3), 30, at(6), "Met", general, passed=False)
	worked(estate, at(4), None, at(7), "Late", general)
	frappe.db.set_value("Repair Ticket", first, "repeat_state", "Confirmed")
	letter = orders.make_letter(first)
	frappe.db.set_value(
		"Correspondence", letter.name, {"issued_at": at(8), "state": "Issued", "contractor": general}
	)
	contact = {
		"doctype": "Owner Contact",
		"ticket": first,
		"project": estate.a,
		"purpose": "Follow-up",
		"outcome": "Reached",
	}
	contact |= {"name": frappe.generate_hash(length=10), "contacted_at": at(20), "satisfaction": "Satisfied"}
	frappe.get_doc(contact).db_insert()
	return first


def draft(estate, contractor: str | None = None, day=None):
	values = {"project": estate.a, "contractor": contractor or estate.general, "month": day or last_month()}
	return frappe.get_doc({"doctype": EVALUATION, **values}).insert()


def scored(doc, points: float = 80, veto: str = ""):
	"""Scores as engineer and manager would give them."""
	lines = [
		{"name": row.name, "score": points, "vetoed": int(row.criterion == veto), "note": "事实见整改通知"}
		for row in doc.rows
		if row.kind != rules.FIGURE
	]
	service_evaluations.score(doc, lines)
	return doc


def confirmed(estate, doc):
	with acting(estate.users[roles.MANAGER]):
		service_evaluations.confirm(doc)
	return doc.reload()


@pytest.mark.clause("R112")
def test_figures_are_those_of_the_records(estate, month):
	found = reads.figures(last_month())[estate.a, estate.general]
	assert {name: (round(value, 1), base) for name, (value, base) in found.items()} == {
		"Response In Time": (33.3, 3),
		"Completion In Time": (66.7, 3),
		"First Time Right": (66.7, 3),
		"Owner's Marks": (4.0, 1),
		"Repeats": (1.0, 1),
		"Correction Notices": (0.0, 0),
		"Letters": (1.0, 1),
		"Deductions": (0.0, 0),
	}
	assert count_queries(lambda: reads.figures(last_month())) <= 9
	agreement = frappe.get_doc("Warranty Agreement", {"project": estate.a, "contractor": estate.general})
	agreement.append("response_terms", {"urgency": "Normal", "work_class": "Routine", "response_hours": 36})
	agreement.write_by_action()  # as two people agreed
	frappe.db.set_value(
		"Repair Ticket",
		{"contractor": estate.general, "started_at": (">=", at(1))},
		"agreement",
		agreement.name,
	)
	assert round(reads.figures(last_month())[estate.a, estate.general]["Response In Time"][0], 1) == 66.7


@pytest.mark.clause("R112")
def test_drafts_are_made_once_for_everybody_who_worked(estate, month):
	worked(estate, at(9), 1, at(12), "Met", estate.waterproofer)
	now = datetime.combine(get_first_day(today()), datetime.min.time()) + timedelta(hours=6)
	pairs = {(estate.a, estate.general), (estate.a, estate.waterproofer)}
	assert pairs <= set(reads.missing(last_month()))
	assert service_evaluations.draft_due(now) >= 2
	made = service_evaluations.draft_month(str(last_month()))
	mine = frappe.get_all(
		EVALUATION, {"project": estate.a, "month": last_month()}, ["contractor", "total", "state"]
	)
	assert sorted(row.contractor for row in mine) == sorted((estate.general, estate.waterproofer))
	assert {row.state for row in mine} == {"Draft"} and all(row.total for row in mine)
	assert frappe.db.count("Outbox Message", {"project": estate.a, "subject": ("like", "%evaluations%")}) == 1
	assert (
		len(made) >= 2
		and service_evaluations.draft_month(str(last_month())) == []
		and service_evaluations.draft_due(now) == 0
	)
	with pytest.raises(RefusedError, match="evaluated for this month already"):
		draft(estate)


@pytest.mark.clause("R112")
def test_who_scores_and_who_confirms(estate, month):
	doc = draft(estate)
	engineer, manager = estate.users[roles.ENGINEER], estate.users[roles.MANAGER]
	own = [row for row in doc.rows if row.kind == rules.SCORE and row.scored_by == "Engineer"]
	others = [row for row in doc.rows if row.kind == rules.SCORE and row.scored_by == "Manager"]
	with acting(engineer):
		with pytest.raises(RefusedError, match="Leave it to them"):
			service_evaluations.score(doc, [{"name": others[0].name, "score": 90}])
		with pytest.raises(RefusedError, match="between 0 and 100"):
			service_evaluations.score(doc, [{"name": own[0].name, "score": 101}])
		with pytest.raises(RefusedError, match="not scored by hand"):
			service_evaluations.score(doc, [{"name": doc.rows[0].name, "score": 100}])
		service_evaluations.score(doc, [{"name": row.name, "score": 70} for row in own])
		with pytest.raises(frappe.PermissionError):
			service_evaluations.confirm(doc)
	with acting(manager):
		with pytest.raises(RefusedError, match="Give a score first"):
			service_evaluations.confirm(doc)
		veto = next(row for row in doc.rows if row.kind == rules.VETO)
		with pytest.raises(RefusedError, match="write down what happened"):
			service_evaluations.score(doc, [{"name": veto.name, "vetoed": 1}])
		service_evaluations.score(doc, [{"name": row.name, "score": 60} for row in others])
		service_evaluations.confirm(doc)
	expected = rules.total([rules.Row(r.kind, r.weight, r.score if r.judged else None) for r in doc.rows])
	assert (doc.state, doc.total) == ("Confirmed", expected)
	assert doc.grade == rules.grade(expected, [], rules.Limits())


@pytest.mark.clause("R112")
def test_the_sheet_is_not_changed_by_hand(estate, month):
	"""Over REST, and by whoever may write."""
	doc = draft(estate)
	frappe.db.commit()
	api = Api(estate.users[roles.MANAGER])
	rows = [row.as_dict(convert_dates_to_str=True) for row in doc.rows]
	rows[0]["score"] = 100
	for values in (
		{"total": 100},
		{"grade": "A"},
		{"state": "Confirmed"},
		{"rows": rows},
		{"rows": rows[1:]},
	):
		assert api.put(f"/api/resource/{EVALUATION}/{doc.name}", **values)[0] == 417, values
	assert api.put(f"/api/resource/{EVALUATION}/{doc.name}", conclusion="加强管理")[0] == 200
	frappe.db.rollback()
	assert frappe.db.get_value(EVALUATION, doc.name, ["state", "conclusion"]) == ("Draft", "加强管理")
	again = frappe.get_doc(EVALUATION, doc.name)
	confirmed(estate, scored(again))
	again.conclusion = "改了"
	with pytest.raises(RefusedError, match="is confirmed"):
		again.save()
	frappe.db.rollback()
	frappe.db.delete(EVALUATION, {"name": doc.name})
	frappe.db.delete("Evaluation Score", {"parent": doc.name})
	for ticket in frappe.get_all("Repair Ticket", {"project": estate.a}, pluck="name"):
		frappe.db.set_value(
			"Repair Ticket", ticket, {"started_at": None, "contractor": None, "reported_at": today()}
		)
	frappe.db.commit()


@pytest.mark.clause("R9", "R112")
def test_a_veto_suspends_until_it_is_lifted(estate, as_user):
	"""No dispatch and no order, unless the manager says why; then the suspension ends with a reason."""
	orders.register(estate.waterproofer)
	doc = confirmed(estate, scored(draft(estate, estate.waterproofer), 100, "拒不维修或恶意拖延"))
	assert (doc.grade, doc.suspends) == ("D", 1)
	entry = frappe.get_doc("Contractor Register", estate.waterproofer)
	assert (entry.state, str(entry.suspended_from), entry.rating) == ("Suspended", today(), "D")
	assert entry.suspensions[0].evaluation == doc.name and "拒不维修" in entry.suspensions[0].reason
	ticket = make.make_ticket(estate.unit_a, "主卧卫生间", "卫生间渗漏").name
	assert frappe.db.get_value("Repair Ticket", ticket, "contractor") == estate.waterproofer
	as_user(estate.users[roles.MANAGER])
	make.walk(ticket, "survey")
	refused(ticket, "start", says="gets no new work")
	with acting(estate.users[roles.SUPERVISOR]), pytest.raises(frappe.PermissionError):
		service_transitions.perform(ticket, "allow_dispatch", {"reason": "抢险"})
	service_transitions.perform(ticket, "allow_dispatch", {"reason": "抢险，业主家正在漏水"})
	refused(ticket, "allow_dispatch", {"reason": "x"}, says="allowed the dispatch already")
	event = frappe.get_last_doc("Ticket Event", {"ticket": ticket, "action": "allow_dispatch"})
	assert "抢险" in event.details and event.user == estate.users[roles.MANAGER]
	assert make.start(ticket).status == "In Repair"
	with pytest.raises(RefusedError, match="has not been lifted"):
		service_evaluations.reopen(doc, "有误")
	with acting(estate.users[roles.COST_DEPARTMENT]), pytest.raises(frappe.PermissionError):
		service_suspensions.lift(estate.waterproofer, "x")
	with pytest.raises(RefusedError, match="Give the reason for lifting"):
		service_suspensions.lift(estate.waterproofer, " ")
	service_suspensions.lift(estate.waterproofer, "整改复核合格")
	row = entry.reload().suspensions[0]
	assert (entry.state, str(row.lifted_on), row.lift_reason) == ("Active", today(), "整改复核合格")
	service_evaluations.reopen(doc, "扣分有误")
	assert frappe.db.get_value(EVALUATION, doc.name, ["state", "reopen_reason"]) == ("Draft", "扣分有误")


@pytest.mark.clause("R112")
def test_a_suspended_firm_gets_no_order_but_by_the_managers_word(estate):
	ticket = make.make_ticket(estate.unit_a).name
	orders.breach(ticket, estate.waterproofer)
	with acting(estate.users[roles.SUPERVISOR]):
		order = orders.make_order(ticket, estate.waterproofer)
	service_suspensions.suspend(estate.waterproofer, "评价不合格", "CE-1")
	with pytest.raises(RefusedError, match="suspended in the Contractor Register"):
		service_approvals.request(order)
	with acting(estate.users[roles.SUPERVISOR]):
		order.suspension_override = "自己写的"
		with pytest.raises(frappe.PermissionError):
			order.save()
	order.reload()
	with acting(estate.users[roles.MANAGER]):
		order.suspension_override = "全城仅此一家有资质"
		order.save()
	with acting(estate.users[roles.SUPERVISOR]):
		assert service_approvals.request(order).approval_state == "In Approval"
	entry = frappe.get_doc("Contractor Register", estate.waterproofer)
	entry.suspensions[0].reason = "偷改"
	with pytest.raises(LockedFieldError):
		entry.save()
	entry.reload().update({"state": "Banned", "state_reason": "转包"}).save()
	with pytest.raises(LockedFieldError, match="Lift Suspension"):
		entry.update({"state": "Active"}).save()
	entry.reload().update({"state": "Suspended"}).save()
	assert len(entry.suspensions) == 1


@pytest.mark.clause("R112", "R114")
def test_the_sheet_prints(estate, month):
	doc = scored(draft(estate), 85, "发生安全事故或重大客诉")
	frappe.local.lang = "zh"
	html = frappe.get_print(EVALUATION, doc.name, print_format="Contractor Evaluation Sheet")
	for text in (
		"施工单位月度评价表",
		"到场及时率",
		"33.3%",
		"发生安全事故或重大客诉",
		"一票否决",
		"确认后将暂停",
	):
		assert text in html
