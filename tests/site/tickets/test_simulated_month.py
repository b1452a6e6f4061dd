"""A month of calls through the services equals its naive recomputation from the log, in two projects.

``FX_MONTH_CALLS=400`` and ``FX_MONTH_SEED`` run whole and other months by hand (CONTRIBUTING.md).
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from itertools import zip_longest

import frappe
import pytest

from fangxiu_app.messaging import outbox
from tests.site.helpers import factories as make
from tests.site.helpers.month import BEGIN, Month, fake_clock
from tests.site.helpers.month_reference import Reference

CALLS = int(os.environ.get("FX_MONTH_CALLS", "60"))
SEED = int(os.environ.get("FX_MONTH_SEED", "20260914"))
#: So that holidays and make-up days count: these limits run in office hours during the month.
OFFICE = ("Cleaning", "Owner Acceptance", "Plan Complex", "Follow-up")


@pytest.fixture
def month(estate, monkeypatch):
	for name, value in {"photos_required": 0, "follow_up_share": 100}.items():
		frappe.db.set_single_value("Fangxiu Settings", name, value)
	for code in OFFICE:
		frappe.db.set_value("Time Limit", code, "calendar", "行政工作时间")
		frappe.clear_document_cache("Time Limit", code)
	sites = [(estate.building_a, "A"), (estate.building_b, "B")]
	units = [
		make.make_unit(building, f"{floor}09", entrance="月")
		for building, _letter in sites
		for floor in range(21, 31)
	]
	for unit in units:
		frappe.db.set_value("Unit Archive", unit, "handover_date", (BEGIN - timedelta(days=100)).date())
	run = Month(SEED, CALLS, units)
	fake_clock(monkeypatch, run)
	yield run
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")
	for code in OFFICE:
		frappe.clear_document_cache("Time Limit", code)


@pytest.mark.clause(
	"R69", "R72", "R75", "R76", "R79", "R89", "R90", "R94", "R95", "R98", "R100", "R102", "R106", "R108"
)
def test_a_month_of_clocks_equals_its_naive_recomputation(month):
	month.run()
	tickets = list(month.last)
	expected = Reference(tickets, month.sweeps)
	assert different(stored_clocks(tickets), expected) == {}
	assert stored_steps(tickets) == expected.fired
	enough_happened(expected)
	told_once(tickets)


def stored_clocks(tickets: list[str]) -> dict[str, list]:
	fields = ["parent", "code", "started_at", "due_at", "stopped_at", "state"]
	found = {name: [] for name in tickets}
	for row in frappe.get_all("Ticket Clock", {"parent": ("in", tickets)}, fields, order_by="parent, idx"):
		found[row.parent].append((row.code, row.started_at, row.due_at, row.stopped_at, row.state))
	return found


def different(stored: dict[str, list], expected: Reference) -> dict[str, list]:
	"""Tickets on which the app and the recomputation disagree: (as stored, as recomputed) clock by clock."""
	wrong = {}
	for name, rows in expected.rows.items():
		wanted = [(row.code, row.start, row.due, row.stop, row.state) for row in rows]
		pairs = [(have, want) for have, want in zip_longest(stored[name], wanted) if have != want]
		if pairs:
			wrong[name] = pairs
	return wrong


def stored_steps(tickets: list[str]) -> dict:
	"""(ticket, number of the clock on it, percent) → when the step fired."""
	rows = frappe.get_all("Ticket Clock", {"parent": ("in", tickets)}, ["name", "idx"])
	number = {row.name: row.idx - 1 for row in rows}
	fields = ["ticket", "clock_row", "percent", "fired_at"]
	fired = frappe.get_all("Clock Escalation", {"ticket": ("in", tickets)}, fields)
	return {(row.ticket, number[row.clock_row], row.percent): row.fired_at for row in fired}


def enough_happened(expected: Reference) -> None:
	"""The month is worth its name: every clock ran, and was met, missed and voided; escalations of every step."""
	rows = [row for rows in expected.rows.values() for row in rows]
	states = Counter(row.state for row in rows)
	assert len(rows) > 5 * CALLS
	assert min(states[state] for state in ("Met", "Late", "Void", "Running")) >= CALLS // 20
	assert {row.code for row in rows} >= set(expected.limits) - {
		"Transfer Acknowledgement",
		"Rain Follow-up",
	} or CALLS < 300
	assert {percent for _ticket, _number, percent in expected.fired} == {50, 80, 100, 150}


def told_once(tickets: list[str]) -> None:
	"""Each step told each of its recipients once, and when the month is over everything is out."""
	steps = frappe.get_all("Clock Escalation", {"ticket": ("in", tickets)}, ["name", "told"])
	told = Counter(
		frappe.get_all(
			"Outbox Message", {"dedupe_key": ("in", [step.name for step in steps])}, pluck="dedupe_key"
		)
	)
	assert {step.name: len(step.told.split("\n")) for step in steps} == told
	while outbox.send_due(BEGIN + timedelta(days=60)):
		pass
	assert not frappe.db.exists(
		"Outbox Message", {"dedupe_key": ("in", list(told)), "state": "Queued", "tries": 0}
	)
