"""The recourse gap at its bounds, the reasons of a warranty answer, and money at risk (R18, R51, R83)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fangxiu_app.core.time.duration import Term
from fangxiu_app.warranty import rules_recourse as recourse
from fangxiu_app.warranty.rules_recourse import Gap, Group, Line
from fangxiu_app.warranty.rules_warranty import PartTerm, Reason, UnitDates, answer

DAY = timedelta(days=1)
TERM = PartTerm("防水", Term(2, "Year"), Term(2, "Year"), None, None)
#: Accepted half a year before the handover: the owner's end lies half a year behind the contractor's.
DATES = UnitDates(date(2024, 1, 15), date(2024, 7, 20))
GAP = Gap(date(2026, 1, 16), date(2026, 7, 20))


@pytest.mark.clause("R18")
@pytest.mark.parametrize(
	("dates", "on", "gap"),
	[
		(DATES, date(2024, 7, 20), GAP),
		(DATES, date(2024, 7, 19), None),
		(UnitDates(date(2024, 1, 15), None, date(2024, 7, 20)), date(2025, 1, 1), GAP),
		(UnitDates(date(2024, 1, 15), None), date(2025, 1, 1), None),
		(UnitDates(None, date(2024, 7, 20)), date(2025, 1, 1), None),
		(UnitDates(date(2024, 7, 20), date(2024, 7, 20)), date(2025, 1, 1), None),
		(UnitDates(date(2024, 7, 20), date(2024, 7, 21)), date(2025, 1, 1), Gap(date(2026, 7, 21), date(2026, 7, 21))),
	],
)
def test_the_gap_of_a_part(dates, on, gap):
	assert recourse.gap(TERM, dates, on) == gap


def lines(on: date, horizon: date, groups=None) -> list[Line]:
	groups = groups or [Group("A", "1", "", "", DATES, 3)]
	return recourse.lines(groups, lambda project, book: [TERM], lambda group, part: f"{group.building}{part}", on, horizon)


@pytest.mark.clause("R18")
@pytest.mark.parametrize(
	("on", "horizon", "running", "days"),
	[
		(GAP.start - DAY, GAP.start, 0, 3 * 186),
		(GAP.start, GAP.start, 3, 3 * 186),
		(GAP.start + DAY, GAP.start, 3, 3 * 185),
		(GAP.end, GAP.end, 3, 3),
	],
)
def test_what_begins_in_a_month_and_runs_today(on, horizon, running, days):
	assert lines(on, horizon) == [Line(date(2026, 1, 1), "A", "防水", "1防水", 3, running, days, GAP.end)]


def test_what_is_over_or_begins_behind_the_horizon_is_left_out():
	assert lines(GAP.end + DAY, GAP.end + DAY) == []
	assert lines(GAP.start - 2 * DAY, GAP.start - DAY) == []


def test_groups_add_up_and_lines_are_sorted_by_month_project_part_and_contractor():
	later = UnitDates(date(2024, 1, 15), date(2024, 8, 20))
	groups = [Group("B", "1", "", "", DATES, 1), Group("A", "2", "", "", DATES, 2), Group("A", "1", "", "", DATES, 4), Group("A", "1", "", "", later, 8)]
	found = lines(GAP.start, GAP.start, groups)
	assert [(line.project, line.contractor, line.units, line.running) for line in found] == [
		("A", "1防水", 12, 12),
		("A", "2防水", 2, 2),
		("B", "1防水", 1, 1),
	]
	assert found[0].last_end == date(2026, 8, 20)
	assert lines(GAP.start, GAP.start, groups[::-1]) == found


@pytest.mark.parametrize(("cost", "covered", "ahead", "risk"), [(100, 3, 1, 33.33), (100, 0, 1, None), (100, -1, 1, None), (100, 0.5, 1, 200), (0, 1, 1, 0)])
def test_money_at_risk_is_what_such_days_have_cost(cost, covered, ahead, risk):
	assert recourse.at_risk(cost, covered, ahead) == risk


def reasons(term: PartTerm, dates: UnitDates, on: date, *repairs: date) -> list[Reason]:
	return list(answer(term, dates, on, *repairs).reasons)


@pytest.mark.clause("R51", "R83")
def test_each_reason_names_its_days():
	assert reasons(TERM, DATES, date(2026, 7, 20)) == [
		Reason("contractor_until", (date(2026, 1, 15),)),
		Reason("owner_until", (date(2026, 7, 20),)),
		Reason("gap", (GAP.start, GAP.end)),
	]
	assert reasons(TERM, DATES, date(2026, 7, 21))[-1] == Reason("owner_expired", (GAP.end,))
	assert reasons(TERM, UnitDates(None, None), date(2026, 1, 1)) == [Reason("no_acceptance_date"), Reason("not_handed_over")]
	deemed = UnitDates(None, None, date(2024, 7, 20))
	assert reasons(TERM, deemed, date(2025, 1, 1)) == [
		Reason("no_acceptance_date"),
		Reason("deemed_handover", (date(2024, 7, 20),)),
		Reason("owner_until", (GAP.end,)),
	]


@pytest.mark.clause("R83")
def test_a_repair_on_the_last_day_begins_a_term_anew_and_one_day_later_does_not():
	again = PartTerm("防水", Term(2, "Year"), Term(2, "Year"), None, None, restarts=True)
	last = date(2026, 1, 15)
	found = answer(again, DATES, date(2027, 1, 1), last)
	assert (found.contractor_until, found.owner_until) == (date(2028, 1, 15), date(2028, 1, 15))
	assert Reason("restarted", (last,)) in found.reasons
	late = answer(again, DATES, date(2027, 1, 1), last + DAY)
	assert (late.contractor_until, late.owner_until) == (last, date(2028, 1, 16))
	assert answer(again, DATES, last, last).contractor_until == date(2028, 1, 15)
	assert answer(again, DATES, last - DAY, last).contractor_until == last, "not before it is repaired"
	assert answer(again, DATES, date(2027, 1, 1), None, [last]).contractor_until == date(2028, 1, 15)
	assert answer(TERM, DATES, date(2027, 1, 1), last).contractor_until == last


@pytest.mark.clause("R18")
def test_each_group_is_judged_by_the_book_of_its_own_project():
	books = {("A", "甲"): [TERM], ("A", "乙"): [], ("B", "甲"): [PartTerm("门窗", Term(2, "Year"), Term(2, "Year"), None, None)]}
	groups = [Group(project, "1", "", book, DATES, 1) for project, book in books]
	found = recourse.lines(groups, lambda project, book: books[project, book], lambda group, part: "", GAP.start, GAP.start)
	assert [(line.project, line.part) for line in found] == [("A", "防水"), ("B", "门窗")]


def test_the_days_ahead_of_all_units_of_a_line_are_added_up():
	groups = [Group("A", "1", "", "", DATES, 3), Group("A", "1", "二标", "", DATES, 4)]
	[line] = lines(GAP.end - DAY, GAP.end, groups)
	assert (line.units, line.running, line.unit_days) == (7, 7, 14)
