"""When a project's reports are drafted by themselves, and what a report says that nobody gets (R24, R43, R105)."""

from __future__ import annotations

from datetime import datetime

import frappe
import pytest
from frappe.utils import add_months, get_last_day, getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.delivery import reads_report_windows
from fangxiu_app.delivery.rules_report_windows import DeliveryDays
from fangxiu_app.reports import service_stage_reports
from tests.site.helpers import delivery

#: Projects of this module's own: what other tests commit is not counted here.
OWN_ESTATE = True
WEEKLY, MONTHLY = "Repair Weekly Report", "Quality Inspection Report"


def schedule(project: str, kind: str, *roles_told: str):
	rows = [{"recipient_kind": "Role", "role": role} for role in roles_told]
	return frappe.get_doc({"doctype": "Report Schedule", "project": project, "kind": kind, "recipients": rows}).insert()


def ready(project: str, kind: str):
	"""A draft whose period ends today."""
	values = {"doctype": "Stage Report", "project": project, "kind": kind, "period_from": today(), "conclusion": "总体可控"}
	report = frappe.get_doc(values).insert()
	frappe.db.set_value("Stage Report", report.name, "period_to", today())
	return report.reload()


def followed(batch) -> DeliveryDays:
	return reads_report_windows.of([batch.as_dict()])[batch.name]


@pytest.mark.clause("R105")
def test_the_month_end_quality_report_follows_the_delivery(estate, monkeypatch):
	"""A delivery gives its project the schedule with recipients; from D on each month end brings a draft."""
	batch = delivery.make_batch(estate.b, days=-20)
	rows = frappe.get_doc("Report Schedule", {"project": estate.b, "kind": MONTHLY}).recipients
	assert {row.role for row in rows} == {roles.MANAGER, roles.PROJECT_DEPARTMENT, roles.CUSTOMER_SERVICE}
	monkeypatch.setattr(frappe, "enqueue", lambda *_args, **_named: None)
	for month, drafted in ((-1, 0), (0, 1), (1, 1)):
		end = get_last_day(add_months(getdate(batch.delivery_date), month))
		slots = service_stage_reports.draft_due(datetime(end.year, end.month, end.day, 6, 0))
		wanted = f"{estate.b}|{MONTHLY}|{end.replace(day=1)}|1"
		assert slots.count(wanted) == drafted, month


@pytest.mark.clause("R24", "R43")
def test_a_delivery_with_milestones_of_its_own_moves_its_reports(estate):
	"""The first repair weekly report and the stage before D are the batch's milestones, not numbers of the reports."""
	batch = delivery.make_batch(estate.a, days=200)
	day = getdate(batch.delivery_date)
	assert followed(batch) == DeliveryDays(day, getdate(add_months(day, -3)), getdate(add_months(day, 1)))
	for code, amount in (("S1", -4), ("M18", 2)):
		frappe.db.set_value("Delivery Milestone", {"batch": batch.name, "code": code}, "offset_amount", amount)
	assert followed(batch) == DeliveryDays(day, getdate(add_months(day, -4)), getdate(add_months(day, 2)))
	frappe.db.delete("Delivery Milestone", {"batch": batch.name})
	assert followed(batch).weekly == getdate(add_months(day, 1))


@pytest.mark.clause("R105")
def test_a_report_nobody_gets_says_so_before_and_after(estate):
	schedule(estate.a, MONTHLY)
	report = ready(estate.a, MONTHLY)
	report.run_method("onload")
	assert report.get("__onload").recipients == []
	frappe.clear_messages()
	service_stage_reports.issue(report)
	assert "nobody gets it" in str(frappe.get_message_log())
	frappe.clear_messages()
	schedule(estate.a, WEEKLY, roles.CUSTOMER_SERVICE)
	service_stage_reports.issue(ready(estate.a, WEEKLY))
	assert "nobody gets it" not in str(frappe.get_message_log())
