"""What was recorded stays: fields that actions or the first save wrote are not written over by a request (PUT)."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from tests.site.helpers import factories as make
from tests.site.helpers import orders
from tests.site.helpers.rest import Api, messages


@pytest.fixture(scope="module")
def manager(estate):
	return Api(estate.users[roles.MANAGER])


def refused(api: Api, doctype: str, name: str, **values) -> None:
	"""Each of the values alone is refused by name and nothing of it is stored."""
	for field, value in values.items():
		before = frappe.db.get_value(doctype, name, field)
		code, body = api.put(f"/api/resource/{doctype}/{name}", **{field: value})
		frappe.db.rollback()
		assert (code, frappe.db.get_value(doctype, name, field)) == (417, before), (doctype, field, messages(body)[:300])
		assert "AssertionError" not in messages(body), field


def test_a_report_stays_as_it_was_taken(estate, manager):
	ticket = make.make_ticket(estate.unit_a)
	frappe.db.commit()
	other = {"client_key": "forged", "received_by": estate.users[roles.CLERK], "caller_name": "别人"}
	refused(manager, "Repair Request", ticket.request, **other)


def test_what_the_owner_answered_stays(estate, manager):
	ticket = make.make_ticket(estate.unit_a).name
	contact = {"ticket": ticket, "project": estate.a, "purpose": "Other", "outcome": "Reached", "note": "x"}
	name = frappe.get_doc({"doctype": "Owner Contact", **contact, "satisfaction": "Dissatisfied"}).insert().name
	frappe.db.commit()
	better = dict.fromkeys(("satisfaction", "rating_service", "rating_quality", "rating_cleaning"), "Very Satisfied")
	refused(manager, "Owner Contact", name, **better)


def test_a_visit_and_its_score_stay(estate, manager):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	name = frappe.db.get_value("Site Visit", {"ticket": ticket})
	frappe.db.commit()
	refused(manager, "Site Visit", name, score=100, new_due_at="2030-01-01 08:00:00")


def test_an_inspection_and_its_hour_stay(estate, manager):
	inspection = make.make_inspection(estate.unit_a).name
	frappe.db.commit()
	refused(manager, "Handover Inspection", inspection, inspected_by=estate.users[roles.CLERK], inspected_at="2026-01-01 08:00:00")


def test_documents_in_approval_keep_what_they_take_the_place_of(estate, manager):
	ticket = make.make_ticket(estate.unit_a).name
	case = orders.make_compensation(ticket)
	service_approvals.request(case)
	frappe.db.commit()
	refused(manager, "Compensation", case.name, amended_from=case.name)


def test_a_seal_sent_as_text_is_refused_by_name(estate, manager):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	plan = make.make_plan(ticket).name
	frappe.db.commit()
	for field in ("signature_hash", "content_hash", "signature"):
		refused(Api(estate.users[roles.ENGINEER]), "Repair Plan", plan, **{field: "攻击x"})
