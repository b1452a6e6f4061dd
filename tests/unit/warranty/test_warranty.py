"""Two warranty clocks, by example: statutory terms, seasons, the legal floor, restarts, and who pays."""

from datetime import date

import pytest

from fangxiu_app.core.time.duration import Term, add
from fangxiu_app.warranty.rules_warranty import PartTerm, Reason, Season, UnitDates, answer, last_day

HEATING = Season("Heating", 11, 15, 3, 15)
COOLING = Season("Cooling", 6, 1, 9, 30)
WATERPROOFING = PartTerm("Bathroom waterproofing", Term(5, "Year"), Term(5, "Year"), Term(1, "Year"), None)


def codes(found):
	return [reason.code for reason in found.reasons]


@pytest.mark.parametrize(
	("start", "term", "end"),
	[
		(date(2025, 6, 30), Term(5, "Year"), date(2030, 6, 30)),
		(date(2024, 2, 29), Term(1, "Year"), date(2025, 2, 28)),
		(date(2024, 2, 29), Term(4, "Year"), date(2028, 2, 29)),
		(date(2023, 2, 28), Term(1, "Year"), date(2024, 2, 28)),
		(date(2024, 12, 31), Term(2, "Month"), date(2025, 2, 28)),
		(date(2025, 8, 31), Term(6, "Month"), date(2026, 2, 28)),
		(date(2025, 1, 31), Term(1, "Month"), date(2025, 2, 28)),
		(date(2025, 12, 15), Term(14, "Day"), date(2025, 12, 29)),
		(date(2025, 6, 30), Term(0, "Design Life"), date(2075, 6, 30)),
		(date(2025, 6, 30), Term(70, "Design Life"), date(2095, 6, 30)),
	],
)
def test_terms_are_counted_as_the_civil_code_counts(start, term, end):
	assert add(start, term) == end


def test_a_term_needs_a_known_unit_and_no_negative_amount():
	for amount, unit in ((-1, "Year"), (1, "Week")):
		with pytest.raises(ValueError, match="not a term"):
			Term(amount, unit)


def test_seasons_cannot_be_counted_without_their_dates():
	with pytest.raises(ValueError, match="season"):
		add(date(2025, 1, 1), Term(2, "Season"))
	with pytest.raises(ValueError, match="season"):
		last_day(date(2025, 1, 1), Term(2, "Season"), None)
	with pytest.raises(ValueError, match="Heating pipes"):
		PartTerm("Heating pipes", Term(2, "Season"), Term(2, "Year"), None, None)
	with pytest.raises(ValueError, match="Heating pipes"):
		PartTerm("Heating pipes", Term(2, "Year"), Term(2, "Year"), Term(1, "Season"), None)


@pytest.mark.clause("R83")
@pytest.mark.parametrize(
	("start", "season", "end"),
	[
		(date(2025, 6, 30), HEATING, date(2027, 3, 15)),  # in summer: the next two winters
		(date(2025, 11, 14), HEATING, date(2027, 3, 15)),  # the day before: this winter counts
		(date(2025, 11, 15), HEATING, date(2028, 3, 15)),  # the first day: it is under way
		(date(2026, 1, 10), HEATING, date(2028, 3, 15)),  # in the middle, after the new year
		(date(2026, 3, 15), HEATING, date(2028, 3, 15)),  # its last day
		(date(2025, 6, 30), COOLING, date(2027, 9, 30)),  # under way: the summers of 2026 and 2027
		(date(2025, 5, 31), COOLING, date(2026, 9, 30)),
	],
)
def test_two_complete_seasons_to_the_owners_advantage(start, season, end):
	assert last_day(start, Term(2, "Season"), season) == end


def test_a_season_that_ends_on_29_february_ends_on_the_28th_in_other_years():
	season = Season("Heating", 11, 1, 2, 29)
	assert last_day(date(2026, 7, 1), Term(1, "Season"), season) == date(2027, 2, 28)
	assert last_day(date(2026, 7, 1), Term(2, "Season"), season) == date(2028, 2, 29)


@pytest.mark.clause("R51", "R83")
def test_in_warranty_on_both_sides_the_contractor_pays():
	dates = UnitDates(date(2024, 12, 15), date(2025, 6, 30))
	found = answer(WATERPROOFING, dates, date(2029, 12, 15))
	assert (found.owner_until, found.contractor_until) == (date(2030, 6, 30), date(2029, 12, 15))
	assert (found.owner_covered, found.contractor_covered, found.payer) == (True, True, "Contractor")
	assert codes(found) == ["contractor_until", "owner_until"]


@pytest.mark.clause("R51", "R83")
def test_between_the_two_ends_the_developer_pays():
	dates = UnitDates(date(2024, 12, 15), date(2025, 6, 30))
	found = answer(WATERPROOFING, dates, date(2029, 12, 16))
	assert (found.owner_covered, found.contractor_covered, found.payer) == (True, False, "Developer")
	assert found.reasons[-1] == Reason("gap", (date(2029, 12, 16), date(2030, 6, 30)))


@pytest.mark.clause("R51", "R58")
def test_the_last_day_is_covered_and_the_next_one_is_not():
	dates = UnitDates(date(2024, 12, 15), date(2025, 6, 30))
	assert answer(WATERPROOFING, dates, date(2030, 6, 30)).payer == "Developer"
	found = answer(WATERPROOFING, dates, date(2030, 7, 1))
	assert (found.owner_covered, found.payer) == (False, "Owner")
	assert found.reasons[-1] == Reason("owner_expired", (date(2030, 6, 30),))


@pytest.mark.clause("R83")
def test_the_owners_term_is_not_shorter_than_the_rest_of_the_contractors():
	term = PartTerm("Pipes", Term(1, "Year"), Term(2, "Year"), Term(1, "Year"), None)
	found = answer(term, UnitDates(date(2025, 3, 1), date(2025, 6, 30)), date(2027, 3, 1))
	assert found.owner_until == date(2027, 3, 1)
	assert Reason("floor_applied", (date(2027, 3, 1), date(2026, 6, 30))) in found.reasons
	assert found.payer == "Contractor"


@pytest.mark.clause("R83")
def test_the_owners_term_is_not_shorter_than_the_legal_minimum_from_handover():
	term = PartTerm("Lamps", Term(3, "Month"), Term(2, "Year"), Term(6, "Month"), None)
	found = answer(term, UnitDates(date(2022, 1, 1), date(2025, 6, 30)), date(2025, 12, 30))
	assert found.owner_until == date(2025, 12, 30)
	assert Reason("floor_applied", (date(2025, 12, 30), date(2025, 9, 30))) in found.reasons
	assert found.payer == "Developer"


@pytest.mark.clause("R83")
def test_a_legal_minimum_in_seasons_is_counted_in_those_of_the_part():
	term = PartTerm("Heating", Term(1, "Season"), Term(2, "Year"), Term(2, "Season"), HEATING)
	found = answer(term, UnitDates(date(2022, 1, 1), date(2025, 6, 30)), date(2026, 6, 1))
	assert found.owner_until == date(2027, 3, 15)


def test_before_handover_the_contractors_clock_decides():
	accepted = UnitDates(date(2024, 12, 15), None)
	found = answer(WATERPROOFING, accepted, date(2025, 3, 1))
	assert (found.owner_until, found.owner_covered, found.payer) == (None, False, "Contractor")
	assert codes(found) == ["contractor_until", "not_handed_over"]
	assert answer(WATERPROOFING, accepted, date(2031, 1, 1)).payer == "Developer"


def test_a_day_before_the_handover_is_not_covered_yet_though_the_end_is_known():
	found = answer(WATERPROOFING, UnitDates(date(2024, 12, 15), date(2025, 6, 30)), date(2025, 6, 29))
	assert (found.owner_until, found.owner_covered, found.payer) == (date(2030, 6, 30), False, "Contractor")
	assert "not_handed_over" in codes(found)


@pytest.mark.clause("R63")
def test_the_daily_stage_runs_from_the_delivery_to_the_last_day_of_the_warranty():
	delivered, last = date(2025, 6, 30), date(2030, 6, 30)
	dates = UnitDates(date(2024, 12, 15), delivered)
	covered = {
		day: answer(WATERPROOFING, dates, day).owner_covered
		for day in (date(2025, 6, 29), delivered, date(2028, 2, 29), last, date(2030, 7, 1))
	}
	assert list(covered.values()) == [False, True, True, True, False]


def test_a_refused_unit_counts_as_handed_over_until_it_really_is():
	refused = UnitDates(date(2024, 12, 15), None, date(2025, 6, 30))
	found = answer(WATERPROOFING, refused, date(2026, 1, 1))
	assert found.owner_until == date(2030, 6, 30)
	assert Reason("deemed_handover", (date(2025, 6, 30),)) in found.reasons
	collected = UnitDates(date(2024, 12, 15), date(2025, 9, 1), date(2025, 6, 30))
	found = answer(WATERPROOFING, collected, date(2026, 1, 1))
	assert found.owner_until == date(2030, 9, 1)
	assert "deemed_handover" not in codes(found)


def test_without_the_acceptance_date_nobody_is_charged_by_guess():
	dates = UnitDates(None, date(2025, 6, 30))
	for on, covered in ((date(2026, 1, 1), True), (date(2031, 1, 1), False)):
		found = answer(WATERPROOFING, dates, on)
		assert (found.owner_covered, found.contractor_until, found.payer) == (covered, None, "Unknown")
		assert codes(found) == ["no_acceptance_date", "owner_until"]


class TestRestart:
	TERM = PartTerm("Sanitary ware", Term(2, "Year"), Term(1, "Year"), None, None, restarts=True)
	DATES = UnitDates(date(2025, 1, 10), date(2025, 6, 30))

	def test_a_repaired_part_starts_again_on_both_sides(self):
		found = answer(self.TERM, self.DATES, date(2026, 6, 1), date(2025, 12, 1))
		assert (found.contractor_until, found.owner_until) == (date(2026, 12, 1), date(2027, 12, 1))
		assert codes(found).count("restarted") == 1
		assert Reason("restarted", (date(2025, 12, 1),)) in found.reasons

	def test_a_part_that_does_not_restart_ignores_repairs(self):
		term = PartTerm("Sanitary ware", Term(2, "Year"), Term(1, "Year"), None, None)
		found = answer(term, self.DATES, date(2026, 6, 1), date(2025, 12, 1))
		assert (found.contractor_until, found.owner_until) == (date(2026, 1, 10), date(2027, 6, 30))

	def test_a_repair_in_the_gap_binds_the_developer_but_not_the_contractor(self):
		found = answer(self.TERM, self.DATES, date(2028, 1, 1), date(2026, 2, 1))
		assert (found.contractor_until, found.owner_until) == (date(2026, 1, 10), date(2028, 2, 1))
		assert found.payer == "Developer"

	def test_a_repair_after_the_end_starts_nothing(self):
		found = answer(self.TERM, self.DATES, date(2028, 1, 1), date(2027, 7, 1))
		assert (found.owner_until, found.payer) == (date(2027, 6, 30), "Owner")
		assert "restarted" not in codes(found)

	def test_a_repair_that_prolongs_nothing_is_no_restart(self):
		day = date(2025, 1, 10)
		found = answer(self.TERM, UnitDates(day, day), date(2026, 1, 1), day)
		assert (found.contractor_until, found.owner_until) == (date(2026, 1, 10), date(2027, 1, 10))
		assert "restarted" not in codes(found)

	def test_a_later_repair_does_not_change_the_answer_for_an_earlier_day(self):
		found = answer(self.TERM, self.DATES, date(2025, 11, 30), date(2025, 12, 1))
		assert found.contractor_until == date(2026, 1, 10)

	def test_earlier_repairs_carry_the_term_to_the_last_one(self):
		alone = answer(self.TERM, self.DATES, date(2027, 1, 1), date(2026, 11, 1))
		assert alone.contractor_until == date(2026, 1, 10)
		chained = answer(self.TERM, self.DATES, date(2027, 1, 1), date(2026, 11, 1), [date(2025, 12, 1)])
		assert chained.contractor_until == date(2027, 11, 1)
		assert chained.payer == "Contractor"

	def test_the_owner_is_never_left_with_less_than_the_restarted_contractor(self):
		term = PartTerm("Pipes", Term(1, "Month"), Term(2, "Year"), None, None, restarts=True)
		found = answer(term, self.DATES, date(2026, 6, 1), date(2026, 5, 1))
		assert found.contractor_until == date(2028, 5, 1)
		assert found.owner_until == date(2028, 5, 1)
