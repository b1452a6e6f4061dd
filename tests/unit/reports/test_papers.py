"""Which papers of a repair are missing (R13)."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.reports.rules_documents import LABELS, Papers, by_kind, missing

DONE = {
	"surveyed": True,
	"plan_issued": True,
	"plan_signed": True,
	"pre_accepted": True,
	"cleaned": True,
	"notice_served": True,
	"photos": frozenset(("Survey", "Repair", "Cleaning")),
	"proofs": 1,
}


@pytest.mark.clause("R13")
@pytest.mark.parametrize(
	("change", "code"),
	[
		({"photos": frozenset(("Repair", "Cleaning"))}, "Photo Before"),
		({"plan_signed": False}, "Plan Unsigned"),
		({"patrols_missed": 1}, "Patrols"),
		({"notices_unserved": 1}, "Notice Unserved"),
		({"first_notice_due": True}, "Long Notice"),
		({"proofs": 0}, "Proof"),
		({"photos": frozenset(("Survey", "Cleaning"))}, "Photo After"),
		({"photos": frozenset(("Survey", "Repair"))}, "Cleaning Photo"),
		({"follow_up_due": True}, "Follow-up"),
	],
)
def test_each_paper_is_missed_by_itself(change, code):
	assert missing(Papers(**DONE)) == []
	assert missing(Papers(**{**DONE, **change})) == [code]
	assert code in LABELS


@pytest.mark.clause("R13")
@given(st.lists(st.tuples(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), st.sets(st.sampled_from(list(LABELS)))), max_size=8))
def test_every_missing_paper_is_counted_once_and_the_first_report_named(found):
	tickets = [(f"T{number}", reported_at, codes) for number, (reported_at, codes) in enumerate(found)]
	lacks = by_kind(tickets)
	assert [lack.tickets for lack in lacks] == sorted((lack.tickets for lack in lacks), reverse=True)
	assert sum(lack.tickets for lack in lacks) == sum(len(codes) for _at, codes in found)
	for lack in lacks:
		having = {name: at for name, at, codes in tickets if lack.code in codes}
		assert (lack.tickets, lack.reported_at) == (len(having), min(having.values()))
		assert having[lack.oldest] == lack.reported_at


def test_nothing_is_owed_before_its_time():
	assert missing(Papers()) == []
	assert missing(Papers(surveyed=True, photos=frozenset(("Intake",)))) == []
