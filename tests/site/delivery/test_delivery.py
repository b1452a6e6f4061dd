"""Milestones of a delivery: dates by rule, fulfilled by records, moved with D, told once (R19-R50)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, add_months, format_date, getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import reads_milestones as reads
from fangxiu_app.delivery import service_deliveries
from tests.site.helpers import delivery, signing, stock
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries

#: Projects of this module's own: what other tests commit is not counted here.
OWN_ESTATE = True


@pytest.fixture
def batch(estate, as_user):
	"""A delivery of project A in 120 days, made by the project department."""
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	return delivery.make_batch(estate.a)


@pytest.mark.clause("R20", "R21", "R33", "R40")
@pytest.mark.parametrize(
	("clause", "anchor", "months", "days"),
	[
		("R21", "D", -3, 0),
		("R33", "D", -3, 0),
		("R27", "D", -2, 0),
		("R36", "D", -2, 0),
		("R23", "D", -1, 0),
		("R29", "D", -1, 0),
		("R30", "D", -1, 0),
		("R34", "D", -1, 0),
		("R37", "D", -1, 0),
		("R38", "D", -1, 0),
		("R31", "D", 0, -15),
		("R35", "D", 0, -15),
		("R41", "D", 0, -15),
		("R28", "D", 0, 0),
		("R39", "D", 0, 15),
		("R43", "D", 1, 0),
		("R44", "C", 0, 0),
		("R48", "C", 0, 0),
		("R46", "C", 1, 0),
		("R50", "C", 1, 0),
	],
)
def test_every_line_of_the_regulation_has_its_day(batch, clause, anchor, months, days):
	start = batch.delivery_date if anchor == "D" else batch.completion_date
	assert delivery.shown(batch)[clause]["due_date"] == getdate(add_days(add_months(start, months), days))


def test_stages_stand_on_the_ruler_and_are_nobodys_debt(batch):
	rows = service_deliveries.board([batch.as_dict()])[0]
	markers = [row for row in rows["milestones"] if row["state"] == "Marker"]
	assert {row["clause"] for row in markers} == {"R20", "R40"}
	real = [row for row in rows["milestones"] if row not in markers]
	assert sum(one["open"] for one in rows["departments"]) == sum(row["done_on"] is None for row in real)
	assert 0 < rows["percent"] < 100


def proves(batch, clause: str) -> tuple:
	row = delivery.shown(batch)[clause]
	return row["state"], row["have"], row["of"]


@pytest.mark.clause("R21")
def test_a_stationed_engineer_proves_the_staffing(estate, batch):
	assert proves(batch, "R21") == ("Not Yet Due", 0, 1)
	batch.append("staff", {"engineer": estate.users[roles.ENGINEER], "from_date": add_days(today(), 3)})
	batch.save()
	assert proves(batch, "R21")[1] == 0
	batch.append("staff", {"engineer": estate.users[roles.ENGINEER], "from_date": today()})
	batch.save()
	assert proves(batch, "R21") == ("Done", 1, 1)


@pytest.mark.clause("R33", "R34", "R35")
def test_the_needs_plan_and_what_is_in_place(batch):
	batch.extend(
		"needs",
		[
			{"kind": "Office Site", "need": "办公室"},
			{"kind": "Equipment", "need": "电脑"},
			{"kind": "Equipment", "need": "打印机"},
		],
	)
	batch.save()
	assert proves(batch, "R33") == ("Done", 1, 1), "one plan, however many lines it has"
	assert proves(batch, "R35") == ("Not Yet Due", 0, 2)
	for row in batch.needs[:2]:
		row.done_on = today()
	batch.save()
	assert (proves(batch, "R34"), proves(batch, "R35")) == (("Done", 1, 1), ("Not Yet Due", 1, 2))


@pytest.mark.clause("R36", "R37", "R38")
def test_spare_parts_prove_their_milestones(estate, batch, as_user):
	as_user("Administrator")
	doc = stock.make_list(estate.a, supplier=estate.general)
	doc.batch = batch.name
	doc.save()
	assert getdate(doc.delivery_date) == getdate(batch.delivery_date)
	orders = stock.order(doc)
	assert (proves(batch, "R36"), proves(batch, "R37")) == (("Done", 1, 1), ("Not Yet Due", 0, 1))
	stock.receive(orders[0])
	stock.hand_over(doc)
	# by its name as people say it, without the company's sign behind it
	named = frappe.db.get_value("Warehouse", doc.repair_store, "warehouse_name")
	assert delivery.shown(batch)["R38"]["missing"] == named != doc.repair_store
	stock.check_store(doc.repair_store)
	assert (proves(batch, "R37"), proves(batch, "R38")) == (("Done", 1, 1), ("Done", 1, 1))


@pytest.mark.clause("R39")
def test_the_briefing_needs_contracts_risks_and_both_signatures(batch):
	for missing, empty in (("contracts", []), ("risks", []), ("briefed_on", None)):
		draft = delivery.briefing(batch, signed=False, **{missing: empty})
		with pytest.raises(RefusedError, match="needs"):
			signing.sign_side(draft, roles.PROJECT_DEPARTMENT)
	draft = delivery.briefing(batch, signed=False)
	signing.sign_side(draft, roles.PROJECT_DEPARTMENT)
	assert proves(batch, "R39")[1] == 0
	signing.sign_side(draft, roles.ENGINEER)
	assert proves(batch, "R39") == ("Done", 1, 1)


@pytest.mark.clause("R41")
def test_unit_files_are_counted_by_what_is_in_them(estate, batch):
	state, have, wanted = proves(batch, "R41")
	frappe.set_user("Administrator")
	make.make_unit(
		estate.building_a, "2001", house_type="A", area=90, meters=[{"kind": "Water", "meter_no": "1"}]
	)
	assert (state, proves(batch, "R41")[1:]) == ("Not Yet Due", (have + 1, wanted + 1))


@pytest.mark.clause("R23")
def test_what_no_record_proves_needs_words_day_and_file(batch):
	name = delivery.shown(batch)["R23"]["name"]
	doc = frappe.get_doc("Delivery Milestone", name)
	doc.manual_on = today()
	with pytest.raises(frappe.ValidationError, match="needs"):
		doc.save()
	doc.reload()
	doc.update({"manual_on": today(), "manual_note": "共整改 120 项", "manual_file": stock.photo()})
	doc.save()
	assert proves(batch, "R23") == ("Done", 1, 1)
	assert (doc.manual_by, bool(frappe.db.get_value("Delivery Milestone", name, "evidence"))) == (
		frappe.session.user,
		True,
	)
	doc.reload()
	doc.manual_note = "另写"
	with pytest.raises(LockedFieldError):
		doc.save()
	doc.reload()
	doc.due_date = today()
	with pytest.raises(LockedFieldError):
		doc.save()


@pytest.mark.clause("R19")
def test_moving_d_three_times_keeps_what_is_done_and_every_old_date(batch):
	delivery.meeting(batch)
	before = delivery.shown(batch)
	for days in (10, -4, 30):
		delivery.move(batch, days)
	after = delivery.shown(batch)
	assert after["R29"]["due_date"] == before["R29"]["due_date"]
	assert after["R37"]["due_date"] == getdate(add_months(batch.delivery_date, -1))
	history = frappe.get_doc("Delivery Milestone", after["R37"]["name"]).history
	assert [row.idx for row in history] == [1, 2, 3]
	assert history[0].old_due == before["R37"]["due_date"]
	assert [row.new_due for row in history[:2]] == [row.old_due for row in history[1:]]
	assert {row.reason for row in history} == {"政府验收延后"}
	assert not frappe.get_doc("Delivery Milestone", after["R29"]["name"]).history


def test_a_move_needs_its_reason_and_c_is_not_before_d(estate, batch):
	batch.delivery_date = add_days(batch.delivery_date, 1)
	with pytest.raises(frappe.ValidationError, match="reason"):
		batch.save()
	batch.reload()
	batch.completion_date = add_days(batch.delivery_date, -1)
	batch.move_reason = "x"
	with pytest.raises(frappe.ValidationError, match="before the first day"):
		batch.save()
	with pytest.raises(frappe.ValidationError, match="before the first day"):
		delivery.make_batch(estate.a, completion_date=today())


def test_without_c_what_counts_from_it_has_no_date_until_it_is_known(estate):
	batch = delivery.make_batch(estate.a, completion_date=None)
	assert (delivery.shown(batch)["R50"]["state"], delivery.shown(batch)["R50"]["due_date"]) == (
		"No Date",
		None,
	)
	batch.completion_date = add_days(batch.delivery_date, 10)
	batch.move_reason = "C 已定"
	batch.save()
	assert delivery.shown(batch)["R50"]["due_date"] == getdate(add_months(batch.completion_date, 1))


def test_reminders_go_out_once_however_often_d_moves(batch):
	frappe.set_user("Administrator")
	delivery.move(batch, -40)  # R21 and R33 (D - 3 months) are overdue now

	def told():
		return frappe.get_all(
			"Outbox Message",
			{
				"reference_doctype": "Delivery Milestone",
				"project": batch.project,
				"dedupe_key": ("like", "DM-%"),
			},
			pluck="dedupe_key",
		)

	service_deliveries.remind()
	first = sorted(told())
	assert any(key.endswith("overdue") for key in first)
	service_deliveries.remind()
	for days in (60, -60, 3):
		delivery.move(batch, days)
		service_deliveries.remind()
	own = set(frappe.get_all("Delivery Milestone", {"batch": batch.name}, pluck="name"))
	keys = [key for key in told() if key.split()[0] in own]
	assert len(keys) == len(set(keys))
	assert set(first) <= set(told())


@pytest.mark.clause("R37")
def test_parts_that_come_too_late_are_told_once_and_another_one_anew(estate):
	"""The month before D is at risk: buyer and project department hear which parts, once for the same parts."""
	late = {"qty_planned": 2, "lead_days": 90}
	parts = [{"part_name": stock.part_name("来得及"), "qty_planned": 2, "lead_days": 5}]
	doc = stock.make_list(estate.a, [{"part_name": stock.part_name("来不及"), **late}, *parts], days=60)

	def told() -> list[tuple[str, str]]:
		service_deliveries.warn_of_parts()
		about = {"reference_doctype": "Spare Parts", "reference_name": doc.name}
		found = frappe.get_all("Outbox Message", about, ["recipient", "subject"], order_by="creation")
		return [(row.recipient, row.subject) for row in found]

	first = told()
	people = {roles.BUYER, roles.PROJECT_DEPARTMENT}
	assert people <= {recipient for recipient, _subject in first}
	assert all("来不及" in subject and "来得及" not in subject for _recipient, subject in first)
	assert told() == first
	doc.append("items", {"part_name": stock.part_name("也来不及"), **late})
	doc.save()
	again = told()
	assert len(again) == 2 * len(first)
	assert told() == again


@pytest.mark.clause("R46", "R50")
def test_no_unit_to_accept_or_hand_over_is_done_once_the_month_is_over(estate):
	batch = delivery.make_batch(estate.a, days=-80)
	for clause in ("R46", "R50"):
		assert proves(batch, clause)[0] == "Done"
	frappe.set_user("Administrator")
	make.make_unit(estate.building_a, "2101", delivery_state="Unsold")
	assert proves(batch, "R50") == ("Overdue", 0, 1)


def test_the_board_costs_the_same_for_many_batches(estate):
	blocks = [frappe.get_doc({"doctype": "Estate Building", "project": estate.a, "building_no": no}).insert().name for no in ("81", "82", "83", "84")]
	made = [delivery.make_batch(estate.a, buildings=[{"building": block}]).as_dict() for block in blocks]
	one, many = made[:1], made
	service_deliveries.board(one)  # what Frappe reads once per process is no matter here
	few = count_queries(lambda: service_deliveries.board(one))
	assert count_queries(lambda: service_deliveries.board(many)) == few
	assert few <= 45


def test_a_batch_with_buildings_counts_their_units_only(estate):
	frappe.set_user("Administrator")
	other = frappe.get_doc({"doctype": "Estate Building", "project": estate.a, "building_no": "9"}).insert()
	make.make_unit(other.name, "101", delivery_state="Not Delivered", handover_date=None)
	batch = delivery.make_batch(estate.a, buildings=[{"building": other.name}])
	assert delivery.shown(batch)["R41"]["of"] == 1


def test_the_board_shows_the_users_projects_only(estate, batch, as_user):
	foreign = delivery.make_batch(estate.b) if as_user("Administrator") is None else None
	as_user(estate.users[roles.MANAGER])
	names = {row["name"] for row in reads.batches()}
	assert batch.name in names and foreign.name not in names
	assert reads.batches(estate.b) == []


def test_a_changed_template_is_for_new_batches_and_one_is_default(estate, batch):
	frappe.set_user("Administrator")
	rows = [
		{
			"code": "X",
			"title": "x",
			"clause": "R29",
			"department": "Company",
			"anchor": "D",
			"offset_amount": 1,
			"offset_unit": "Week",
			"proof": "Manual",
		}
	]
	frappe.get_doc(
		{"doctype": "Milestone Template", "template_name": "短", "is_default": 1, "rows": rows}
	).insert()
	assert frappe.get_all("Milestone Template", {"is_default": 1}, pluck="name") == ["短"]
	frappe.db.set_value("Delivery Batch", batch.name, "completion_date", add_days(today(), -1))
	block = frappe.get_doc({"doctype": "Estate Building", "project": estate.a, "building_no": "85"}).insert().name
	fresh = delivery.make_batch(batch.project, buildings=[{"building": block}])
	assert delivery.shown(fresh)["R29"]["due_date"] == getdate(add_days(fresh.delivery_date, 7))
	assert len(delivery.shown(batch)) > 20


def test_a_building_with_delivered_flats_joins_a_batch_with_a_warning_only(estate, as_user):
	frappe.db.set_value("Unit Archive", estate.unit_a, {"delivery_state": "Delivered", "handover_date": add_days(today(), -900)})
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	with pytest.raises(RefusedError, match="Row 1: all flats of 3"):
		delivery.make_batch(estate.a, buildings=[{"building": estate.building_a}])
	other = frappe.db.get_value("Unit Archive", {"building": estate.building_a, "name": ("!=", estate.unit_a)})
	frappe.db.set_value("Unit Archive", other, {"delivery_state": "Not Delivered", "handover_date": None})
	frappe.clear_messages()
	batch = delivery.make_batch(estate.a, buildings=[{"building": estate.building_a}])
	[said] = [one["message"] for one in frappe.get_message_log() if "delivered already" in one["message"]]
	assert f"of 2 flats are delivered already, the first on {format_date(add_days(today(), -900))}" in said
	frappe.clear_messages()
	batch.save()
	assert not [one for one in frappe.get_message_log() if "delivered already" in one["message"]]
