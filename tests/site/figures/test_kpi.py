"""The KPI sheet equals a plain recomputation, opens the tickets behind each number, and keeps projects apart."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
import pytest
from frappe.desk.query_report import run
from frappe.utils import now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.figures import reads_kpi as query
from fangxiu_app.figures import rules_kpi
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.crowd import draw
from tests.site.helpers.reference_kpi import Reference, load

#: Numbers of the sheet are sums of seconds here and quotients there.
CLOSE = 1e-3
OWN_ESTATE = True
KINDS = ("Week", "Month", "Cumulative")


@pytest.fixture
def crowd(estate):
	"""150 drawn tickets over four months in each of the two projects; returns now."""
	now = now_datetime().replace(microsecond=0)
	draw(estate, now, 150, "K")
	return now


def naive(project: str, kind: str, now: datetime, keep=lambda ticket: True) -> list[dict]:
	data = load(project)
	return [Reference(data, s.start, s.end, now, keep).figures() for s in rules_kpi.periods(kind, now.date())]


@pytest.mark.clause("R1", "R6", "R7")
@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_equals_a_plain_recomputation(estate, crowd, kind):
	spans = rules_kpi.periods(kind, crowd.date())
	found = query.sheet({"project": estate.a}, crowd, spans)
	wanted = naive(estate.a, kind, crowd)
	for row, pairs in zip(rules_kpi.KPIS, found, strict=True):
		for pair, figures in zip(pairs, wanted, strict=True):
			assert pair == pytest.approx(figures[row.code], abs=CLOSE), (kind, row.code)
	filled = [row.code for row, pairs in zip(rules_kpi.KPIS, found, strict=True) if pairs[0][0]]
	assert kind != "Cumulative" or len(filled) > 18, (
		"the drawn tickets leave too much empty to prove anything"
	)


@pytest.mark.parametrize("name", ["contractor", "engineer", "defect_type", "building"])
def test_filters_narrow_every_figure(estate, crowd, name):
	value = {
		"contractor": estate.general,
		"engineer": estate.engineer_b,
		"defect_type": "卫生间渗漏",
		"building": estate.building_a,
	}[name]
	spans = rules_kpi.periods("Cumulative", crowd.date())
	found = query.sheet({"project": estate.a, name: value}, crowd, spans)
	wanted = naive(estate.a, "Cumulative", crowd, lambda ticket: ticket[name] == value)
	for row, pairs in zip(rules_kpi.KPIS, found, strict=True):
		assert pairs[0] == pytest.approx(wanted[0][row.code], abs=CLOSE), row.code


def test_a_number_opens_exactly_what_it_counts(estate, crowd):
	spans = rules_kpi.periods("Cumulative", crowd.date())
	found = query.sheet({"project": estate.a}, crowd, spans)
	opened = 0
	for row, [pair, _before] in zip(rules_kpi.KPIS, found, strict=True):
		for measure, number in zip((row.numerator, row.denominator), pair, strict=True):
			if measure is None or measure.amount == "median":
				continue
			rows = query.tickets(measure, {"project": estate.a}, crowd, spans[0])
			total = sum(float(found.amount) for found in rows) if measure.amount else len(rows)
			assert total == pytest.approx(number, abs=CLOSE), row.code
			assert {found.project for found in rows} <= {estate.a}
			opened += bool(rows)
	assert opened > 35


def test_the_sheet_costs_the_same_however_many_tickets_there_are(estate, crowd):
	# on the first of a month its own median has nothing to ask about yet
	spans = rules_kpi.periods("Cumulative", crowd.date())
	cost = count_queries(lambda: query.sheet({}, crowd, spans))
	assert cost == count_queries(lambda: query.sheet({"project": "none"}, crowd, spans)) + 2
	assert cost <= 15


def test_figures_stay_inside_the_users_projects(estate, crowd, as_user):
	spans = rules_kpi.periods("Cumulative", crowd.date())
	alone = query.sheet({"project": estate.a}, crowd, spans)
	manager = estate.users[roles.MANAGER]
	# the shared projects of all tests are the manager's as well
	frappe.db.delete("User Permission", {"user": manager, "allow": "Project", "for_value": ("!=", estate.a)})
	frappe.cache.hdel("user_permissions", manager)
	as_user(manager)
	assert query.sheet({}, crowd, spans) == alone
	assert query.sheet({"project": estate.b}, crowd, spans) == query.sheet({"project": "none"}, crowd, spans)
	measure = rules_kpi.BY_CODE["closing_rate"].denominator
	assert {row.project for row in query.tickets(measure, {}, crowd, spans[0])} == {estate.a}
	frappe.cache.hdel("user_permissions", manager)
	as_user(estate.nobody)
	assert all(not pair[0] for pairs in query.sheet({}, crowd, spans) for pair in pairs)


def test_the_sheet_shows_formula_target_and_the_period_before(estate, crowd):
	frappe.db.set_value("KPI Target", "rework_rate", {"has_target": 1, "target": 0})
	frappe.db.set_value("KPI Target", "cumulative_completion", "target", 100)
	frappe.local.lang = "zh"
	answer = run("KPI Sheet", filters={"project": estate.a, "period": "Cumulative", "day": str(crowd.date())})
	rows = {row["code"]: row for row in answer["result"]}
	closing = rows["cumulative_completion"]
	assert closing["title"] == "累计报事完结率"
	assert "÷" in closing["words"]
	assert closing["value"] == pytest.approx(100 * closing["numerator"] / closing["denominator"])
	assert (closing["target"], closing["met"]) == (100, "未达标")
	assert (rows["rework_rate"]["target"], rows["rework_rate"]["state"]) == (0, "missed")
	assert rows["entry_rate"]["target"] is None
	assert rows["entry_rate"]["before"] is not None
	assert closing["title"] in answer["message"]  # the bars with their distance to the target


@pytest.mark.parametrize("report", ["KPI Sheet", "KPI Tickets"])
def test_a_period_that_ends_before_it_begins_is_refused(estate, report):
	with pytest.raises(frappe.ValidationError, match=r"2026-03-01|01-03-2026"):
		run(report, filters={"period": "Custom", "day": "2026-03-01", "until": "2026-02-01"})


def test_an_unknown_figure_is_refused(estate):
	with pytest.raises(frappe.ValidationError, match="KPI sheet"):
		run("KPI Tickets", filters={"kpi": "' or 1=1 --"})


def test_targets_are_checked(estate):
	target = frappe.get_doc("KPI Target", "closing_rate")
	target.update({"has_target": 1, "target": 101})
	with pytest.raises(frappe.ValidationError, match="0 and 100"):
		target.save()
	target.reload().update({"has_target": 1, "target": 0})
	with pytest.raises(frappe.ValidationError, match="0 would be reached by everything"):
		target.save()
	target.reload().update({"has_target": 1, "target": 95})
	target.save()
	# fewer is better: nothing is a target
	frappe.get_doc("KPI Target", "rework_rate").update({"has_target": 1, "target": 0}).save()
	with pytest.raises(frappe.ValidationError, match="closing_rate"):
		frappe.get_doc({"doctype": "KPI Target", "code": "no_such", "title": "x"}).insert()
	frappe.clear_messages()
	less = frappe.get_doc("KPI Target", "rework_rate")
	less.update({"has_target": 0, "target": 0}).save()
	less.update({"has_target": 1}).save()
	assert "is 0 now" in str(frappe.get_message_log()), "where nothing is a target it is said"


def test_every_figure_has_its_target_record(estate):
	assert set(frappe.get_all("KPI Target", pluck="name")) == set(rules_kpi.BY_CODE)


def test_a_closed_ticket_moves_the_figures(estate):
	"""Through the services, not drawn: what happened today is in today's week."""
	spans = rules_kpi.periods("Week", now_datetime().date())
	rows = tuple(rules_kpi.BY_CODE[code] for code in ("closing_rate", "first_response_rate", "first_time_fix"))

	def figures():
		return [
			pairs[0]
			for pairs in query.sheet({"project": estate.a}, now_datetime() + timedelta(hours=1), spans, rows)
		]

	before = figures()
	make.walk(make.make_ticket(estate.unit_a).name, "close")
	grown = [(n[0] - o[0], n[1] - o[1]) for n, o in zip(figures(), before, strict=True)]
	assert grown == [(1, 1), (1, 1), (1, 1)]
