"""前期介入周报: drafted by itself from D - 3 months to D, from findings, dangers and what is owed; sent to four (R22-R26, R43)."""

from __future__ import annotations

from datetime import datetime

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, now_datetime, today

from fangxiu_app.core.access import files, roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import service_handover
from fangxiu_app.quality import service_risk_warnings
from fangxiu_app.reports import reads_stage_report_data, service_stage_reports
from fangxiu_app.reports.rules_stage_reports import EARLY, QUALITY, WEEKLY
from tests.site.helpers import delivery
from tests.site.helpers import factories as make
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api
from tests.site.reports.test_stage_reports import LONG, issued, make_report, pdf_text, section

#: Projects of this module's own: what other tests commit is not counted here.
OWN_ESTATE = True
LATE = {"location": "厨房", "defect_type": "给水管渗漏", "description": "地漏反水"}


def found(estate, unit: str, **values):
	"""A round of the stationed engineer with two problems, one of them promised for yesterday."""
	items = [
		{**LATE, "due_on": add_days(today(), -1), "contractor": estate.general},
		{"location": "客厅", "defect_type": "墙面空鼓", "description": "电视墙空鼓"},
	]
	return make.make_inspection(unit, items=items, readings=[], round="Pre-inspection", **values)


@pytest.mark.clause("R22", "R24", "R25")
def test_a_report_tells_what_the_stationed_engineer_found(estate):
	delivery.make_batch(estate.a, days=20)
	first = found(estate, estate.unit_a, inspected_at=make.ago(days=9), back_entry_reason="补录")
	found(estate, estate.unit_a2)
	row = first.items[1]
	service_handover.rectify(first.name, row.name, today(), "已重做", make.photo())
	with acting(estate.users[roles.ENGINEER]):
		service_handover.recheck(first.name, row.name, True)
	warning = make.make_warning(estate.a, estate.unit_a)
	frappe.db.set_value("Risk Warning", warning.name, "due_on", add_days(today(), -2))
	service_risk_warnings.act(warning.name, "follow_up", "已围挡警示")
	report = make_report(estate.a, EARLY)
	cards = {card["label"]: (card["value"], card["before"]) for card in report.snapshot()["cards"]}
	assert cards["New in Period"][0] == 2 and sum(cards["New in Period"]) >= 2
	assert cards["Closed in Period"][0] == 1
	assert (cards["Still Open"][0], cards["Overdue"][0], cards["Open Risk Warnings"][0]) == (3, 2, 1)
	[house] = section(report, "houses")
	units = frappe.db.count("Unit Archive", {"building": estate.building_a})
	assert (house["units"], house["inspected"], house["open_before"]) == (units, 2, 2)
	assert (house["new"], house["closed"], house["open"], house["late"]) == (2, 1, 3, 2)
	classes = {row["label"]: (row["units"], row["open"]) for row in section(report, "classes")}
	assert classes == {"给水管渗漏": (2, 2), "墙面空鼓": (2, 1)}
	open_ = section(report, "rectification")
	assert [(row["late"], row["responsible"]) for row in open_[:2]] == [(1, "Project Department")] * 2
	assert open_[0]["contractor_name"] == frappe.db.get_value("Supplier", estate.general, "supplier_name")
	[danger] = section(report, "dangers")
	assert (danger["name"], danger["late"], danger["last"]) == (warning.name, 2, "已围挡警示")
	owed = {row["clause"]: row["state"] for row in section(report, "owed")}
	assert owed["R21"] == "Overdue" and "R50" not in owed


@pytest.mark.clause("R24", "R43")
def test_weekly_reports_start_and_end_by_themselves_and_move_with_d(estate, monkeypatch):
	monkeypatch.setattr(frappe, "enqueue", lambda *args, **values: None)
	batch = delivery.make_batch(estate.b, days=400)
	kinds = frappe.get_all("Report Schedule", {"project": estate.b}, pluck="kind", order_by="kind")
	assert kinds == [EARLY, QUALITY, WEEKLY]

	def due(day) -> set[str]:
		slots = service_stage_reports.draft_due(datetime.combine(getdate(day), datetime.min.time()))
		return {slot.split("|")[1] for slot in slots if slot.startswith(f"{estate.b}|")} - {QUALITY}

	def check(d):
		assert due(add_days(add_months(d, -3), -1)) == set()
		assert due(add_days(add_months(d, -3), 8)) == {EARLY}
		assert due(d) == {EARLY}
		assert due(add_days(d, 20)) == set()
		assert due(add_days(add_months(d, 1), 8)) == {WEEKLY}
		assert due(add_days(add_months(d, 7), 8)) == {WEEKLY}

	check(batch.delivery_date)
	delivery.move(batch, 45)
	check(batch.delivery_date)
	off = frappe.get_doc("Report Schedule", {"project": estate.b, "kind": WEEKLY})
	assert "No end" in service_stage_reports.last_words(off)
	off.until = add_days(add_months(batch.delivery_date, 2), 0)
	off.save()
	off.run_method("onload")
	drafted = off.get("__onload").last_report.split()[-1].rstrip(".")
	assert due(getdate(drafted)) == {WEEKLY}
	assert due(add_days(getdate(drafted), 7)) == set()
	assert "Nothing is drafted" in service_stage_reports.last_words(
		off.update({"until": add_days(batch.delivery_date, 3)})
	)
	off.starts_on = batch.delivery_date
	off.until = add_days(batch.delivery_date, -1)
	with pytest.raises(frappe.ValidationError, match="Enter a later day"):
		off.save()
	off.reload()
	off.enabled = 0
	off.save()
	assert due(add_days(add_months(batch.delivery_date, 1), 8)) == set()


@pytest.mark.clause("R26")
def test_an_issued_report_goes_to_the_four_and_proves_its_milestone(estate, as_user):
	frappe.db.set_value("Supplier", estate.general, "supplier_name", LONG)
	batch = delivery.make_batch(estate.a, days=40)
	found(estate, estate.unit_a)
	assert delivery.shown(batch)["R24-R26"]["have"] == 0
	as_user(estate.users[roles.MANAGER])
	report = issued(estate.a, EARLY)
	told = {row.recipient for row in service_stage_reports.sent(report.name)}
	four = {roles.CUSTOMER_SERVICE, roles.PROJECT_DEPARTMENT, roles.MANAGER, roles.PROPERTY_DESK}
	assert told >= four
	row = delivery.shown(batch)["R24-R26"]
	weeks = (getdate(batch.delivery_date) - getdate(add_months(batch.delivery_date, -3))).days // 7
	assert (row["have"], row["of"]) == (1, weeks)
	text = pdf_text(files.content(frappe.get_doc("File", {"file_url": report.pdf})))
	words = ("前期介入周报", "交付房屋质量跟踪", "地漏反水", LONG, "物业前台", report.name)
	assert [word for word in words if word not in text] == []
	assert [word for word in ("Open", "Project", "Days") if word in text] == []


@pytest.mark.clause("R22")
def test_the_engineers_own_round_is_no_owners_inspection(estate):
	inspection = found(estate, estate.unit_a2)
	assert {row.responsible for row in inspection.items} == {"Project Department"}
	with pytest.raises(RefusedError, match="pre-inspection"):
		service_handover.sign(inspection.name, "王晓明", make.SIGNATURE, "Accept With List")


@pytest.mark.clause("R24")
def test_the_stationed_engineer_writes_it_and_nobody_elses(estate):
	engineer, user = Api(estate.users[roles.ENGINEER]), estate.users[roles.ENGINEER]
	values = {"project": estate.a, "kind": EARLY, "period_from": "2026-01-05"}
	assert engineer.post("/api/resource/Stage Report", **values)[0] == 403
	batch = delivery.make_batch(estate.a, staff=[{"engineer": user, "from_date": today()}])
	frappe.db.commit()
	code, body = engineer.post("/api/resource/Stage Report", **values)
	assert code == 200
	path = "/api/resource/Stage Report/" + body["data"]["name"]
	assert engineer.put(path, problems="样板房渗漏")[0] == 200
	issue = "/api/method/fangxiu_app.reports.api_stage_report.issue"
	assert engineer.post(issue, report=body["data"]["name"])[0] == 403
	assert engineer.post("/api/resource/Stage Report", **{**values, "kind": WEEKLY})[0] == 403
	batch.staff[0].to_date = today()
	batch.staff[0].from_date = add_days(today(), -9)
	batch.staff[0].to_date = add_days(today(), -1)
	batch.save()
	frappe.db.commit()
	assert engineer.put(path, problems="离岗后")[0] == 403


@pytest.mark.clause("R22", "R24")
def test_what_was_closed_afterwards_stands_in_the_report_as_it_was(estate):
	"""The rows of problems not closed are those of the number above them, with the state they had at the end of the period."""
	old = {"inspected_at": make.ago(days=20), "back_entry_reason": "补录"}
	round_ = found(estate, estate.unit_a, **old)
	row = round_.items[1]
	service_handover.rectify(round_.name, row.name, today(), "已重做", make.photo())
	with acting(estate.users[roles.ENGINEER]):
		service_handover.recheck(round_.name, row.name, True)
	first = getdate(add_days(today(), -14))
	data = reads_stage_report_data.snapshot(EARLY, estate.a, first, getdate(add_days(first, 6)), now_datetime())
	value = {card["label"]: card["value"] for card in data["cards"]}
	[rows] = [part["rows"] for part in data["sections"] if part["code"] == "rectification"]
	assert value["Still Open"] == len(rows) >= 2 and value["Closed in Period"] == 0
	assert {one["state"] for one in rows} == {"Open"}
	assert [part["title"] for part in data["sections"] if part["code"] == "rectification"] == ["Problems Not Closed"]
	[houses] = [part["rows"] for part in data["sections"] if part["code"] == "houses"]
	assert all(one["building_no"].endswith("栋") for one in houses)
