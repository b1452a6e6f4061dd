"""Special reports: what tells of one is read by whoever may read it; what it rests on is about its unit; a repair is made once (R60)."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.utils import add_days, add_years, today

from fangxiu_app.archive import service_unit_file
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.special_reports import api_special_reports as api
from tests.site.approvals.test_races_of_documents import at_once, codes
from tests.site.helpers import factories as make
from tests.site.helpers import signing
from tests.site.helpers.complaints import make_complaint
from tests.site.helpers.rest import Api, messages
from tests.site.helpers.special_reports import DEPARTMENTS, act, decided, make_report, old_ticket
from tests.site.money.test_compensations import approve, draft, settle

OWN_ESTATE = True
FIRST, SECOND, THIRD = DEPARTMENTS
DOCTYPE = "Special Report"
SECRET = "施工遗留防水缺陷秘密"
#: Who has the project and reads evidence, and is not asked about the report.
NOT_ASKED = (roles.ENGINEER, roles.CLERK, roles.COST_DEPARTMENT)


@pytest.fixture(scope="module")
def filed(estate):
	"""A report with a photo, asked of the engineering department alone, and the messages about it."""
	with signing.acting(estate.users[roles.PROPERTY_DESK]):
		photo = make.make_photo().file_url
	routing = [{"department": "Engineering Department", "person": estate.users[FIRST], "turn": 1}]
	report = make_report(estate, subject=SECRET, facts=SECRET, photos=[{"photo": photo, "caption": SECRET}], routing=routing)
	act(report, "file", estate.users[roles.PROPERTY_DESK])
	frappe.db.commit()  # requests read it in a transaction of their own
	return report


def rows(person: Api, doctype: str, filters: list, fields: list[str]) -> list:
	code, body = person.get(
		f"/api/resource/{doctype}", filters=json.dumps(filters), fields=json.dumps(fields), limit_page_length=0
	)
	assert code == 200, body
	return body["data"]


@pytest.mark.clause("R60", "R17")
def test_evidence_of_a_report_is_read_by_whoever_reads_the_report(estate, filed):
	[item] = frappe.get_all("Evidence Item", {"special_report": filed.name}, ["name", "file"])
	of_report = [["special_report", "is", "set"]]
	for role, reads in (*((role, False) for role in NOT_ASKED), (FIRST, True), (roles.MANAGER, True), (roles.CUSTOMER_SERVICE, True)):
		person = Api(estate.users[role])
		found = rows(person, "Evidence Item", of_report, ["name", "caption", "file"])
		assert (item.name in [row["name"] for row in found]) is reads, role
		assert (SECRET in str(found)) is reads, role
		assert (person.get(f"/api/resource/Evidence Item/{item.name}")[0] == 200) is reads, role
		assert (person.get(item.file)[0] == 200) is reads, role
		frappe.set_user(estate.users[role])
		assert (SECRET in str(service_unit_file.page(filed.unit)["evidence"])) is reads, role
		frappe.set_user("Administrator")
	engineer = Api(estate.users[roles.ENGINEER])
	with signing.acting(estate.users[roles.ENGINEER]):
		own = make.make_photo().file_url
	frappe.db.commit()  # requests read it in a transaction of their own
	values = {"project": estate.a, "special_report": filed.name, "kind": "Photo", "stage": "Other", "file": own}
	assert engineer.post("/api/resource/Evidence Item", **values)[0] == 403
	assert rows(engineer, "Evidence Item", [["project", "=", estate.b]], ["name"]) == []


@pytest.mark.clause("R60", "R105")
def test_no_report_of_the_repair_centre_takes_a_photo_its_author_may_not_see(estate, filed):
	[item] = frappe.get_all("Evidence Item", {"special_report": filed.name}, pluck="name")
	row = {"doctype": "Stage Report", "project": estate.a, "kind": "Pre-delivery Weekly Report", "period_from": today()}
	report = frappe.get_doc({**row, "photos": [{"evidence": item}]})
	with signing.acting(estate.users[roles.ENGINEER]), pytest.raises(frappe.PermissionError):
		report.take_photos()
	assert not report.photos[0].file and not report.photos[0].caption


@pytest.mark.clause("R60")
def test_messages_of_a_report_are_read_by_whoever_reads_the_report(estate, filed):
	about = [["reference_doctype", "=", DOCTYPE]]
	[name, *_more] = frappe.get_all("Outbox Message", {"reference_name": filed.name}, pluck="name")
	for role in (roles.ENGINEER, roles.CLERK):
		person = Api(estate.users[role])
		assert rows(person, "Outbox Message", about, ["subject", "text"]) == [], role
		assert person.get(f"/api/resource/Outbox Message/{name}")[0] == 403, role
		view = {"doctype": "Outbox Message", "filters": json.dumps([["Outbox Message", *about[0]]]), "fields": '["subject","text"]'}
		assert SECRET not in str(person.post("/api/method/frappe.desk.reportview.get", **view)[1])
		view |= {"file_format_type": "CSV", "title": "x"}
		assert SECRET not in str(person.post("/api/method/frappe.desk.reportview.export_query", **view)[1])
	manager = Api(estate.users[roles.MANAGER])
	assert SECRET in str(rows(manager, "Outbox Message", about, ["subject", "text"]))
	assert manager.get(f"/api/resource/Outbox Message/{name}")[0] == 200


@pytest.mark.clause("R60")
def test_live_lists_tell_of_reports_to_whoever_reads_all_of_them(estate, filed):
	ask = "/api/method/frappe.realtime.can_subscribe_doc"
	for role, joins in ((roles.ENGINEER, False), (roles.CLERK, False), (SECOND, False), (roles.MANAGER, True), (roles.PROPERTY_DESK, True)):
		code, _body = Api(estate.users[role]).get(ask, doctype=DOCTYPE, docname=f"project:{estate.a}")
		assert (code == 200) is joins, role
	assert Api(estate.users[roles.ENGINEER]).get(ask, doctype="Repair Ticket", docname=f"project:{estate.a}")[0] == 200
	assert Api(estate.users[FIRST]).get(ask, doctype=DOCTYPE, docname=filed.name)[0] == 200


@pytest.mark.clause("R60")
def test_nothing_else_of_a_report_is_told_beside_it(estate, filed):
	filed.add_comment("Comment", SECRET)
	frappe.db.commit()  # requests read it in a transaction of their own
	for role in (roles.ENGINEER, roles.CLERK, SECOND):
		person = Api(estate.users[role])
		for doctype, field in (("Comment", "reference_doctype"), ("Version", "ref_doctype"), ("Activity Log", "reference_doctype"), ("Notification Log", "document_type")):
			code, body = person.get(f"/api/resource/{doctype}", filters=json.dumps([[field, "=", DOCTYPE]]), fields='["*"]', limit_page_length=0)
			assert code == 403 or SECRET not in str(body), (role, doctype)
		for path in (f"/api/resource/{DOCTYPE}/{filed.name}", "/api/method/frappe.desk.form.load.getdoc"):
			assert SECRET not in str(person.get(path, doctype=DOCTYPE, name=filed.name)[1]), (role, path)


@pytest.mark.clause("R110")
def test_what_tells_of_a_compensation_or_complaint_is_read_by_whoever_reads_that(estate):
	ticket = make.make_ticket(estate.unit_a).name
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "To Be Judged")
	case = draft(estate, ticket, payee_name="卞无忌")
	case = approve(estate, case)
	settle(estate, case, signed_by="卞无忌")
	complaint = make_complaint(estate.a, estate.unit_a)
	item = frappe.get_doc({"doctype": "Evidence Item", "project": estate.a, "complaint": complaint.name, "kind": "Photo", "stage": "Other", "file": make.make_photo().file_url}).insert()
	frappe.get_doc({"doctype": "Outbox Message", "project": estate.a, "subject": "卞无忌 1,500.00", "reference_doctype": "Compensation", "reference_name": case.name, "recipient_kind": "Role", "recipient": roles.COST_DEPARTMENT, "state": "Sent", "channel": "Desk Bell", "dedupe_key": "x"}).write_by_action()
	frappe.db.commit()  # requests read it in a transaction of their own
	for role in (roles.ENGINEER, roles.CLERK):
		person = Api(estate.users[role])
		assert rows(person, "Outbox Message", [["reference_doctype", "=", "Compensation"]], ["subject"]) == [], role
		assert rows(person, "Approval Log", [["document_type", "=", "Compensation"]], ["amount"]) == [], role
		assert rows(person, "Evidence Item", [["name", "=", case.signed_evidence]], ["file"]) == [], role
		assert person.get(f"/api/resource/Evidence Item/{case.signed_evidence}")[0] == 403, role
		assert person.get(frappe.db.get_value("Evidence Item", case.signed_evidence, "file"))[0] == 403, role
		shown = person.get("/api/method/fangxiu_app.tickets.life.api_ticket.records", ticket=ticket)[1]
		assert case.signed_evidence not in str(shown), role
	cost = Api(estate.users[roles.COST_DEPARTMENT])
	assert rows(cost, "Evidence Item", [["name", "=", case.signed_evidence]], ["file"])
	assert case.name in str(rows(cost, "Approval Log", [["document_type", "=", "Compensation"]], ["document"]))
	assert rows(cost, "Evidence Item", [["name", "=", item.name]], ["file"]) == [], "the cost department reads no complaints"
	assert rows(Api(estate.users[roles.ENGINEER]), "Evidence Item", [["name", "=", item.name]], ["file"])


@pytest.mark.clause("R60")
def test_a_ticket_of_another_unit_says_nothing_about_this_one(estate):
	"""An expired ticket of the neighbour would hide that this owner is covered."""
	frappe.db.set_value("Unit Archive", estate.unit_a, "handover_date", today())
	item = frappe.db.get_value("Warranty Term", {}, "warranty_item")
	with pytest.raises(RefusedError, match="is not about unit"):
		make_report(estate, ticket=old_ticket(estate.unit_a2).name, warranty_item=item)
	report = make_report(estate, warranty_item=item)
	with pytest.raises(RefusedError, match="under warranty"):
		act(report, "file")
	frappe.db.set_value("Special Report Ticket", {"parent": report.name}, "ticket", old_ticket(estate.unit_a2).name)
	report.reload()
	with pytest.raises(RefusedError, match="is not about unit"):
		act(report, "file")
	common = old_ticket(estate.unit_a2)
	frappe.get_doc({"doctype": "Affected Unit", "ticket": common.name, "project": estate.a, "unit": estate.unit_a}).insert()
	assert make_report(estate, ticket=common.name).warranty_answer, "a unit that the defect damages is what it is about"


@pytest.mark.clause("R60")
def test_a_ticket_that_was_corrected_is_asked_again_at_the_filing(estate):
	report = make_report(estate)
	frappe.db.set_value("Repair Ticket", report.tickets[0].ticket, {"owner_until": add_days(today(), 30), "warranty_answer": "在保"})
	with pytest.raises(RefusedError, match="under warranty"):
		act(report, "file")
	frappe.db.set_value("Repair Ticket", report.tickets[0].ticket, {"owner_until": add_years(today(), -1), "warranty_answer": "已过保"})
	assert act(report, "file") == "In Circulation"


@pytest.mark.clause("R60")
def test_rows_of_a_filed_report_stay_in_every_cell(estate):
	report = make_report(estate)
	frappe.db.commit()  # requests read it in a transaction of their own
	desk = Api(estate.users[roles.PROPERTY_DESK])
	path = f"/api/resource/{DOCTYPE}/{report.name}"
	row = report.tickets[0].as_dict(convert_dates_to_str=True, no_nulls=True)
	assert desk.put(path, tickets=[{**row, "made": 1, "problem": "x", "unit_code": "x"}])[0] == 200
	frappe.db.rollback()
	kept = report.reload().tickets[0]
	assert (kept.made, kept.problem, kept.unit_code) == (0, row["problem"], row["unit_code"])
	act(report, "file")
	frappe.db.commit()  # requests read it in a transaction of their own
	for change in ({"made": 1}, {"problem": "渗漏已赔付"}, {"unit_code": "9-9-999"}):
		code, body = desk.put(path, tickets=[{**report.tickets[0].as_dict(convert_dates_to_str=True, no_nulls=True), **change}])
		assert code == 417 and messages(body), change
	assert desk.put(path, tickets=[report.tickets[0].as_dict(convert_dates_to_str=True, no_nulls=True)])[0] == 200
	frappe.db.rollback()


@pytest.mark.clause("R60")
def test_the_repair_of_a_place_is_made_once(estate):
	report = decided(estate, make_report(estate))
	frappe.db.commit()  # requests read it in a transaction of their own
	desk = Api(estate.users[roles.PROPERTY_DESK])
	call = "/api/method/fangxiu_app.special_reports.api_special_reports.make_ticket"
	asked = {"special_report": report.name, "location": "主卧", "defect_type": "墙面空鼓"}
	code, body = desk.post(call, **asked)
	assert code == 200, body
	first = body["message"]
	code, body = desk.post(call, **asked)
	assert code == 417 and first in messages(body), body
	assert desk.post(call, **{**asked, "location": "客厅"})[0] == 200, "another place is another repair"
	frappe.db.rollback()
	report.reload()
	assert len([row for row in report.tickets if row.made]) == 2
	frappe.db.set_value(DOCTYPE, report.name, "state", "Sent Back")
	stored = frappe.get_doc(DOCTYPE, report.name)
	stored.tickets = [row for row in stored.tickets if not row.made]
	with pytest.raises(frappe.ValidationError, match="stays in the list"):
		stored.save()
	frappe.db.set_value("Repair Ticket", first, "status", "Cancelled")
	frappe.db.set_value(DOCTYPE, report.name, "state", "Decided")
	with signing.acting(estate.users[roles.PROPERTY_DESK]):
		assert api.make_ticket(report.name, "主卧", "墙面空鼓") != first


@pytest.mark.clause("R60")
def test_two_clicks_at_the_same_moment_are_one_repair(estate):
	report = decided(estate, make_report(estate))
	frappe.db.commit()  # requests read it in a transaction of their own
	desk = Api(estate.users[roles.PROPERTY_DESK])
	path = "/api/method/fangxiu_app.special_reports.api_special_reports.make_ticket"
	asked = {"special_report": report.name, "location": "主卧", "defect_type": "墙面空鼓"}
	assert sorted(codes(at_once(*[lambda: desk.post(path, **asked)] * 2))) == [200, 417]
	assert len([row for row in report.reload().tickets if row.made]) == 1
