"""The demo estate: every state, dated from today, reproducible, and removed completely."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import frappe
import pytest
from bs4 import BeautifulSoup
from frappe.utils import add_days, now_datetime
from frappe.utils.password import check_password
from frappe.utils.pdf import get_pdf
from pypdf import PdfReader

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.doctypes import CHILD_PARENTS, PROJECT_DOCTYPES
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.delivery import service_deliveries
from fangxiu_app.demo import demo_commands, demo_files, memory, removal
from fangxiu_app.expiry import service_briefings, service_campaigns
from fangxiu_app.overview import reads_approvals_waiting
from fangxiu_app.parts import reads_spare_parts
from fangxiu_app.quality import reads_systemic, service_warning_rules
from fangxiu_app.tickets.life.reads_facts import BESIDE
from fangxiu_app.tickets.life.rules_ticket import STATUSES
from fangxiu_app.tickets.site_work.rules_plan import days_fit
from tests.site.helpers import sums

PASSWORD = "only-for-this-test"
#: What Frappe writes down about anything that happens; not part of anybody's data.
LOGS = {"Activity Log", "Access Log", "Error Log", "Scheduled Job Log", "Route History", "Deleted Document"}


def row_counts() -> dict[str, int]:
	"""Rows of every table that holds records."""
	filters = {"issingle": 0, "is_virtual": 0, "name": ("not in", list(LOGS))}
	return {name: frappe.db.count(name) for name in frappe.get_all("DocType", filters, pluck="name")}


def newest() -> dict[str, tuple]:
	"""Number of rows and newest change of everything the demo makes."""
	tables = (*PROJECT_DOCTYPES, *CHILD_PARENTS, "User", "User Permission", "Project", "Supplier", "Customer")
	return {table: sums.fingerprint(table) for table in tables}


def printed(capsys) -> dict:
	return json.loads(capsys.readouterr().out.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def demo(estate):
	"""The demo, committed for this module; afterwards the site has as many rows as before."""
	before = row_counts()
	demo_commands.create(PASSWORD)
	frappe.db.commit()
	yield memory.load()
	frappe.set_user("Administrator")
	demo_commands.clear()
	frappe.db.commit()
	after = row_counts()
	assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {}
	assert memory.load() == {}


@pytest.fixture(autouse=True)
def no_stale_caches():
	"""The rollback after a test does not reach what the test left in the cache."""
	yield
	frappe.clear_cache()


def tickets(demo, **filters) -> list:
	names = {"name": ("in", demo["Repair Ticket"])}
	fields = ["name", "status", "next_clock", "next_due_at", "held_since", "waiting_on", "warranty_answer"]
	return frappe.get_all("Repair Ticket", {**names, **filters}, fields)


def test_two_projects_sixty_six_units_six_contractors_and_a_ticket_in_every_state(demo):
	counts = {doctype: len(demo[doctype]) for doctype in ("Project", "Unit Archive", "Supplier")}
	assert counts == {"Project": 2, "Unit Archive": 66, "Supplier": 7}
	assert {row.status for row in tickets(demo)} == set(STATUSES)


def test_every_ticket_reached_the_state_its_row_names(demo):
	rows = demo_files.rows("demo_reports.xlsx", demo_files.REPORTS)
	wanted = sorted(row.get("target") for row in rows)
	assert sorted(row.status for row in tickets(demo)) == wanted


def test_clocks_are_overdue_due_soon_and_held(demo):
	now = now_datetime()
	running = [row for row in tickets(demo) if row.next_due_at]
	assert [row for row in running if row.next_due_at < now]
	assert [row for row in running if now < row.next_due_at < now + timedelta(hours=2)]
	assert [row for row in running if row.next_due_at > now + timedelta(days=1)]
	assert {row.waiting_on for row in tickets(demo) if row.held_since} == {"Owner", "Material", "Weather"}


def test_times_are_in_order_and_none_lies_in_the_future(demo):
	events = frappe.get_all(
		"Ticket Event",
		{"ticket": ("in", demo["Repair Ticket"]), "action": ("not in", BESIDE)},
		["ticket", "action", "at", "back_entry_reason"],
		order_by="ticket asc, creation asc",
	)
	wrong = [event for event in events if event.at > now_datetime() or not event.back_entry_reason]
	assert wrong == []
	for before, after in pairwise(events):
		assert before.ticket != after.ticket or before.at <= after.at


def test_the_log_names_the_people_whose_step_it_was(demo):
	rows = frappe.get_all(
		"Ticket Event", {"ticket": ("in", demo["Repair Ticket"])}, ["action", "user", "project"]
	)
	assert "Administrator" not in {row.user for row in rows}
	for row in rows:
		assert row.project in allowed_projects(row.user)
	assert {row.user for row in rows if row.action == "record_coordination"} == {"project@fangxiu.example"}


def test_somebody_pays_on_both_sides_of_the_two_warranty_clocks(demo):
	payers = frappe.get_all(
		"Repair Ticket", {"name": ("in", demo["Repair Ticket"])}, pluck="payer", distinct=True
	)
	assert {"Contractor", "Developer", "Owner"} <= set(payers)
	assert all("保修" in row.warranty_answer for row in tickets(demo))


def test_a_delivery_is_on_its_way_with_findings_warning_report_and_parts(demo):
	[batch] = frappe.get_all("Delivery Batch", {"name": ("in", demo["Delivery Batch"])}, "*")
	[shown] = service_deliveries.board([batch])
	states = {row["state"] for row in shown["milestones"]}
	assert states >= {"Done", "Overdue", "Not Yet Due"} and 0 < shown["percent"] < 100
	[report] = frappe.get_all(
		"Stage Report", {"name": ("in", demo["Stage Report"])}, ["kind", "state", "data"]
	)
	assert (report.kind, report.state) == ("Pre-delivery Weekly Report", "Issued")
	rows = {part["code"]: part["rows"] for part in json.loads(report.data)["sections"]}
	assert rows["rectification"] and rows["houses"] and rows["owed"]
	assert [row["material"] for row in rows["lessons"]][:1] == ["推拉门下槛密封胶条"]
	found = reads_systemic.defects({}, add_days(now_datetime(), -90), 3)
	same = {row["defect_type"]: row for row in found if row["project"] == batch.project}
	assert same["卫生间渗漏"]["units"] >= 3 and same["卫生间渗漏"]["warning"] == demo["Risk Warning"][0]
	assert same["窗扇开启不畅"]["units"] == 6 and not same["窗扇开启不畅"].get("warning"), "for the rules to propose"
	parts = {row.part_name: row for row in reads_spare_parts.progress(demo["Spare Parts"])}
	assert parts["示例地漏"].used == 1 and parts["示例地漏"].handed_over == 40
	assert (parts["示例墙砖"].ordered, parts["示例墙砖"].received) == (80, 0)
	states = frappe.get_all("Unit Transfer", {"name": ("in", demo["Unit Transfer"])}, pluck="state")
	assert sorted(states) == ["Awaiting Other Side", "Handed Over"]


@pytest.mark.clause("R113")
def test_the_rules_propose_a_warning_about_the_windows_of_one_building(demo):
	made = service_warning_rules.run()
	about = frappe.get_all("Risk Warning", {"name": ("in", made), "defect_type": "窗扇开启不畅"}, "*")
	assert [(row.project, row.state) for row in about] == [(demo["Project"][0], "To Be Confirmed")]
	assert frappe.db.count("Warning Sister Unit", {"parent": about[0].name}) == 6, "the other six of the building"


def test_one_user_per_role_and_two_with_one_project_only(demo, capsys):
	demo_commands.create()
	users = printed(capsys)["users"]
	assert set(roles.ROLES) <= {user["role"] for user in users}
	assert {user["email"] for user in users} == set(demo["User"])
	assert frappe.db.get_value("User", "manager@fangxiu.example", ["full_name", "language"]) == (
		"赵建国",
		"zh",
	)
	scopes = {email: allowed_projects(email) for email in demo["User"]}
	assert len([scope for scope in scopes.values() if scope is not None and len(scope) == 1]) >= 2
	second = frappe.db.get_value("Project", {"project_name": "云栖花园"})
	assert scopes["engineer.b@fangxiu.example"] == [second]
	assert scopes["admin@fangxiu.example"] is None
	assert check_password("clerk@fangxiu.example", PASSWORD) == "clerk@fangxiu.example"


@pytest.mark.parametrize("role", [roles.GENERAL_MANAGER, roles.CS_HEAD, roles.COST_DEPARTMENT, roles.FINANCE])
def test_whoever_signs_finds_something_to_sign(demo, role):
	user = next(name for name in demo["User"] if role in frappe.get_roles(name))
	frappe.set_user(user)
	found = reads_approvals_waiting.rows()
	frappe.set_user("Administrator")
	assert [row.document for row in found if row.document in demo["Compensation"]]


def test_a_special_report_waits_for_two_departments(demo):
	[name] = demo["Special Report"]
	report = frappe.get_doc("Special Report", name)
	assert (report.state, [row.state for row in report.opinions]) == ("In Circulation", ["Given", "Asked", "Asked"])
	frappe.set_user(report.opinions[1].person)
	waiting = [row.document for row in reads_approvals_waiting.rows()]
	frappe.set_user("Administrator")
	assert name in waiting


def test_complaints_wait_for_their_next_step(demo):
	fields = ["name", "level", "state", "case_owner"]
	found = {row.level: row for row in frappe.get_all("Customer Complaint", {"name": ("in", demo["Customer Complaint"])}, fields)}
	assert {level: row.state for level, row in found.items()} == {"Major": "Contacted", "Serious": "Answer in Approval"}
	head = next(name for name in demo["User"] if roles.CS_HEAD in frappe.get_roles(name))
	frappe.set_user(head)
	waiting = [row.document for row in reads_approvals_waiting.rows() if row.document_type == "Complaint Answer"]
	frappe.set_user("Administrator")
	assert waiting == demo["Complaint Answer"]


def test_a_second_run_changes_no_row(demo, capsys):
	before = newest()
	demo_commands.create(PASSWORD)
	assert newest() == before
	assert printed(capsys)["counts"]["Repair Ticket"] == len(demo["Repair Ticket"])


def test_clearing_refuses_while_a_real_record_depends_on_it(demo, estate):
	supplier = demo["Supplier"][0]
	real = frappe.get_doc(
		{
			"doctype": "Warranty Agreement",
			"project": estate.a,
			"contractor": supplier,
			"scope": [{"trade": "防水"}],
		}
	).insert()
	with pytest.raises(removal.StillUsedError, match=real.name):
		demo_commands.clear()
	assert frappe.db.exists("Supplier", supplier)


def test_what_the_jobs_wrote_while_the_demo_was_looked_at_goes_with_it(demo):
	project = demo["Project"][0]
	told = {
		"recipient_kind": "User",
		"recipient": "x",
		"channel": "Desk Bell",
		"state": "Sent",
		"subject": "x",
	}
	by_jobs = {"Outbox Message": told, "Stage Report": {"kind": "Repair Weekly Report"}}
	made = {}
	for doctype, values in by_jobs.items():
		doc = frappe.get_doc({"doctype": doctype, "project": project, **values})
		doc.write_by_action(ignore_permissions=True)
		made[doctype] = doc.name
	demo_commands.clear()
	assert [doctype for doctype, name in made.items() if frappe.db.exists(doctype, name)] == []


def test_what_people_entered_is_removed_only_when_told_and_tickets_take_their_records_along(demo, estate):
	unit = demo["Unit Archive"][0]
	project = frappe.db.get_value("Unit Archive", unit, "project")
	ticket = next(row.name for row in tickets(demo) if row.status == "Reported")
	contact = {"purpose": "Other", "outcome": "Reached", "method": "Phone", "ticket": ticket}
	frappe.get_doc({"doctype": "Owner Contact", "project": project, **contact}).insert()
	mine = frappe.get_doc(
		{
			"doctype": "Repair Request",
			"unit": unit,
			"project": project,
			"channel": "Repair Centre",
			"caller_name": "试用者",
			"caller_phone": "13800000000",
			"received_at": now_datetime().replace(microsecond=0),
			"items": [{"location": "客厅", "defect_type": "墙面空鼓"}],
		}
	).insert()
	with pytest.raises(removal.StillUsedError, match=mine.name):
		demo_commands.clear()
	demo_commands.clear(everything=True)
	assert not frappe.db.exists("Repair Request", mine.name)
	assert not frappe.db.exists("Owner Contact", {"ticket": ticket})
	assert not frappe.db.exists("Project", project)
	assert memory.load() == {}
	assert frappe.db.exists("Unit Archive", estate.unit_a) and frappe.db.exists("Supplier", estate.general)


#: A SHA-256: eleven digits in a row stand in some of them.
FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")


def test_every_print_keeps_its_figures_where_they_can_be_found_and_copied(demo, briefed):
	"""Numbers, dates and amounts one sees in a PDF are in its text layer, and phones are grouped as people read them.

	All forms go through one run of wkhtmltopdf, below the rule of Frappe's print stylesheet that took the digits away.
	"""
	frappe.local.lang = "zh"
	forms = frappe.get_all("Print Format", {"module": "Fangxiu App"}, ["name", "doc_type"], order_by="name")
	papers = [(form.name, _paper(demo, form)) for form in forms]
	joined = "".join(
		f"<div style='page-break-before: always'>@{number}@</div>{html}" for number, (_form, html) in enumerate(papers)
	)
	style = "<style>body { text-rendering: optimizeLegibility; }</style>"
	page = f"<html lang='zh'><head><meta charset='utf-8'>{style}</head><body>{joined}</body></html>"
	text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(get_pdf(page))).pages)
	found = dict(zip(*[iter(re.split(r"@(\d+)@", text)[1:])] * 2, strict=True))
	assert len(forms) == len(found) >= 35
	for number, (form, html) in enumerate(papers):
		seen = BeautifulSoup(html, "html.parser").get_text()
		assert _digits(found[str(number)]) == _digits(seen), form
		assert _digits(seen), form
		assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", FINGERPRINT.sub("", seen)), form
		assert " - FX" not in seen, form


@pytest.fixture
def briefed(demo):
	"""The demo's campaign as it stands when its owners were told and what is open is briefed in writing (R52, R57)."""
	[campaign] = demo["Expiry Campaign"]
	frappe.db.set_value("Expiry Campaign", campaign, {"report_route": "房修电话", "after_route": "物业服务中心"})
	service_campaigns.issue(campaign, by_message=False)
	assert service_briefings.make(campaign)
	yield
	papers = frappe.get_all("Expiry Briefing", {"campaign": campaign}, pluck="name")
	frappe.db.delete("Expiry Briefing Item", {"parent": ("in", papers)})
	frappe.db.delete("Expiry Briefing", {"name": ("in", papers)})
	frappe.db.commit()  # the demo is removed after its tests; what a print writes down is committed by Frappe


def _paper(demo, form) -> str:
	"""Body of a form, printed for the newest document of its kind in the demo, without styles of the page around it.

	Other tests leave documents changed behind their signers' backs on the site, and those are not printed.
	"""
	order, made = "docstatus desc, modified desc", demo.get(form.doc_type)
	filters = {"docstatus": ("<", 2), **({"name": ("in", made)} if made else {})}
	name = frappe.get_all(form.doc_type, filters, order_by=order, limit=1, pluck="name")[0]
	page = BeautifulSoup(frappe.get_print(form.doc_type, name, form.name), "html.parser")
	body = page.select_one(".print-format")
	own = "".join(str(style) for style in body.select("style"))
	for style in body.select("style, .print-heading"):
		style.decompose()
	return own + str(body)


def _digits(text: str) -> Counter:
	return Counter(re.findall(r"\d", text))


def test_what_is_to_be_delivered_is_not_delivered_yet(demo):
	batches = frappe.get_all("Delivery Batch", {"name": ("in", demo["Delivery Batch"])}, pluck="name")
	buildings = frappe.get_all("Delivery Batch Building", {"parent": ("in", batches)}, pluck="building")
	states = frappe.get_all("Unit Archive", {"building": ("in", buildings)}, pluck="delivery_state")
	assert set(states) == {"Not Delivered"}


def test_plans_of_the_demo_have_dates_that_fit(demo):
	for plan in frappe.get_all("Repair Plan", {"name": ("in", demo["Repair Plan"])}, ["days", "start_at", "completion_at", "issued_at"]):
		assert days_fit(plan.days, plan.start_at, plan.completion_at)
		assert not plan.issued_at or plan.issued_at.date() <= plan.start_at.date()


def test_the_login_page_is_called_as_people_call_the_site(demo):
	assert frappe.db.get_single_value("Website Settings", "app_name") == demo_commands.SITE
	demo_commands._name_site((demo_commands.SITE,), "Frappe")
	assert frappe.db.get_single_value("Website Settings", "app_name") == "Frappe"
	frappe.db.set_single_value("Website Settings", "app_name", "物业集团")
	demo_commands._name_site(demo_commands.UNNAMED, demo_commands.SITE)
	assert frappe.db.get_single_value("Website Settings", "app_name") == "物业集团"
