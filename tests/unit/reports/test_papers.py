"""Which papers of a repair are missing (R13)."""

from __future__ import annotations

import pytest

from fangxiu_app.reports.rules_documents import Papers, missing

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


def test_nothing_is_owed_before_its_time():
	assert missing(Papers()) == []
	assert missing(Papers(surveyed=True, photos=frozenset(("Intake",)))) == []
