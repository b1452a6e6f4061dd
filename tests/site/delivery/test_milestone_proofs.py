"""What fulfils a milestone, what it names as missing, and where its button leads (R21-R50)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import service_deliveries, service_handover
from fangxiu_app.delivery.api_delivery import board, need_done
from fangxiu_app.money.deposits import service_agreement_terms
from fangxiu_app.money.meters import service_meter_charges
from tests.site.helpers import delivery, signing, stock
from tests.site.helpers import factories as make

#: Projects of this module's own: what other tests commit is not counted here.
OWN_ESTATE = True


@pytest.fixture
def batch(estate, as_user):
	"""A delivery of project A in 120 days, made by the project department."""
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	return delivery.make_batch(estate.a)


def proves(batch, clause: str) -> tuple:
	row = delivery.shown(batch)[clause]
	return row["state"], row["have"], row["of"]


def train(agreement: str, *days) -> None:
	doc = frappe.get_doc("Warranty Agreement", agreement)
	talk = {"topic": "渗漏", "trainer": "x", "attendee_count": 3, "attendees": "甲、乙、丙"}
	doc.extend("trainings", [{**talk, "training_date": day} for day in days])
	doc.save()


@pytest.mark.clause("R28", "R30")
def test_agreements_and_two_trainings_of_every_contractor(estate, batch):
	"""Both agreements are signed; trainings count per contractor, a day once, future ones not yet."""
	assert proves(batch, "R28") == ("Done", 2, 2)
	frappe.set_user("Administrator")
	other = frappe.db.get_value("Warranty Agreement", {"project": estate.a, "contractor": estate.waterproofer})
	train(estate.agreement_a, add_days(today(), -9), add_days(today(), -9), add_days(today(), 5))
	assert proves(batch, "R30") == ("Not Yet Due", 0, 2)
	train(estate.agreement_a, today(), add_days(today(), -1))
	row = delivery.shown(batch)["R30"]
	assert (row["state"], row["have"], row["of"]) == ("Not Yet Due", 1, 2)
	# four trainings of one contractor are none of the other: it is named, and the button leads to its agreement
	name = frappe.db.get_value("Warranty Agreement", other, "contractor_name")
	assert row["missing"] == f"{name} 0/2"
	assert row["lead"] == {"form": ["Warranty Agreement", other]}
	train(other, today(), add_days(today(), -1))
	assert proves(batch, "R30") == ("Done", 2, 2)
	frappe.db.set_value("Warranty Agreement", estate.agreement_a, "status", "Draft")
	assert proves(batch, "R28") == ("Not Yet Due", 1, 2)


@pytest.mark.clause("R31")
def test_an_authorisation_says_what_it_lacks(estate, batch):
	frappe.set_user("Administrator")
	doc = frappe.get_doc("Warranty Agreement", estate.agreement_a)
	doc.authorised_on = today()
	doc.contacts = []
	doc.append("contacts", {"contact_name": "老周", "phone": "13800000001"})
	doc.save()
	row = delivery.shown(batch)["R31"]
	assert (row["have"], row["of"]) == (0, 2)
	assert f"{doc.contractor_name} （Power of Attorney、Service Address、Fax、E-mail、Roster of workers）" in row["missing"]
	doc.append("workers", {"worker_name": "小李"})
	doc.contacts[0].update({"service_address": "云栖路 1 号", "fax": "0571-88886666", "email": "lao.zhou@example.com"})
	doc.authorisation_file = stock.photo()
	doc.save()
	assert delivery.shown(batch)["R31"]["have"] == 1


@pytest.mark.clause("R29")
def test_the_repair_meeting_wants_signed_minutes_and_every_contractor(estate, batch):
	assert delivery.shown(batch)["R29"]["lead"]["new"] == "Meeting Record"
	record = delivery.meeting(batch, minutes_file=None)
	row = delivery.shown(batch)["R29"]
	assert (row["state"], row["missing"]) == ("Not Yet Due", "Scan of the signed minutes")
	assert row["lead"] == {"form": ["Meeting Record", record.name]}
	record.minutes_file = stock.photo()
	away = record.attendees[-1].company
	record.attendees = record.attendees[:-1]
	record.save()
	assert delivery.shown(batch)["R29"]["missing"] == away
	record.append("attendees", {"company": away, "person": "周工"})
	record.save()
	assert proves(batch, "R29") == ("Done", 3, 3)
	assert frappe.db.get_value("Evidence Item", record.evidence, "project") == batch.project


@pytest.mark.clause("R32")
def test_the_responsibility_matrix_counts_and_wants_its_minutes(batch):
	row = delivery.shown(batch)["R32"]
	assert (row["have"], row["of"], row["lead"]) == (0, 2, {"form": ["Delivery Batch", batch.name]})
	batch.append("duties", {"matter": "钥匙", "responsible": "项目部"})
	batch.save()
	row = delivery.shown(batch)["R32"]
	assert (row["have"], row["missing"], row["lead"]["new"]) == (1, "Scan of the signed minutes", "Meeting Record")
	delivery.meeting(batch, "Responsibilities")
	assert proves(batch, "R32") == ("Done", 2, 2)


@pytest.mark.clause("R34", "R35")
def test_the_company_says_what_is_in_place_from_its_own_login(estate, batch, as_user):
	batch.append("needs", {"kind": "Office Site", "need": "办公室"})
	batch.save()
	need = batch.needs[0].name
	assert delivery.shown(batch)["R34"]["lead"] == {"need": [(need, "办公室")]}
	with pytest.raises(frappe.PermissionError):
		service_deliveries.need_done(batch.name, need, today())
	as_user(estate.users[roles.GENERAL_MANAGER])
	assert batch.name in {row["name"] for row in board(estate.a)["batches"]}
	assert board(estate.a)["mine"] == ["Company"]
	with pytest.raises(RefusedError, match="future"):
		need_done(batch.name, need, add_days(today(), 1))
	need_done(batch.name, need, today())
	assert proves(batch, "R34") == ("Done", 1, 1)


@pytest.mark.clause("R45", "R47", "R48", "R49")
def test_what_is_wanted_are_the_units_to_be_delivered(estate):
	"""One flat of a block inspected, read and signed is not "1 of 1" while its neighbours wait."""
	frappe.set_user("Administrator")
	block = frappe.get_doc({"doctype": "Estate Building", "project": estate.a, "building_no": "8"}).insert().name
	not_yet = {"delivery_state": "Not Delivered", "handover_date": None}
	units = [make.make_unit(block, room, **not_yet) for room in ("101", "102")]
	make.make_unit(block, "103", delivery_state="Unsold", handover_date=None)
	small = delivery.make_batch(estate.a, buildings=[{"building": block}])
	readings = [{"kind": kind, "reading": 1, "photo": make.photo()} for kind in ("Water", "Electricity")]
	first = make.make_inspection(units[0], readings=readings)
	for clause in ("R47", "R48"):
		assert proves(small, clause) == ("Not Yet Due", 1, 2), clause
		assert delivery.shown(small)[clause]["missing"] == "8-2-102"
	service_handover.sign(first.name, "王晓明", make.SIGNATURE, "Accept With List", promised_on=add_days(today(), 7))
	assert proves(small, "R45") == ("Not Yet Due", 0, 2)
	item = first.items[0].name
	with signing.acting(signing.side_user(roles.PROJECT_DEPARTMENT, estate.a)):
		service_handover.rectify(first.name, item, today(), "铲除重做", make.photo())
	with signing.acting(signing.side_user(roles.ENGINEER, estate.a)):
		service_handover.recheck(first.name, item, True)
	again = make.make_inspection(units[0], items=[], readings=[], round="Re-inspection")
	assert proves(small, "R45")[1] == 0
	service_handover.sign(again.name, "王晓明", make.SIGNATURE, "Accept")
	assert proves(small, "R45") == ("Not Yet Due", 1, 2)
	charge = make.make_charge(units[0], estate.agreement_a, kind="Gas")
	assert proves(small, "R48")[1] == 0
	service_meter_charges.confirm(charge)
	assert proves(small, "R48")[1] == 1


@pytest.mark.clause("R45", "R46", "R48", "R49")
def test_a_flat_accepted_in_the_owners_place_holds_no_milestone_open(estate):
	"""Signed with a list a month ago counts for the proxy; handed over it is done, an original is owed where one was signed."""
	frappe.set_user("Administrator")
	block = frappe.get_doc({"doctype": "Estate Building", "project": estate.a, "building_no": "8"}).insert().name
	units = [make.make_unit(block, room, delivery_state="Not Delivered", handover_date=None) for room in ("101", "102")]
	small = delivery.make_batch(estate.a, buildings=[{"building": block}])
	listed, away = (make.make_inspection(unit, readings=[]) for unit in units)
	service_handover.sign(listed.name, "王晓明", make.SIGNATURE, "Accept With List", promised_on=add_days(today(), 7))
	rectified = {"state": "Rectified", "rectified_on": add_days(today(), -40)}
	for doc in (listed, away):
		frappe.db.set_value("Inspection Item", doc.items[0].name, rectified)
	assert proves(small, "R46")[1:] == (0, 2)
	readings = [{"kind": kind, "reading": 1, "photo": make.photo()} for kind in ("Water", "Electricity")]
	for unit in units:
		draft = make.make_transfer(unit, "Proxy Acceptance", readings=readings)
		frappe.db.set_value("Unit Transfer", draft.name, {"state": "Handed Over", "handed_over_at": today()})
	for doc in (listed, away):
		frappe.db.set_value("Inspection Item", doc.items[0].name, "state", "Closed")
	for clause in ("R45", "R46", "R48"):
		assert proves(small, clause) == ("Done", 2, 2), clause
	assert proves(small, "R49")[1:] == (1, 2)
	assert delivery.shown(small)["R49"]["missing"] == "8-2-101"


@pytest.mark.clause("R21", "R28", "R38")
def test_what_no_longer_holds_when_d_moves_is_open_again_or_says_so(estate, batch):
	gone = {"from_date": add_days(today(), -6), "to_date": add_days(today(), -1)}
	batch.append("staff", {"engineer": estate.users[roles.ENGINEER], **gone})
	batch.save()
	assert proves(batch, "R21")[1] == 0
	due = delivery.shown(batch)["R28"]["due_date"]
	assert "before its time" in delivery.shown(batch)["R28"]["note"]
	delivery.move(batch, 30)
	moved = delivery.shown(batch)["R28"]
	assert (moved["state"], moved["due_date"]) == ("Done", getdate(add_days(due, 30)))


@pytest.mark.clause("R27", "R30", "R31")
def test_an_agreement_names_the_days_that_the_milestones_of_its_delivery_have(estate, batch):
	"""One rule in one place: where a milestone has moved, the agreement's list of what is missing says the same day."""
	frappe.set_user("Administrator")
	agreement = frappe.get_doc("Warranty Agreement", estate.agreement_a)
	agreement.update({"delivery_day": batch.delivery_date, "talks": [], "trainings": [], "authorised_on": None})

	def days() -> dict[str, str]:
		return {row["clause"]: str(row["due"]) for row in service_agreement_terms.missing(agreement)}

	shown = delivery.shown(batch)
	assert {clause: days()[clause] for clause in ("R27", "R30", "R31")} == {
		clause: str(shown[clause]["due_date"]) for clause in ("R27", "R30", "R31")
	}
	template = frappe.get_doc("Milestone Template", {"is_default": 1})
	row = next(row for row in template.rows if row.proof == "Trainings")
	row.update({"offset_amount": -3, "offset_unit": "Week"})
	template.save()
	assert days()["R30"] == str(shown["R30"]["due_date"])  # the delivery has its milestones already
	agreement.delivery_day = add_days(batch.delivery_date, 700)
	assert days()["R30"] == str(add_days(agreement.delivery_day, -21))
