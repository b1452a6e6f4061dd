"""What became of a ticket at the property company (R58-R60): it is recorded, fits the place and has happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from fangxiu_app.core.refusal import Violation
from fangxiu_app.tickets.life import rules_transfer_gates
from fangxiu_app.tickets.life.rules_ticket_gates import Facts

NOW = datetime(2026, 3, 2, 10)


@pytest.mark.clause("R58", "R59", "R60")
@pytest.mark.parametrize("common", [True, False])
@pytest.mark.parametrize("reported", [True, False])
@pytest.mark.parametrize("outcome", ["", "Sold", *rules_transfer_gates.OUTCOMES])
def test_what_becomes_of_a_transferred_repair_fits_the_place_and_the_papers(common, reported, outcome):
	known = Facts("Transferred", NOW, transfer_outcome=outcome, common_part=common, special_report=reported)
	wanted = {
		"Customer Pays": None,
		"Submitted to Owners' Committee": None if common else "transfer_committee_in_flat",
		"Special Report Made": None if reported else "transfer_without_special_report",
		"Taken Over by Property Company": None,
	}.get(outcome, "transfer_outcome_unknown")
	found = rules_transfer_gates.outcome_fits(known)
	assert (found and found.code) == wanted
	open_yet = rules_transfer_gates.outcome_recorded(known)
	assert (open_yet and open_yet.code) == (wanted if outcome else "transfer_outcome_missing")
	assert rules_transfer_gates.outcome_recorded(replace(known, status="Owner Accepted")) is None


@pytest.mark.clause("R59")
def test_an_outcome_has_happened():
	for days, answer in ((-1, None), (0, None), (1, "transfer_outcome_ahead")):
		day = NOW.date() + timedelta(days=days)
		found = rules_transfer_gates.outcome_has_happened(Facts("Transferred", NOW, transfer_outcome_on=day))
		assert (found and found.code) == answer
		since = Facts("Transferred", NOW, transfer_outcome_on=day, transferred_at=NOW)
		found = rules_transfer_gates.outcome_has_happened(since)
		assert (found and found.code) == ("transfer_outcome_before" if days < 0 else answer)
	assert rules_transfer_gates.outcome_has_happened(Facts("Transferred", NOW)) is None
	tomorrow, yesterday = (NOW.date() + timedelta(days=days) for days in (1, -1))
	ahead = rules_transfer_gates.outcome_has_happened(Facts("Transferred", NOW, transfer_outcome_on=tomorrow))
	assert ahead.params == (tomorrow,)
	early = Facts("Transferred", NOW, transfer_outcome_on=yesterday, transferred_at=NOW)
	assert rules_transfer_gates.outcome_has_happened(early).params == (yesterday, NOW.date())


@pytest.mark.clause("R74")
def test_a_repair_is_taken_over_once():
	taken = Facts("Transferred", NOW, transfer_acknowledged_at=NOW)
	assert rules_transfer_gates.not_acknowledged(taken) == Violation("transfer_acknowledged", (NOW,))
	settled = replace(taken, transfer_outcome="Customer Pays")
	assert rules_transfer_gates.not_acknowledged(settled) == Violation("transfer_settled", (NOW,)), "nothing is left to record"
	assert rules_transfer_gates.not_acknowledged(Facts("Transferred", NOW)) is None
	assert rules_transfer_gates.not_acknowledged(replace(taken, status="Accepted")) is None, "an earlier transfer of a ticket that came back"


@pytest.mark.clause("R58", "R59", "R60")
def test_the_outcomes_that_are_offered():
	pays, committee, report, taken_over = rules_transfer_gates.OUTCOMES
	bare = Facts("Transferred", NOW)
	assert rules_transfer_gates.fitting(bare) == (pays, taken_over)
	assert rules_transfer_gates.fitting(replace(bare, common_part=True)) == (pays, committee, taken_over)
	assert rules_transfer_gates.fitting(replace(bare, special_report=True, transfer_outcome="Sold")) == (pays, report, taken_over)
