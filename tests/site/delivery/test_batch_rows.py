"""What milestones of a delivery count is not taken away by who plans it, and no flat is counted by two deliveries (R33-R37, R41)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from tests.site.helpers import delivery, money, stock
from tests.site.helpers import factories as make

NEEDS = [{"kind": "Office Site", "need": "会议室"}, {"kind": "Equipment", "need": "打印机", "qty": 2}]


def refused(batch, words: str, reason: str = "") -> None:
	batch.move_reason = reason
	with pytest.raises(RefusedError, match=words):
		batch.save()
	batch.reload()


@pytest.mark.clause("R33", "R34", "R35")
def test_a_need_leaves_for_a_reason_and_once_due_by_the_manager(estate, as_user):
	batch = delivery.make_batch(estate.a, days=200, needs=[*NEEDS, {"kind": "Equipment", "need": "电脑", "done_on": today()}])
	as_user(estate.users[roles.ENGINEER])
	batch.reload()
	for change in (
		lambda: batch.set("needs", [row for row in batch.needs if row.done_on]),
		lambda: batch.set("needs", []),
		lambda: batch.needs[0].update({"kind": "Equipment"}),
		lambda: batch.needs[0].update({"need": "电脑二"}),
		lambda: batch.needs[1].update({"qty": 1}),
	):
		change()
		refused(batch, "write down why")
	batch.set("needs", batch.needs[:2])
	batch.move_reason = "电脑自有"
	batch.save()
	assert "电脑" in frappe.get_last_doc("Comment", {"reference_name": batch.name, "comment_type": "Info"}).content
	assert not batch.reload().move_reason
	frappe.db.set_value("Delivery Milestone", {"batch": batch.name, "proof": "Office Site"}, "due_date", today())
	batch.set("needs", batch.needs[1:])
	refused(batch, "the day of .*R34.* has come", "x")
	as_user(estate.users[roles.MANAGER])
	batch.set("needs", batch.needs[1:])
	refused(batch, "write down why")
	batch.set("needs", batch.needs[1:])
	batch.move_reason = "改用物业会议室"
	batch.save()
	assert [row.need for row in batch.reload().needs] == ["打印机"]


@pytest.mark.clause("R21", "R32")
def test_engineers_and_duties_leave_for_a_reason(estate, as_user):
	rows = {"staff": [{"engineer": estate.users[roles.ENGINEER], "from_date": today()}], "duties": [{"matter": "钥匙", "responsible": "项目部"}]}
	batch = delivery.make_batch(estate.a, days=200, **rows)
	as_user(estate.users[roles.ENGINEER])
	for table in rows:
		batch.reload().set(table, [])
		refused(batch, "write down why")
	batch.duties[0].responsible = "客服部"
	batch.save()


@pytest.mark.clause("R41", "R45")
def test_a_building_stands_in_one_open_batch(estate, as_user):
	building = frappe.get_doc({"doctype": "Estate Building", "project": estate.a, "building_no": "73"}).insert().name
	first = delivery.make_batch(estate.a, days=20, buildings=[{"building": building}])
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(RefusedError, match=f"73.*{first.batch_name}"):
		delivery.make_batch(estate.a, days=300, buildings=[{"building": building}])
	beside = frappe.get_doc({"doctype": "Estate Building", "project": estate.a, "building_no": "75"}).insert(ignore_permissions=True).name  # no engineer makes one
	other = delivery.make_batch(estate.a, days=300, buildings=[{"building": beside}])
	other.append("buildings", {"building": building})
	other.move_reason = "x"
	with pytest.raises(RefusedError, match="is not completed"):
		other.save()
	frappe.db.set_value("Delivery Batch", first.name, {"delivery_date": add_days(today(), -9), "completion_date": add_days(today(), -1)})
	delivery.make_batch(estate.a, days=300, buildings=[{"building": building}])
	first.reload().update({"batch_name": "一批"})
	first.save()


@pytest.mark.clause("R27", "R28")
def test_an_agreement_that_overdue_milestones_wait_for_does_not_end_by_hand(estate, as_user):
	draft = money.agreement(estate, status="In Talks").name
	delivery.make_batch(estate.a, days=20)
	as_user(estate.users[roles.COST_DEPARTMENT])
	for change in ({"status": "Terminated"}, {"contractor": estate.waterproofer}):
		doc = frappe.get_doc("Warranty Agreement", draft).update(change)
		with pytest.raises(RefusedError, match="overdue milestones"):
			doc.save()
	doc = frappe.get_doc("Warranty Agreement", draft).update({"status": "Draft"})
	doc.save()
	as_user(estate.users[roles.ADMINISTRATOR])
	with pytest.raises(RefusedError, match="overdue milestones"):
		frappe.get_doc("Warranty Agreement", draft).delete()
	as_user(estate.users[roles.MANAGER])
	frappe.get_doc("Warranty Agreement", draft).update({"status": "Terminated"}).save()


@pytest.mark.clause("R36", "R37")
def test_parts_that_are_due_are_not_planned_away(estate, as_user):
	"""By a smaller quantity, a row less, another batch or a deleted list; before the day it is the buyer's own plan."""
	batch = delivery.make_batch(estate.a, days=200)
	as_user(estate.users[roles.BUYER])
	parts = stock.make_list(estate.a, [{"part_name": stock.part_name(name), "qty_planned": 10} for name in ("地漏", "角阀")], batch=batch.name)
	parts.items[0].qty_planned = 9
	parts.save()
	frappe.db.set_value("Spare Parts", parts.name, "listed_by", today())
	for change in (
		lambda: parts.items[0].update({"qty_planned": 0}),
		lambda: parts.set("items", parts.items[:1]),
		lambda: parts.update({"batch": None}),
	):
		parts.reload()
		change()
		with pytest.raises(RefusedError, match="Let the repair manager"):
			parts.save()
	parts.reload().items[0].qty_planned = 12
	parts.save()
	frappe.db.set_value("Spare Parts", parts.name, "listed_by", today())
	as_user(estate.users[roles.MANAGER])
	parts.reload().items[0].qty_planned = 0
	with pytest.raises(RefusedError, match="write down why"):
		parts.save()
	parts.reload().update({"change_reason": "户型取消"}).items[0].qty_planned = 0
	parts.save()
	assert "户型取消" in frappe.get_last_doc("Comment", {"reference_name": parts.name, "comment_type": "Info"}).content
	assert not parts.reload().change_reason


@pytest.mark.clause("R36")
def test_a_list_that_is_due_is_not_deleted(estate, as_user):
	batch = delivery.make_batch(estate.a, days=200)
	rows = [{"part_name": stock.part_name(), "qty_planned": 10}]
	parts = frappe.get_doc({"doctype": "Spare Parts", "project": estate.a, "batch": batch.name, "delivery_date": batch.delivery_date, "items": rows}).insert()
	frappe.db.set_value("Spare Parts", parts.name, "listed_by", today())
	as_user(estate.users[roles.ADMINISTRATOR])
	with pytest.raises(RefusedError, match="Let the repair manager"):
		frappe.get_doc("Spare Parts", parts.name).delete()


@pytest.mark.clause("R41", "R45")
def test_a_past_day_of_completion_that_was_only_typed_frees_no_building(estate, as_user):
	building = frappe.get_doc({"doctype": "Estate Building", "project": estate.a, "building_no": "74"}).insert().name
	unit = make.make_unit(building, "101", delivery_state="Not Delivered", handover_date=None)
	first = delivery.make_batch(estate.a, days=20, buildings=[{"building": building}])
	frappe.db.set_value("Delivery Batch", first.name, {"delivery_date": add_days(today(), -9), "completion_date": add_days(today(), -1)})
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(RefusedError, match=f"74.*{first.batch_name}"):
		delivery.make_batch(estate.a, days=300, buildings=[{"building": building}])
	frappe.db.set_value("Unit Archive", unit, "delivery_state", "Delivered")
	with pytest.raises(RefusedError, match="all flats of 74"):
		delivery.make_batch(estate.a, days=300, buildings=[{"building": building}])
	as_user("Administrator")
	make.make_unit(building, "102", delivery_state="Not Delivered", handover_date=None)
	as_user(estate.users[roles.ENGINEER])
	delivery.make_batch(estate.a, days=300, buildings=[{"building": building}])


@pytest.mark.clause("R20", "R41")
def test_a_batch_is_about_the_whole_project_only_while_it_is_the_only_open_one(estate, as_user):
	"""Otherwise each names its buildings: the new one, and first the one that is about the whole project."""
	one, two = (frappe.get_doc({"doctype": "Estate Building", "project": estate.a, "building_no": no}).insert().name for no in ("77", "78"))
	for building in (one, two):
		make.make_unit(building, "101", delivery_state="Not Delivered", handover_date=None)
	first = delivery.make_batch(estate.a, days=200)
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	with pytest.raises(RefusedError, match=rf"(?s)names no building.*{first.batch_name}.*whole project"):
		delivery.make_batch(estate.a, days=300)
	with pytest.raises(RefusedError, match=f"{first.batch_name} is about the whole project"):
		delivery.make_batch(estate.a, days=300, buildings=[{"building": two}])
	first.reload().update({"move_reason": "分批"}).append("buildings", {"building": one})
	first.save()
	with pytest.raises(RefusedError, match="names no building"):
		delivery.make_batch(estate.a, days=300)
	second = delivery.make_batch(estate.a, days=300, buildings=[{"building": two}])
	as_user(estate.users[roles.MANAGER])
	second.reload().update({"move_reason": "x", "buildings": []})
	with pytest.raises(RefusedError, match="names no building"):
		second.save()
	frappe.db.set_value("Delivery Batch", first.name, {"delivery_date": add_days(today(), -9), "completion_date": add_days(today(), -1)})
	frappe.db.set_value("Unit Archive", f"{estate.unit_a}", "delivery_state", "Delivered")
	second.reload().update({"move_reason": "x", "buildings": []})
	second.save()
