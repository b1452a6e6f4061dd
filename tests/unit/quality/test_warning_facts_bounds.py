"""What is kept of a ticket that counts for a warning: its topic, place, unit, number, since when it counts, whether it is new (R113)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from fangxiu_app.quality import rules_warning_facts as reader
from fangxiu_app.quality import rules_warning_rules as rules
from fangxiu_app.quality.rules_warning_facts import Scene, View
from fangxiu_app.quality.rules_warning_rules import Fact

NOW = datetime(2026, 11, 24, 6)
DAY = timedelta(days=1)
LAST = NOW - DAY
OLD, NEW = LAST - DAY, NOW
RAIN = SimpleNamespace(name="RN", project="P", ended_at=NOW - 2 * DAY, modified=OLD)


def row(**values):
	known = {"name": "T1", "project": "P", "building": "B1", "riser": "01", "unit": "U1", "location": "bath", "defect_type": "leak"}
	days = {"reported_at": NOW - 3 * DAY, "modified": OLD, "contractor_until": None, "owner_until": None}
	return SimpleNamespace(**{**known, **days, "repeat_state": "Confirmed", "contractor": "C", **values})


def facts(kind, *rows, days=30, rains=(RAIN,)):
	return reader.facts(kind, View(Scene(rows, rows, rains, rows, {"B1": "DB"}), days, NOW, LAST))


@pytest.mark.clause("R113")
@pytest.mark.parametrize(("changed", "new"), [(OLD, False), (NEW, True)])
@pytest.mark.parametrize(
	("kind", "topic", "place"),
	[
		(rules.BUILDING, ("P", "bath", "leak"), ("B1",)),
		(rules.RISER, ("P", "bath", "leak"), ("B1", "01")),
		(rules.BATCH, ("P", "leak"), ("DB",)),
		(rules.RAIN, ("P", "RN"), ("DB",)),
		(rules.REPEATS, ("P", "U1", "bath", "leak"), ()),
	],
)
def test_a_ticket_counts_since_it_was_reported(kind, topic, place, changed, new):
	assert facts(kind, row(modified=changed)) == [Fact(topic, place, "U1", "T1", NOW - 3 * DAY, new)]


@pytest.mark.clause("R113")
@pytest.mark.parametrize(
	("reported", "changed", "new"),
	[(NOW - 20 * DAY, OLD, False), (NOW - 20 * DAY, NEW, True), (NOW - 15 * DAY, OLD, True)],
)
def test_a_long_repair_counts_since_it_is_too_long(reported, changed, new):
	found = facts(rules.LONG, row(reported_at=reported, modified=changed), days=15)
	assert found == [Fact(("P",), ("C",), "U1", "T1", reported + 15 * DAY, new)]


@pytest.mark.clause("R113")
@pytest.mark.parametrize(
	("reported", "ends", "changed", "since", "new"),
	[
		(NOW - 90 * DAY, date(2026, 12, 10), OLD, datetime(2026, 11, 10), False),
		(NOW - 90 * DAY, date(2026, 12, 10), NEW, datetime(2026, 11, 10), True),
		(NOW - 90 * DAY, date(2026, 12, 24), OLD, datetime(2026, 11, 24), True),
		(NOW - 3 * DAY, date(2026, 12, 10), OLD, NOW - 3 * DAY, False),
		(NOW - 90 * DAY, NOW.date(), OLD, datetime(2026, 10, 25), False),
		(NOW - 90 * DAY, LAST.date(), OLD, datetime(2026, 10, 24), False),
	],
)
def test_an_ending_warranty_counts_since_it_is_near_or_since_the_report(reported, ends, changed, since, new):
	found = facts(rules.ENDING, row(reported_at=reported, modified=changed, owner_until=ends))
	assert found == [Fact(("P",), ("B1", ends.isoformat()), "U1", "T1", since, new)]


def test_the_first_end_from_today_on_in_a_first_run():
	view = View(Scene(), 30, NOW)
	days = [NOW.date() + number * DAY for number in (-1, 0, 30, 31)]
	assert reader.next_end(days, view) == NOW.date()
	assert reader.next_end([days[2], None], view) == days[2]
	assert reader.next_end([days[0], days[3]], view) is None
