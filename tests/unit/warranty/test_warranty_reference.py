"""Terms and the two-sided warranty answer against the walk of `reference_warranty`."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.time.duration import Term, add
from fangxiu_app.warranty.rules_warranty import PartTerm, Season, UnitDates, answer, last_day
from tests.unit.helpers import reference_warranty as walk

# Month ends, the leap days of 2024 and 2028, and the edges of the seasons, more often than chance would have them.
EDGES = [
	date(2024, 2, 29),
	date(2028, 2, 29),
	date(2025, 2, 28),
	date(2025, 1, 31),
	date(2025, 8, 31),
	date(2025, 12, 31),
	date(2025, 11, 14),
	date(2025, 11, 15),
	date(2026, 3, 15),
	date(2026, 3, 16),
]
days = st.one_of(st.dates(date(2023, 6, 1), date(2028, 6, 30)), st.sampled_from(EDGES))
month_days = st.sampled_from(
	[(11, 15), (3, 15), (6, 1), (9, 30), (1, 1), (12, 31), (2, 29), (2, 28), (10, 31)]
)
# A season from 29 to 28 February would be the whole year in one year and a single day in the next.
seasons = st.tuples(month_days, month_days).filter(lambda pair: pair != ((2, 29), (2, 28)))
counted = st.one_of(
	st.tuples(st.integers(0, 3), st.just("Year")),
	st.tuples(st.integers(0, 30), st.just("Month")),
	st.tuples(st.integers(0, 400), st.just("Day")),
)
terms = st.one_of(counted, st.tuples(st.integers(0, 3), st.just("Season")))


@st.composite
def parts(draw):
	return {
		"owner": draw(terms),
		"contractor": draw(terms),
		"minimum": draw(st.one_of(st.none(), terms)),
		"season": draw(seasons),
		"restarts": draw(st.booleans()),
	}


@st.composite
def lives(draw):
	"""A unit's dates and repairs, some unknown, in an order that need not make sense; and a day to ask about."""
	maybe = st.one_of(days, days, days, st.none())
	dates = {"acceptance": draw(maybe), "handover": draw(maybe), "deemed": draw(maybe)}
	return dates, draw(st.lists(days, max_size=3)), draw(st.dates(date(2023, 6, 1), date(2032, 12, 31)))


def season_of(pair) -> Season:
	(start_month, start_day), (end_month, end_day) = pair
	return Season("Heating", start_month, start_day, end_month, end_day)


def part_of(term) -> PartTerm:
	return PartTerm(
		part="any",
		owner=Term(*term["owner"]),
		contractor=Term(*term["contractor"]),
		legal_minimum=Term(*term["minimum"]) if term["minimum"] else None,
		season=season_of(term["season"]),
		restarts=term["restarts"],
	)


@given(days, counted)
def test_terms_end_on_the_day_the_walk_finds(start, term):
	assert add(start, Term(*term)) == walk.last_day(start, *term)


@given(days, st.integers(0, 4), seasons)
def test_seasons_end_on_the_day_the_walk_finds(start, amount, season):
	found = last_day(start, Term(amount, "Season"), season_of(season))
	assert found == walk.last_day_of_season(start, amount, season)


@given(parts(), lives())
def test_the_answer_agrees_with_the_walk(term, life):
	dates, repairs, on = life
	expected = walk.cover(term, dates, on, repairs)
	last = repairs[0] if repairs else None
	unit = UnitDates(dates["acceptance"], dates["handover"], dates["deemed"])
	found = answer(part_of(term), unit, on, last, repairs[1:])
	assert found.owner_until == expected["owner"]
	assert found.contractor_until == expected["contractor"]
	assert found.payer == expected["payer"]
	handover = dates["handover"] or dates["deemed"]
	assert found.owner_covered == (handover is not None and handover <= on <= expected["owner"])
	assert found.contractor_covered == (expected["contractor"] is not None and on <= expected["contractor"])


@given(parts(), lives())
def test_the_owner_is_never_worse_off_than_the_contractors_rest_and_the_law(term, life):
	dates, repairs, on = life
	unit = UnitDates(dates["acceptance"], dates["handover"], dates["deemed"])
	found = answer(part_of(term), unit, on, None, repairs)
	if found.owner_until is None:
		assert dates["handover"] is None
		assert dates["deemed"] is None
		return
	assert found.contractor_until is None or found.owner_until >= found.contractor_until
	if term["minimum"]:
		begun = dates["handover"] or dates["deemed"]
		assert found.owner_until >= walk.last_day(begun, *term["minimum"], term["season"])
	if found.payer == "Owner":
		assert not found.owner_covered
		assert not found.contractor_covered


@given(parts(), lives())
def test_the_answer_changes_only_where_its_reasons_say_so(term, life):
	"""Payers follow one another from contractor to developer to owner at the dates in the answer."""
	dates, _, on = life
	unit = UnitDates(dates["acceptance"], dates["handover"], None)
	today, tomorrow = (answer(part_of(term), unit, day) for day in (on, on + timedelta(days=1)))
	assert (today.owner_until, today.contractor_until) == (tomorrow.owner_until, tomorrow.contractor_until)
	if today.payer != tomorrow.payer:
		assert on in (
			today.contractor_until,
			today.owner_until,
			(dates["handover"] or on) - timedelta(days=1),
		)
