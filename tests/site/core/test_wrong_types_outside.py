"""What the phone hands in and what reports are asked for is converted or refused in words: wrong types, no 500."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import frappe
import pytest
from frappe.desk.query_report import run as run_report

import fangxiu_app
from fangxiu_app.core.framework.script_reports import read_filters
from fangxiu_app.field.rules_my_day import ACTIONS, RECORDS
from fangxiu_app.tickets.life.rules_ticket import BY_ACTION
from tests.site.core import test_wrong_types as inside
from tests.site.core.test_wrong_types import FREE, FUNCTIONS, SPENT, failures
from tests.site.helpers import factories as make

names, caller = inside.names, inside.caller

#: The samples of the other half are made once in an estate.
OWN_ESTATE = True

PLAN = {"plan_class": "Routine", "days": "2", "problem": "x", "cause": "x", "method": "x", "important": 0}
PLAN |= {f"{name}_at": f"{date.today() + timedelta(days=days)} 09:00:00" for name, days in (("start", 1), ("completion", 3))}
SIGNED = {"plan": "x", "plan_key": "x", "signed_by": "x", "signature": make.SIGNATURE, "owner_opinion": "x"}
#: What the phone hands in besides the actions of the ticket table.
PHONE = {
	"plan": PLAN,
	"issue": {"plan": "x"},
	"sign": SIGNED,
	"refuse": {"plan": "x", "refused_by": "x", "refusal": "x"},
	"agree": {"quote": "x", "accepted_by": "x", "signature": make.SIGNATURE},
	"patrol": SPENT,
	"recheck": {"correction_notice": "x", "result": "Pass", "findings": "x", "new_due_at": "2026-01-01 08:00:00"},
	"free_checks": {"asked": True, "rows": FREE},
	"photo": {"file_name": "x.png", "stage": "Survey", "moment": "Before Work", "caption": "x"},
}


def test_the_phones_kinds_are_all_tried():
	assert set(PHONE) == set(RECORDS)


@pytest.mark.parametrize("kind", [*RECORDS, *ACTIONS])
def test_every_entry_of_the_phone_refuses_wrong_types_in_words(caller, names, kind):
	values = PHONE.get(kind) or {item.field: "1" for item in BY_ACTION[kind].inputs}
	filled = {"plan": names["Repair Plan"], "quote": names["Paid Repair Quote"]}
	values = {name: filled.get(name, value) for name, value in values.items()}

	def call(**given):
		FUNCTIONS["field.api_my_day.send"](str(uuid4()), names["Repair Ticket"], kind, given, None)

	assert failures(call, values) == []


#: Filters that our reports take, each with one that is right.
FILTERS = {
	**dict.fromkeys(("from_date", "to_date", "day", "until"), "2026-01-01"),
	**dict.fromkeys(("project", "contractor", "engineer", "building", "trade", "location", "defect_type", "ticket"), "x"),
	**dict.fromkeys(("channel", "waiting_on", "repeat_state", "reason", "part", "lacking", "kind", "stage", "item"), "x"),
	**dict.fromkeys(("warranty_item", "warehouse", "clock", "group_by", "by"), "x"),
	**dict.fromkeys(("months", "days", "units", "most"), 3),
	**dict.fromkeys(("overdue_only", "open_only", "only_incomplete", "undecided_only", "with_balance"), 1),
	"period": "Custom",
	"kpi": "closing_rate",
}


REPORTS = Path(fangxiu_app.__file__).parent / "fangxiu_app" / "report"
#: What a filter can become, once for each kind a text is read as; the rest is refused before any report.
SENT = ("empty", "word", "huge", "list of numbers")


def reports() -> list[str]:
	return sorted(file.stem for file in REPORTS.glob("*/*.json"))


def taken(scrubbed: str) -> dict:
	"""Filters that the report's form offers or its code reads."""
	text = "".join((REPORTS / scrubbed / f"{scrubbed}.{end}").read_text() for end in ("js", "py"))
	return {name: value for name, value in FILTERS.items() if re.search(rf"\b{name}\b", text)}


@pytest.mark.parametrize("scrubbed", reports())
def test_every_report_refuses_hostile_filters_in_words(caller, names, scrubbed):
	frappe.set_user("Administrator")
	report = next(name for name in frappe.get_all("Report", {"module": "Fangxiu App"}, pluck="name") if frappe.scrub(name) == scrubbed)

	def call(**filters):
		run_report(report, filters=filters)

	known = {"project": names["Project"], "ticket": names["Repair Ticket"]}
	good = {name: known.get(name, value) for name, value in taken(scrubbed).items()}
	assert failures(call, good, SENT) == []


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_is_read_by_its_kind(caller, name):
	def call(**filters):
		read_filters(filters)

	assert failures(call, {name: FILTERS[name]}) == []
