"""Changes of a unit's people: what each refusal names, and the day on which it begins to hold."""

from __future__ import annotations

from datetime import date

import pytest

from fangxiu_app.core.refusal import Violation
from fangxiu_app.estate import rules_ownership
from fangxiu_app.estate.rules_ownership import (
	CHANGES,
	CORRECTION,
	JOINT,
	LEAVING,
	OTHER_DAY,
	SALE,
	TENANT,
	TENANT_LEFT,
	Change,
	Owner,
)

TODAY, BEFORE, AFTER = date(2026, 3, 10), date(2026, 3, 9), date(2026, 3, 11)
EARLIER = date(2026, 3, 8)
WANG, LI, CHEN = Owner("王一", "13800010001"), Owner("李二", "13800010002"), Owner("陈三", "13800010003")


def says(kind, coming=(), going=(), staying=(), day=TODAY):
	return rules_ownership.check_change(Change(kind, day, tuple(coming), tuple(going), tuple(staying)), TODAY)


@pytest.mark.parametrize(
	("change", "answer"),
	[
		((SALE, [LI], [WANG]), []),
		((SALE, [LI]), []),
		((SALE, [LI], [], [WANG]), [Violation("people_going")]),
		((SALE, [], [WANG]), [Violation("people_coming")]),
		((JOINT, [LI], [], [WANG]), []),
		((JOINT, []), [Violation("people_coming")]),
		((LEAVING, [], [WANG], [LI]), []),
		((LEAVING, [], [WANG]), [Violation("people_last")]),
		((LEAVING, [], [], [LI]), [Violation("people_going")]),
		((TENANT, [LI]), []),
		((TENANT_LEFT, [], [LI]), []),
		((TENANT_LEFT,), [Violation("people_going")]),
		((CORRECTION, [LI], [WANG]), []),
		((CORRECTION, [LI]), [Violation("people_going")]),
		(("Divorce",), [Violation("people_change", ("Divorce",))]),
		(("x" * 41,), [Violation("people_change", ("x" * 40,))]),
	],
)
def test_who_comes_and_who_goes_by_kind(change, answer):
	assert says(*change) == answer


@pytest.mark.parametrize("kind", [kind for kind in CHANGES if kind != CORRECTION])
def test_a_change_has_a_day_that_is_not_ahead_nor_before_the_people_it_ends(kind):
	people = {"coming": [LI], "going": [WANG], "staying": [CHEN]}
	assert says(kind, **people) == []
	assert says(kind, **people, day=None) == [Violation("people_day")]
	assert says(kind, **people, day=AFTER) == [Violation("people_day_ahead", (AFTER,))]
	since = Owner("王一", "13800010001", since=TODAY)
	assert says(kind, [LI], [since], [CHEN]) == []
	early = [] if kind == OTHER_DAY else [Violation("people_day_early", (BEFORE, "王一", TODAY))]
	assert says(kind, [LI], [since], [CHEN], BEFORE) == early


@pytest.mark.parametrize("kind", [kind for kind in CHANGES if kind != CORRECTION])
def test_nobody_goes_before_the_unit_was_handed_over_to_them(kind):
	def change(day: date, going=(WANG,)) -> list:
		return rules_ownership.check_change(Change(kind, day, (LI,), going, (CHEN,), handed_over=TODAY), TODAY)

	ends = kind in ("Unit Sold", "Owner Leaves", OTHER_DAY)
	assert change(BEFORE) == ([Violation("people_day_before_handover", (BEFORE, TODAY))] if ends else [])
	assert change(TODAY) == []
	since = Owner("王一", "13800010001", since=TODAY)
	codes = [one.code for one in change(BEFORE, (since,))]
	assert codes.count("people_day_before_handover") == (kind == OTHER_DAY), "one reason is enough"


def test_a_corrected_day_does_not_lie_before_the_days_of_who_was_there_before():
	former = Owner("王一", "13800010001", since=TODAY, until=TODAY)

	def change(day: date) -> list:
		return rules_ownership.check_change(Change(OTHER_DAY, day, (), (WANG,), (), former=(former,)), TODAY)

	assert change(TODAY) == []
	assert change(BEFORE) == [Violation("people_day_early", (BEFORE, "王一", TODAY))]
	left = Owner("王一", "13800010001", until=TODAY)
	for former in ((left,), ()):
		corrected = Change(OTHER_DAY, BEFORE, (), (WANG,), (), handed_over=TODAY, former=former)
		assert rules_ownership.check_change(corrected, TODAY) == [Violation("people_day_before_handover", (BEFORE, TODAY))]


@pytest.mark.parametrize(
	("since", "others", "gap"),
	[
		(BEFORE, (), True),
		(None, (), True),
		(TODAY, (), False),
		(BEFORE, (Owner("陈二", until=TODAY),), False),
		(BEFORE, (Owner("陈二", since=BEFORE),), False),
		(BEFORE, (Owner("陈二", since=TODAY),), True),
		(BEFORE, (Owner("陈二", until=BEFORE),), True),
		(BEFORE, (Owner("陈二", since=BEFORE, until=TODAY), Owner("赵三", until=BEFORE)), False),
		(BEFORE, (Owner("陈二", since=EARLIER, until=TODAY), Owner("赵三", since=BEFORE, until=BEFORE)), False),
	],
)
def test_a_corrected_day_leaves_no_time_without_an_owner(since, others, gap):
	"""From the handover on somebody owns the unit; a gap that stands there may become smaller."""
	wang = Owner("王一", "13800010001", since=since)
	change = Change(OTHER_DAY, TODAY, (), (wang,), (), handed_over=BEFORE, others=others)
	assert rules_ownership.check_change(change, TODAY) == [Violation("people_day_gap", (TODAY, BEFORE))] * gap


@pytest.mark.parametrize(
	("periods", "gap"),
	[
		([(20, 26), (10, 20), (None, 10)], False),
		([(None, 10), (20, 26), (11, 20)], True),
		([(None, 10), (20, 25), (10, 20)], True),
		([(10, 20), (None, 10), (20, None)], False),
		([(3, 26), (5, 8)], False),
		([(5, 8), (3, 26)], False),
	],
)
def test_owners_follow_each_other_in_whatever_order_they_are_kept(periods, gap):
	"""From the 3rd, when the unit was handed over, to the 26th, from which its owner has it now."""

	def day(number: int | None) -> date | None:
		return number and date(2026, 2, number)

	others = tuple(Owner(f"业主{number}", since=day(since), until=day(until)) for number, (since, until) in enumerate(periods))
	change = Change(OTHER_DAY, day(26), (), (Owner("王一", since=day(20)),), (), handed_over=day(3), others=others)
	assert rules_ownership.check_change(change, TODAY) == [Violation("people_day_gap", (day(26), day(3)))] * gap


def test_a_correction_has_no_day():
	assert says(CORRECTION, [LI], [Owner("王一", since=TODAY)], day=None) == []
	assert says(CORRECTION, [LI], [WANG], day=AFTER) == []


@pytest.mark.parametrize(
	("owner", "answer"),
	[
		(Owner(" "), [Violation("people_name", (2,))]),
		(Owner("名" * 140), []),
		(Owner("名" * 141), [Violation("people_name_long", (2, 140))]),
		(Owner("赵", " "), []),
		(Owner("赵", "12"), [Violation("people_phone", (2, "12"))]),
		(Owner("赵", "1" * 41), [Violation("people_phone", (2, "1" * 40))]),
		(Owner("李 二", "138 0001 0002"), [Violation("people_known", ("李 二",))]),
		(Owner("王一", "13800010001"), [Violation("people_known", ("王一",))]),
		(Owner("王一", "13800010009"), []),
	],
)
def test_each_person_is_named_reachable_and_new(owner, answer):
	"""Against who stays (Wang) and who stands above in the same change (Li)."""
	assert says(JOINT, [LI, owner], staying=[WANG]) == answer


def test_nobody_without_a_name_is_known():
	assert says(JOINT, [Owner(""), Owner("")]) == [Violation("people_name", (1,)), Violation("people_name", (2,))]


@pytest.mark.parametrize(
	("one", "other", "same"),
	[
		(Owner("王一", "138"), Owner("王 一", "138"), True),
		(Owner("王一", "138"), Owner("王一"), True),
		(Owner("王一"), Owner("王一", "139"), True),
		(Owner("王一", "138"), Owner("王一", "139"), False),
		(Owner("王一", "138"), Owner("李二", "138"), False),
		(Owner("王一"), Owner("李二"), False),
	],
)
def test_the_same_person(one, other, same):
	assert rules_ownership.same_person(one, other) is same


@pytest.mark.parametrize(
	("name", "phone", "found"),
	[("王 一", "", True), ("王一", "999", True), ("李二", "138 0001 0001", True), ("李二", "13800010002", False), ("李二", "", False)],
)
def test_a_caller_is_known_by_name_or_phone(name, phone, found):
	assert rules_ownership.is_contact(WANG, name, phone) is found
	assert rules_ownership.is_contact(Owner("赵"), "李二", "") is False


@pytest.mark.parametrize(
	("until", "since", "together"),
	[(TODAY, TODAY, False), (TODAY, AFTER, False), (TODAY, BEFORE, True), (None, TODAY, True), (TODAY, None, False), (None, None, True)],
)
def test_on_the_day_of_the_change_nobody_owns_together(until, since, together):
	one, other = Owner("王一", until=until), Owner("李二", since=since)
	assert rules_ownership.overlap(one, other) is together and rules_ownership.overlap(other, one) is together


def test_contradictions_name_both_rows():
	main = [Owner("王一", primary=True), Owner("李二"), Owner("陈三", primary=True), Owner("李二")]
	assert rules_ownership.contradictions(main) == [(1, 3, "both_primary"), (2, 4, "same_person")]
	assert rules_ownership.contradictions([Owner("王一", until=TODAY, primary=True), Owner("王一", since=TODAY, primary=True)]) == []
	twice = Owner("王一", primary=True)
	assert rules_ownership.contradictions([twice, twice]) == [(1, 2, "same_person")]
	sold = [Owner("陈三", until=TODAY), Owner("李二", since=TODAY), Owner("李二", since=TODAY)]
	assert rules_ownership.contradictions(sold) == [(2, 3, "same_person")]
