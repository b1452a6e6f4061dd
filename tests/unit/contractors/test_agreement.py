"""Warranty agreements: the liability period and what is missing before delivery day; against naive references."""

import calendar
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.contractors import rules_agreement as rules
from fangxiu_app.contractors.rules_agreement import AgreementFacts, Authorisation
from fangxiu_app.core.refusal import Violation

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def months_on(day: date, months: int) -> date:
	"""The same day so many months later or earlier, or that month's last day; one month at a time."""
	year, month = day.year, day.month
	for _step in range(abs(months)):
		month += 1 if months > 0 else -1
		if month in (0, 13):
			year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
	return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@pytest.mark.clause("R28")
@given(DAYS, DAYS, st.sampled_from((6, 12, 24)), st.integers(1, 120))
def test_the_liability_period_follows_its_start_rule(accepted, reported, months, deemed):
	for rule in ("Completion Acceptance", "Actual Acceptance"):
		found = rules.liability(rule, accepted, reported, months, deemed)
		assert (found.start, found.end) == (accepted, months_on(accepted, months))
	late = rules.liability("After Completion Report", accepted, reported, months, deemed)
	start = reported + timedelta(deemed)
	assert (late.start, late.end) == (start, months_on(start, months))


AT = st.none() | DAYS
COVERS = st.builds(rules.Cover, st.just("WA-2"), st.frozensets(st.sampled_from((("", "", ""), ("1", "", ""), ("", "2标", "防水"))), min_size=1), AT, AT)


@pytest.mark.clause("R28", "R107")
@given(COVERS, COVERS, DAYS)
def test_nothing_is_covered_by_two_signed_agreements_on_one_day(mine, other, day):
	def on(cover):
		inside = (cover.start is None or cover.start <= day) and (cover.end is None or day <= cover.end)
		return cover.rows if inside else frozenset()

	found = rules.signed_twice(mine, [other])
	if on(mine) & on(other):
		[refused] = found
		assert refused.params[0] == "WA-2" and len(refused.params[1]) == len(mine.rows & other.rows)
	if not mine.rows & other.rows or (mine.end and other.start and mine.end < other.start):
		assert found == []
	assert bool(found) == bool(rules.signed_twice(other, [mine]))


def test_an_unknown_start_gives_no_period():
	assert rules.liability("Completion Acceptance", None, date(2026, 1, 1), 24, 90) is None
	assert rules.liability("After Completion Report", date(2026, 1, 1), None, 24, 90) is None
	assert rules.liability("Completion Acceptance", date(2026, 1, 1), None, 0, 90) is None


D = date(2026, 9, 30)
FULL = AgreementFacts(
	talks=(date(2026, 6, 1),),
	signed_on=date(2026, 9, 10),
	trainings=(date(2026, 7, 1), date(2026, 8, 1)),
	authorisation=Authorisation(date(2026, 9, 1), True, 2, (), 3),
	response_terms=1,
	deduction_terms=True,
	security_agreed=True,
	liability_known=True,
)
#: The last days as the milestones of the delivery have them.
DUE = {"Pre-signing Meetings": months_on(D, -2), "Trainings": months_on(D, -1), "Authorisations": D - timedelta(15)}
#: What is taken away, the gap it leaves, its clause and the last day for it.
GAPS = {
	"talks": ((), "talk_missing", "R27", months_on(D, -2)),
	"trainings": ((date(2026, 7, 1),), "trainings_missing", "R30", months_on(D, -1)),
	"day": (None, "authorisation_missing", "R31", D - timedelta(15)),
	"scan": (False, "authorisation_scan_missing", "R31", D - timedelta(15)),
	"contacts": (0, "contact_missing", "R31", D - timedelta(15)),
	"contact_gaps": (("fax",), "contact_incomplete", "R31", D - timedelta(15)),
	"workers": (0, "roster_missing", "R31", D - timedelta(15)),
	"signed_on": (None, "agreement_unsigned", "R28", D),
	"response_terms": (0, "response_terms_missing", "R28", D),
	"deduction_terms": (False, "deduction_terms_missing", "R28", D),
	"security_agreed": (False, "security_missing", "R28", D),
	"liability_known": (False, "liability_unknown", "", D),
}


@pytest.mark.clause("R27", "R28", "R30", "R31")
@given(st.sets(st.sampled_from(sorted(GAPS))), st.booleans(), DAYS)
def test_exactly_what_is_missing_is_named_with_its_last_day(gone, known, today):
	left = {name: GAPS[name][0] for name in gone}
	paper = {name: left.pop(name) for name in [*left] if name in Authorisation.__dataclass_fields__}
	facts = replace(FULL, **left, authorisation=replace(FULL.authorisation, **paper))
	found = rules.gaps(facts, D if known else None, DUE if known else {})
	wanted = {(GAPS[name][1], GAPS[name][2], GAPS[name][3] if known else None) for name in gone}
	assert {(gap.code, gap.clause, gap.due) for gap in found} == wanted
	assert [gap.due for gap in found] == sorted((gap.due for gap in found), key=lambda day: day or date.max)
	assert all(gap.overdue(today) == (known and gap.due < today) for gap in found)


@pytest.mark.clause("R30")
@given(st.lists(DAYS, max_size=5), st.integers(1, 4), DAYS)
def test_trainings_count_by_days_that_are_over_and_before_delivery(days, wanted, today):
	facts = replace(FULL, trainings=tuple(rules.training_days(days, today, D)))
	held = len({day for day in days if day < D and day <= today})
	found = [gap.params for gap in rules.gaps(facts, D, DUE, wanted) if gap.code == "trainings_missing"]
	assert found == ([(wanted, held)] if held < wanted else [])


@pytest.mark.clause("R28")
@given(DAYS, DAYS)
def test_signed_within_the_month_before_delivery(signed, delivery):
	assert rules.signed_in_window(signed, delivery) == (months_on(delivery, -1) <= signed <= delivery)


@pytest.mark.clause("R31")
def test_contacts_together_state_what_a_notice_needs():
	contacts = [{"phone": "138", "fax": ""}, {"phone": "", "email": "a@b.cn", "service_address": "x"}]
	assert rules.contact_gaps(contacts) == ("fax",)
	assert rules.contact_gaps([]) == ()
	assert rules.contact_gaps([{}]) == rules.CONTACT_FIELDS


@pytest.mark.clause("R112")
@given(st.decimals(0, 500, places=2))
def test_a_surcharge_is_a_part_of_the_cost(percent):
	assert [found.code for found in rules.high_surcharge(percent)] == (["surcharge_high"] if percent > 100 else [])


@pytest.mark.clause("R112")
def test_the_surcharge_that_is_too_high_is_named():
	assert rules.high_surcharge(Decimal(100)) == []
	assert rules.high_surcharge(Decimal("100.01")) == [Violation("surcharge_high", (Decimal("100.01"),))]
