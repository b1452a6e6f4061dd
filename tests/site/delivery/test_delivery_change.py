"""A delivery that is postponed, and contradictory input: what is kept, what is notified once, what is refused how."""

from __future__ import annotations

from collections import Counter

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import service_deliveries
from tests.site.helpers import delivery
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages

#: Projects of this module's own: what is told about them is counted.
OWN_ESTATE = True


def expected(row: dict, batch) -> object:
	"""The due day of a milestone by its own words, as Frappe counts months."""
	start = getdate(batch.delivery_date if row.anchor == "D" else batch.completion_date)
	if row.offset_unit == "Month":
		return getdate(add_months(start, row.offset_amount))
	return getdate(add_days(start, row.offset_amount * (7 if row.offset_unit == "Week" else 1)))


def rows(batch) -> list[dict]:
	fields = ["name", "clause", "proof", "anchor", "offset_amount", "offset_unit", "due_date"]
	return frappe.get_all("Delivery Milestone", {"batch": batch.name}, fields)


def told(batch) -> Counter:
	"""How often each person was told of each milestone on each occasion."""
	found = frappe.get_all(
		"Outbox Message",
		{"project": batch.project, "reference_doctype": "Delivery Milestone"},
		["reference_name", "recipient", "channel", "dedupe_key"],
	)
	return Counter(tuple(row.values()) for row in found)


@pytest.mark.clause("R19", "R20")
def test_moved_three_times_then_completed(estate, monkeypatch):
	"""Every due day that ever was stands in the history, in order; what is done stays; nobody hears anything twice."""
	batch = delivery.make_batch(estate.a, days=60, duties=[{"matter": "钥匙", "responsible": "项目部"}])
	# of this delivery alone: what lies around is reminded of elsewhere
	monkeypatch.setattr(service_deliveries.reads, "open_batches", lambda _day: [batch.as_dict()])
	history = {row.name: [row.due_date] for row in rows(batch)}
	# the estate's agreements were signed a year ago: proved from the start, and moving on with the month before D
	done = {clause for clause, row in delivery.shown(batch).items() if row["state"] == "Done"} - {"R28"}
	prove = {-50: ("R29", "Repair Meeting"), 75: ("R32", "Responsibilities"), -20: ()}
	for days, proof in prove.items():
		delivery.move(batch, days)
		service_deliveries.remind()
		for row in rows(batch):
			if row.clause not in done:
				assert row.due_date == expected(row, batch), row.clause
				history[row.name].append(row.due_date)
		if proof:
			clause, kind = proof
			delivery.meeting(batch, kind)
			done.add(clause)
	delivery.briefing(batch)
	before = told(batch)
	assert before and set(before.values()) == {1}
	shown, finished = delivery.shown(batch), done | {"R39"}
	assert {"R29", "R32", "R39"} <= finished
	assert {shown[clause]["state"] for clause in (*finished, "R28")} <= {"Done", "Done Late"}

	delivery.move(batch, 5, "最后一次")
	service_deliveries.remind()
	service_deliveries.remind()
	assert set(told(batch).values()) == {1}
	names = {shown[clause]["name"] for clause in finished}
	assert not {key[0] for key in told(batch) - before} & names, "nobody is reminded of what is done"
	for row in rows(batch):
		kept = frappe.get_doc("Delivery Milestone", row.name).history
		if row.clause not in finished:
			history[row.name].append(row.due_date)
		dues = [day for at, day in enumerate(history[row.name]) if not at or day != history[row.name][at - 1]]
		assert [line.old_due for line in kept] == dues[:-1], row.clause
		assert [line.new_due for line in kept] == dues[1:], row.clause


@pytest.fixture(scope="module")
def department(estate):
	return Api(estate.users[roles.PROJECT_DEPARTMENT])


def refused(answer: tuple, *words: str) -> None:
	code, body = answer
	said = messages(body)
	assert code in (409, 417), said
	assert all(word in said for word in words), said


@pytest.mark.clause("R19")
def test_c_before_d_over_rest(estate, department):
	values = {"project": estate.a, "batch_name": "一批", "delivery_date": add_days(today(), 60)}
	early = {"completion_date": add_days(today(), 59)}
	refused(
		department.post("/api/resource/Delivery Batch", **values, **early), "请更正", add_days(today(), 60)
	)
	batch = delivery.make_batch(estate.a)
	frappe.db.commit()
	refused(department.put(f"/api/resource/Delivery Batch/{batch.name}", completion_date=today()), "请更正")
	frappe.db.rollback()
	assert len(rows(batch)) > 20
	assert not frappe.db.exists("Delivery Batch", {"project": estate.a, "batch_name": "一批"})
	frappe.db.set_value("Delivery Batch", batch.name, {"delivery_date": "2020-01-01", "completion_date": "2020-02-01"})
	# it was committed for the web server: over, it stands beside no batch of the other tests
	frappe.db.commit()


@pytest.mark.clause("R6", "R41")
def test_the_same_flat_twice_over_rest(estate):
	manager = Api(estate.users[roles.MANAGER])
	values = {"project": estate.a, "building": estate.building_a, "delivery_state": "Not Delivered"}
	answer = manager.post("/api/resource/Unit Archive", **values, entrance="二单元", room_no="15层01室")
	refused(answer, "3-2-1501", "已有档案", "请打开原档案")
	assert frappe.db.count("Unit Archive", {"project": estate.a, "unit_code": "3-2-1501"}) == 1


@pytest.mark.clause("R6")
def test_owners_at_the_same_time_over_rest(estate):
	manager = Api(estate.users[roles.MANAGER])
	owner = {"owner_name": "王晓明", "phone": "13800001501", "is_primary": 1}
	values = {"project": estate.a, "building": estate.building_a, "entrance": "2", "delivery_state": "Not Delivered"}

	def begin(room: str, *owners: dict) -> tuple:
		return manager.post("/api/resource/Unit Archive", **values, room_no=room, owners=list(owners))

	other = {"owner_name": "赵敏", "phone": "13900001601", "is_primary": 1}
	refused(begin("2901", owner, other), "第 1、2 行", "主要业主")
	twice = {**owner, "phone": "+86 138-0000-1501", "is_primary": 0}
	refused(begin("2901", owner, twice), "第 1、2 行", "重复登记")
	backwards = {**owner, "from_date": "2026-03-02", "to_date": "2026-03-01"}
	refused(begin("2901", backwards), "第 1 行")
	sold = [{**owner, "to_date": "2026-03-01"}, {**other, "from_date": "2026-03-01"}]
	code, answer = begin("2901", *sold)
	assert (code, answer["data"]["title"]) == (200, "3-2-2901 赵敏")


@pytest.mark.clause("R6")
def test_owners_of_a_stored_flat_change_by_their_action(estate):
	"""A row written by hand would leave days, open tickets and quotations with the former owner."""
	path = f"/api/resource/Unit Archive/{estate.unit_a}"
	stored = frappe.get_doc("Unit Archive", estate.unit_a)
	rows = [{"name": row.name, "owner_name": row.owner_name, "phone": row.phone, "is_primary": 1} for row in stored.owners]
	for role in (roles.MANAGER, roles.CLERK, roles.ADMINISTRATOR):
		person = Api(estate.users[role])
		for owners in ([], [{**rows[0], "owner_name": "赵敏"}], [*rows, {"owner_name": "赵敏", "phone": "13900001601"}]):
			refused(person.put(path, owners=owners), "业主", "操作")
		refused(person.put(path, tenants=[{"tenant_name": "赵敏", "phone": "13900001601"}]), "租", "操作")
	frappe.db.rollback()
	assert frappe.db.get_value("Unit Archive", estate.unit_a, "title") == stored.title


@pytest.mark.clause("R48")
def test_a_meter_that_runs_backwards_over_rest(estate):
	unit = make.make_unit(
		estate.building_a,
		"1901",
		delivery_state="Not Delivered",
		handover_date=None,
		meters=[{"kind": "Water", "meter_no": "W1", "initial_reading": 12}],
	)
	frappe.db.commit()
	engineer = Api(estate.users[roles.ENGINEER])
	values = {"unit": unit, "round": "First", "readings": [{"kind": "Water", "reading": 11.5}]}
	refused(engineer.post("/api/method/fangxiu_app.delivery.api_handover.record", values=values), "11.5", "12")
	twice = {**values, "readings": [{"kind": "Water", "reading": 13}, {"kind": "Water", "reading": 14}]}
	refused(engineer.post("/api/method/fangxiu_app.delivery.api_handover.record", values=twice))
	assert not frappe.db.exists("Handover Inspection", {"unit": unit})


@pytest.mark.clause("R21", "R33")
def test_what_proves_a_milestone_is_entered_in_time(estate, as_user):
	"""A day of weeks ago would make a milestone done in time that is overdue: only the repair manager writes it."""
	batch = delivery.make_batch(estate.a, days=60)
	late = [
		("staff", {"engineer": estate.users[roles.ENGINEER], "from_date": add_days(today(), -30)}),
		("needs", {"kind": "Equipment", "need": "桌椅", "planned_on": add_days(today(), -30)}),
	]
	for table, row in late:
		as_user(estate.users[roles.ENGINEER])
		doc = frappe.get_doc("Delivery Batch", batch.name)
		doc.append(table, row)
		with pytest.raises(frappe.ValidationError, match=r"more than a week ago.*repair manager"):
			doc.save()
		as_user(estate.users[roles.MANAGER])
		doc = frappe.get_doc("Delivery Batch", batch.name)
		doc.append(table, row)
		doc.save()
	as_user(estate.users[roles.ENGINEER])
	doc.reload().append("needs", {"kind": "Equipment", "need": "电脑", "planned_on": today()})
	doc.save()
	assert [row.need for row in doc.needs] == ["桌椅", "电脑"]


@pytest.mark.clause("R45", "R50")
def test_a_flat_leaves_a_delivery_by_no_choice_in_a_list(estate, as_user):
	unit = make.make_unit(estate.building_a, "2807", delivery_state="Not Delivered", handover_date=None)
	as_user(estate.users[roles.CLERK])
	doc = frappe.get_doc("Unit Archive", unit)
	doc.delivery_state = "Unsold"
	with pytest.raises(frappe.ValidationError, match="has an owner"):
		doc.save()
	doc.reload().delivery_state = "Delivered"
	with pytest.raises(frappe.ValidationError, match="by its signed inspection or transfer"):
		doc.save()
	frappe.db.set_value("Unit Archive", unit, {"delivery_state": "Delivered", "handover_date": add_days(today(), -9)})
	for day in (add_days(today(), -900), None):
		doc = frappe.get_doc("Unit Archive", unit)
		doc.handover_date = day
		with pytest.raises(frappe.ValidationError, match="was handed over"):
			doc.save()
	for state in ("Not Delivered", "Not Collected", "Unsold"):
		doc = frappe.get_doc("Unit Archive", unit)
		doc.delivery_state = state
		with pytest.raises(frappe.ValidationError, match="was handed over"):
			doc.save()
	as_user(estate.users[roles.MANAGER])
	doc = frappe.get_doc("Unit Archive", unit)
	doc.delivery_state = "Not Delivered"
	doc.save()
	assert frappe.db.get_value("Unit Archive", unit, "delivery_state") == "Not Delivered"


@pytest.mark.clause("R19", "R20")
def test_what_is_overdue_is_not_moved_away_but_by_the_manager(estate, as_user):
	"""By a later D; an earlier one hides nothing, and a later C moves nothing that is overdue."""
	batch = delivery.make_batch(estate.a, days=60)
	late = {clause for clause, row in delivery.shown(batch).items() if row["state"] == "Overdue"}
	assert late
	as_user(estate.users[roles.ENGINEER])
	for reason in ("", "x"):
		with pytest.raises(RefusedError, match="Let the repair manager move"):
			delivery.move(batch, 9, reason)
	batch.reload().update({"completion_date": add_days(batch.completion_date, 30), "move_reason": "x"})
	batch.save()
	batch.reload().update({"completion_date": None, "move_reason": "x"})
	with pytest.raises(RefusedError, match="would have no day any more"):
		batch.save()
	batch.reload()
	delivery.move(batch, -1)
	assert {clause for clause, row in delivery.shown(batch).items() if row["state"] == "Overdue"} >= late
	as_user(estate.users[roles.MANAGER])
	moved = delivery.move(batch, 60)
	assert {row.due_date == expected(row, moved) for row in rows(moved) if row.clause in late} == {True}


@pytest.mark.clause("R41", "R45")
def test_a_building_leaves_a_batch_for_a_reason_and_before_it_is_delivered(estate, as_user):
	first, second = (frappe.get_doc({"doctype": "Estate Building", "project": estate.a, "building_no": no}).insert().name for no in ("71", "72"))
	units = [make.make_unit(building, "101", delivery_state="Not Delivered", handover_date=None) for building in (first, second)]
	batch = delivery.make_batch(estate.a, days=20, buildings=[{"building": first}, {"building": second}])
	as_user(estate.users[roles.ENGINEER])
	for reason in ("", "x"):
		batch.reload().set("buildings", [row for row in batch.buildings if row.building == first])
		batch.move_reason = reason
		with pytest.raises(RefusedError, match="milestones are overdue"):
			batch.save()
	as_user(estate.users[roles.MANAGER])
	batch.reload().set("buildings", [row for row in batch.buildings if row.building == first])
	with pytest.raises(RefusedError, match="write down why"):
		batch.save()
	batch.reload().set("buildings", [row for row in batch.buildings if row.building == first])
	batch.move_reason = "二批交付"
	batch.save()
	assert not batch.reload().move_reason
	assert "二批交付" in frappe.get_last_doc("Comment", {"reference_name": batch.name, "comment_type": "Info"}).content
	frappe.db.set_value("Unit Archive", units[0], {"delivery_state": "Delivered", "handover_date": today()})
	batch.update({"buildings": [], "move_reason": "x"}).append("buildings", {"building": second})
	with pytest.raises(RefusedError, match="1 of its flats are delivered"):
		batch.save()
	frappe.db.set_value("Unit Archive", units[0], "handover_date", add_days(today(), -400))
	batch.reload().update({"buildings": [], "move_reason": "误选"}).append("buildings", {"building": second})
	batch.save()
	assert [row.building for row in batch.reload().buildings] == [second], "delivered long before: the wrong one was chosen"


@pytest.mark.clause("R28")
def test_an_agreement_leaves_a_batch_for_a_reason(estate, as_user):
	batch = delivery.make_batch(estate.a, days=20)
	as_user(estate.users[roles.ENGINEER])
	for reason in ("", "仅总包"):
		batch.reload().append("agreements", {"agreement": estate.agreement_a})
		batch.move_reason = reason
		with pytest.raises(RefusedError, match="milestones are overdue"):
			batch.save()
	as_user(estate.users[roles.MANAGER])
	batch.reload().append("agreements", {"agreement": estate.agreement_a})
	with pytest.raises(RefusedError, match="write down why"):
		batch.save()
	batch.reload().append("agreements", {"agreement": estate.agreement_a})
	batch.move_reason = "仅总包"
	batch.save()
	batch.reload().set("agreements", [])
	batch.save()
