"""A report's way: drafted, edited, issued once, frozen, sent, corrected by a new version; nothing goes round it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import datetime, timedelta
from io import BytesIO

import frappe
import pytest
from frappe.utils import add_days, getdate, now_datetime, today
from pypdf import PdfReader

from fangxiu_app.core.access import files, roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.reports import reads_stage_report_data, service_stage_reports
from fangxiu_app.reports import rules_stage_reports as rules
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api

#: Projects of this module's own: what other tests commit is not counted here.
OWN_ESTATE = True
WEEKLY, MONTHLY = "Repair Weekly Report", "Quality Inspection Report"
LONG = "翠湖天地一期东区第三标段总承包及精装修工程联合体有限责任公司"


def make_report(project: str, kind: str = WEEKLY, **values):
	report = {"doctype": "Stage Report", "project": project, "kind": kind, "period_from": today(), **values}
	return frappe.get_doc(report).insert()


def over(report) -> None:
	"""Its period ends today, so that it may be issued."""
	frappe.db.set_value("Stage Report", report.name, "period_to", today())
	report.reload()


def issued(project: str, kind: str = WEEKLY, **values):
	report = make_report(project, kind, conclusion="总体可控", **values)
	over(report)
	service_stage_reports.issue(report)
	return report


def schedule(project: str, kind: str = WEEKLY, **values):
	rows = values.pop("recipients", [{"recipient_kind": "Role", "role": roles.CUSTOMER_SERVICE}])
	doc = {"doctype": "Report Schedule", "project": project, "kind": kind, "recipients": rows, **values}
	return frappe.get_doc(doc).insert()


def section(report, code: str) -> list[dict]:
	return next(part["rows"] for part in report.snapshot()["sections"] if part["code"] == code)


def pdf_text(content: bytes) -> str:
	text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
	return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.clause("R43")
def test_a_weekly_report_is_drafted_from_the_tickets(estate):
	done = make.make_ticket(estate.unit_a, "客厅", "墙面空鼓").name
	make.walk(done, "close")
	again = make.make_ticket(estate.unit_a, "客厅", "墙面空鼓").name
	service_transitions.perform(again, "accept")
	service_transitions.perform(again, "confirm_repeat", {"repeat_of": done})
	old = make.make_ticket(estate.unit_a2, "厨房", "给水管渗漏").name
	frappe.db.set_value(
		"Repair Ticket", old, {"reported_at": add_days(now_datetime(), -30), "third_party_at": now_datetime()}
	)
	report = make_report(estate.a)
	data = report.snapshot()
	cards = {card["label"]: card["value"] for card in data["cards"]}
	within = {"project": estate.a, "reported_at": (">=", report.period_from)}
	assert cards["Reported in Period"] == frappe.db.count("Repair Ticket", within) >= 2
	assert cards["Closed in Period"] >= 1
	assert cards["Open Over Half a Month"] >= 1
	figures = {row["title"]: row for row in section(report, "figures")}
	assert figures["Closed to Reported"]["parts"] == f"{cards['Closed in Period']} / {cards['Reported in Period']}"
	assert figures["Cumulative Completion"]["target"] == 95
	assert sum(row["reported"] for row in section(report, "contractors")) == cards["Reported in Period"]
	assert sum(row["open"] for row in section(report, "defects")) == cards["Open Tickets"]
	assert old in {row["ticket"] for row in section(report, "long")}
	assert (again, done) in {(row["ticket"], row["repeat_of"]) for row in section(report, "repeats")}
	assert old in {row["ticket"] for row in section(report, "third_party")}
	assert section(report, "top")[0]["per_100_units"] > 0


@pytest.mark.clause("R105")
def test_a_quality_report_scores_the_six_aspects(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	first_day, now = getdate(today()).replace(day=1), now_datetime()
	data = reads_stage_report_data.snapshot(MONTHLY, estate.a, first_day, getdate(today()), now)
	before = {row["aspect"]: row for row in data["sections"][1]["rows"]}
	assert list(before) == list(ASPECTS)
	visit = frappe.new_doc("Site Visit")
	visit.update({"ticket": ticket, "project": estate.a, "kind": "Spot Check"})
	for number, aspect in enumerate(ASPECTS):
		bad = number == 0
		row = {
			"aspect": aspect,
			"result": "Fault" if bad else "Pass",
			"score": 60 if bad else 90,
			"remark": "阳角开裂" if bad else "",
		}
		visit.append("checks", row)
	visit.insert()
	report = make_report(estate.a, MONTHLY)
	first, second = section(report, "aspects")[:2]
	assert first["faults"] == (before[first["aspect"]]["faults"] or 0) + 1
	assert second["checked"] == (before[second["aspect"]]["checked"] or 0) + 1
	fault = next(row for row in section(report, "faults") if row["remark"] == "阳角开裂")
	assert (fault["unit_code"], fault["rechecked"]) == ("3-2-1501", "Not Re-checked")
	assert fault["contractor_name"] == frappe.db.get_value("Supplier", estate.general, "supplier_name")
	assert section(report, "ranking")[0]["number"] == 1
	assert {card["label"]: card["value"] for card in report.snapshot()["cards"]}["Visits Checked"] >= 1


def test_a_draft_takes_new_data_and_keeps_the_words(estate):
	report = make_report(estate.a, problems="材料到货慢")
	before = report.snapshot()["cards"][0]["value"]
	make.make_ticket(estate.unit_a)
	service_stage_reports.refresh(report)
	report.reload()
	assert report.snapshot()["cards"][0]["value"] == before + 1
	assert report.problems == "材料到货慢"


TO = (
	{"recipient_kind": "Role", "role": roles.CUSTOMER_SERVICE},
	{"recipient_kind": "E-mail", "email": "pm@example.com", "person": "物业公司 陈"},
)


@pytest.mark.clause("R8", "R43")
def test_an_issued_report_is_printed_in_chinese_and_kept(estate, as_user):
	frappe.db.set_value("Supplier", estate.general, "supplier_name", LONG)
	make.make_ticket(estate.unit_a)
	schedule(estate.a, recipients=list(TO))
	as_user(estate.users[roles.MANAGER])
	report = issued(estate.a, problems="<b>材料</b>到货慢")
	report.reload()
	file = frappe.get_doc("File", {"file_url": report.pdf})
	content = files.content(file)
	assert (report.state, report.issued_by, file.is_private) == ("Issued", estate.users[roles.MANAGER], 1)
	assert hashlib.sha256(content).hexdigest() == report.pdf_sha256
	text = pdf_text(content)
	words = (
		"房修周报",
		"本期",
		"按施工单位",
		LONG,
		"<b>材料</b>到货慢",
		"总体可控",
		"物业公司陈",
		report.name,
	)
	assert [word for word in words if word not in text] == []
	assert [word for word in ("Key", "Closing", "Contractor", "Tickets") if word in text] == []


@pytest.mark.clause("R8")
def test_an_issued_report_is_sent_once_to_those_the_schedule_names(estate):
	schedule(
		estate.a, recipients=[*TO, {"recipient_kind": "User", "user": estate.users[roles.PROJECT_DEPARTMENT]}]
	)
	report = issued(estate.a)
	sent = sorted(service_stage_reports.sent(report.name), key=lambda row: row.recipient_kind)
	channels = [("Address", "E-mail"), ("Role", "Desk Bell"), ("User", "Desk Bell")]
	assert [(row.recipient_kind, row.channel) for row in sent] == channels
	mail = {"channel": "E-mail", "reference_name": report.name}
	assert frappe.db.get_value("Outbox Message", mail, "attachment") == report.pdf
	assert service_stage_reports.distribute(report)
	assert len(service_stage_reports.sent(report.name)) == 3, "told once per version"


def test_an_issued_report_is_frozen(estate):
	report = issued(estate.a)
	report.conclusion = "改写"
	with pytest.raises(LockedFieldError):
		report.save()
	for action in (service_stage_reports.issue, service_stage_reports.refresh):
		with pytest.raises(RefusedError):
			action(report)


def test_the_kept_file_is_neither_changed_nor_deleted(estate):
	report = issued(estate.a)
	file = frappe.get_doc("File", {"file_url": report.pdf})
	with pytest.raises(frappe.ValidationError, match="was issued"):
		file.delete()
	assert file.exists_on_disk()
	file.is_private = 0
	with pytest.raises(frappe.ValidationError, match="was issued"):
		file.save()
	with pytest.raises(LockedFieldError):
		frappe.delete_doc("Stage Report", report.name)


def test_a_correction_is_a_new_version_that_says_why(estate):
	first = issued(estate.a, problems="漏列一项")
	second = service_stage_reports.new_version(first)
	assert (second.version, second.number, second.corrects, second.problems) == (
		2,
		first.number,
		first.name,
		"漏列一项",
	)
	with pytest.raises(RefusedError, match=second.name):
		service_stage_reports.new_version(first)
	over(second)
	with pytest.raises(RefusedError, match="corrects"):
		service_stage_reports.issue(second)
	second.correction_reason = "补列第三方维修"
	second.save()
	service_stage_reports.issue(second)
	assert frappe.db.get_value("Stage Report", first.name, "state") == "Superseded"
	with pytest.raises(RefusedError):
		service_stage_reports.new_version(frappe.get_doc("Stage Report", first.name))


def test_a_report_that_is_not_ready_says_everything_that_is_missing(estate):
	report = make_report(estate.a, period_from=today())
	frappe.db.set_value("Stage Report", report.name, "period_to", add_days(today(), 1))
	report.reload()
	with pytest.raises(RefusedError) as error:
		service_stage_reports.issue(report)
	assert "conclusion" in str(error.value)
	assert "runs until" in str(error.value)


def test_a_period_of_the_future_is_refused(estate):
	with pytest.raises(RefusedError):
		make_report(estate.a, period_from=add_days(today(), 40))


@pytest.fixture(scope="module")
def committed(estate):
	"""A draft of a long past month that requests, on connections of their own, can see."""
	name = make_report(estate.a, MONTHLY, period_from="2026-02-01").name
	frappe.db.commit()
	return name


FRIDAY = datetime(2026, 10, 30, 6, 0)


@pytest.mark.clause("R43", "R105")
def test_due_reports_are_drafted_once_from_their_start_on(estate, monkeypatch):
	schedule(estate.a, starts_on="2026-10-01", weekday="Friday")
	schedule(estate.a, MONTHLY, starts_on="2026-09-01")
	schedule(estate.b, starts_on="2026-10-30", weekday="Friday")
	jobs = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: jobs.append((method, values)))
	slots = service_stage_reports.draft_due(FRIDAY)
	mine = [slot for slot in slots if slot.split("|")[0] in (estate.a, estate.b)]
	assert mine == [f"{estate.a}|{WEEKLY}|2026-10-23|1", f"{estate.a}|{MONTHLY}|2026-09-01|1"]
	names = []
	for _method, values in jobs:
		if values["project"] == estate.a:
			arguments = {key: values[key] for key in ("project", "kind", "first")}
			names.append(service_stage_reports.draft(**arguments))
			assert service_stage_reports.draft(**arguments) is None, "drafted already"
	report = frappe.get_doc("Stage Report", names[0])
	assert (report.period_from, report.period_to) == (getdate("2026-10-23"), getdate("2026-10-29"))
	assert frappe.db.exists("Outbox Message", {"reference_name": names[0], "recipient": roles.MANAGER})
	assert not [slot for slot in service_stage_reports.draft_due(FRIDAY) if slot.startswith(estate.a)]
	later = service_stage_reports.draft_due(datetime(2026, 10, 31, 6, 0))
	assert [slot for slot in later if slot.startswith(estate.a)] == [f"{estate.a}|{MONTHLY}|2026-10-01|1"]


def test_two_drafts_at_once_are_one(estate):
	report = make_report(estate.a)
	twin = frappe.copy_doc(report)
	twin.slot = report.slot
	twin.set_new_name()
	twin.docstatus = 0
	with pytest.raises((frappe.UniqueValidationError, frappe.DuplicateEntryError)):
		twin.db_insert()


@pytest.mark.parametrize(
	"values",
	[
		{"state": "Issued"},
		{"data": "{}"},
		{"version": 9},
		{"pdf": "/private/files/x.pdf"},
		{"issued_by": "Administrator"},
		{"period_to": "2030-01-01"},
		{"number": 77},
		{"project": "PROJ-x"},
	],
)
def test_rest_writes_words_only(estate, committed, values):
	manager, field = Api(estate.users[roles.MANAGER]), next(iter(values))
	before = frappe.db.get_value("Stage Report", committed, field)
	change = {"doctype": "Stage Report", "name": committed, "fieldname": values}
	assert manager.post("/api/method/frappe.client.set_value", **change)[0] in (403, 417)
	frappe.db.rollback()
	assert frappe.db.get_value("Stage Report", committed, field) == before
	assert manager.put(f"/api/resource/Stage Report/{committed}", problems="可以写")[0] == 200


def test_only_the_manager_issues_and_only_staff_drafts(estate, committed):
	call = "/api/method/fangxiu_app.reports.api_stage_report."
	supervisor, engineer = Api(estate.users[roles.SUPERVISOR]), Api(estate.users[roles.ENGINEER])
	assert supervisor.post(call + "refresh", report=committed)[0] == 200
	assert supervisor.post(call + "issue", report=committed)[0] == 403
	for action in ("refresh", "issue", "new_version"):
		assert engineer.post(call + action, report=committed)[0] == 403
	values = {"project": estate.a, "kind": MONTHLY, "period_from": "2026-01-01"}
	assert engineer.post("/api/resource/Stage Report", **values)[0] == 403
	foreign = Api(estate.engineer_b)
	assert foreign.get(call + "sent", report=committed)[0] == 403


@pytest.mark.parametrize(
	("row", "says"),
	[
		({"recipient_kind": "E-mail", "email": "no address"}, "no address"),
		({"recipient_kind": "Role"}, "Role"),
		({"recipient_kind": "User"}, "User"),
	],
)
def test_recipients_are_checked(estate, row, says):
	with pytest.raises(frappe.ValidationError, match=says):
		schedule(estate.a, recipients=[row])


@pytest.mark.parametrize("kind", list(rules.KINDS))
def test_a_report_costs_the_same_however_many_tickets_there_are(estate, kind):
	day, now = getdate(today()), now_datetime()

	def collect(project):
		reads_stage_report_data.snapshot(kind, project, day - timedelta(days=6), day, now)

	collect(estate.a)
	empty = count_queries(lambda: collect("none"))
	assert count_queries(lambda: collect(estate.a)) <= empty + 5
	assert empty < 50


@pytest.mark.parametrize("kind", list(rules.KINDS))
def test_a_snapshot_is_json_and_carries_its_columns(estate, kind):
	report = make_report(estate.a, kind)
	data = json.loads(report.data)
	assert [part["code"] for part in data["sections"]] == [part.code for part in rules.KINDS[kind].sections]
	assert all(part["columns"] for part in data["sections"])


@pytest.mark.clause("R105")
def test_nobody_inserts_a_report_that_says_who_issued_it(estate):
	forged = {"issued_by": "Administrator", "issued_at": "2026-01-01 08:00:00", "pdf": "/private/files/x.pdf", "pdf_sha256": "0" * 64}
	report = make_report(estate.a, period_from=add_days(today(), -30), **forged)
	assert not any(report.get(name) for name in forged) and report.state == "Draft"


@pytest.mark.clause("R43")
def test_the_form_says_what_a_draft_lacks_before_anybody_issues_it(estate):
	report = make_report(estate.a)
	report.run_method("onload")
	assert any("conclusion" in text for text in report.get_onload("lacks"))
	with pytest.raises(RefusedError, match="conclusion"):
		service_stage_reports.issue(report)
	report.update({"conclusion": "总体可控"}).save()
	over(report)
	report.run_method("onload")
	assert report.get_onload("lacks") == []
