"""An inspection's recorded values stay; values left out can be added once."""

from __future__ import annotations

from itertools import count

import frappe
import pytest
from frappe.utils import add_days, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import service_handover
from tests.site.helpers import factories as make
from tests.site.helpers.factories import SIGNATURE
from tests.site.helpers.rest import Api, messages

ROOMS = count(2701)
WALL = {"location": "客厅", "defect_type": "墙面空鼓", "description": "电视墙空鼓"}


@pytest.fixture
def unit(estate):
	return make.make_unit(
		estate.building_a, str(next(ROOMS)), delivery_state="Not Delivered", handover_date=None
	)


def sign(inspection, opinion="Accept"):
	promised = add_days(today(), 7) if opinion == "Accept With List" else None
	service_handover.sign(inspection.name, "王晓明", SIGNATURE, opinion, promised_on=promised)
	return inspection.reload()


@pytest.mark.clause("R48")
def test_a_photo_that_was_left_out_is_added_once_and_the_owner_signs(estate, unit, as_user):
	"""Inspections recorded before the photo was asked for are not locked: what is missing is added, nothing changed."""
	name = make.make_inspection(unit, items=[{**WALL, "defect_type": None}]).name
	row = frappe.db.get_value("Meter Reading", {"parent": name}, "name")
	frappe.db.set_value("Meter Reading", row, "photo", None)
	as_user(estate.users[roles.ENGINEER])
	inspection = frappe.get_doc("Handover Inspection", name)
	with pytest.raises(RefusedError, match="photo of the meter"):
		sign(inspection)
	inspection.readings[0].photo = make.photo("表.png")
	inspection.items[0].defect_type = "墙面空鼓"
	inspection.save()
	changed = frappe.get_doc("Handover Inspection", name)
	changed.readings[0].photo = make.photo("另一张.png")
	with pytest.raises(RefusedError, match="recorded stays"):
		changed.save()
	changed = frappe.get_doc("Handover Inspection", name)
	changed.items[0].defect_type = "卫生间渗漏"
	with pytest.raises(RefusedError, match="stay as they are"):
		changed.save()
	changed = frappe.get_doc("Handover Inspection", name)
	changed.append("readings", {"kind": "Gas", "reading": 1})
	with pytest.raises(RefusedError, match="take the photo"):
		changed.save()
	sign(frappe.get_doc("Handover Inspection", name), opinion="Accept With List")
	assert frappe.db.get_value("Handover Inspection", name, "state") == "Owner Signed"


@pytest.mark.clause("R45")
def test_the_type_of_a_defect_is_added_after_the_signature_and_becomes_a_ticket(estate, unit, as_user):
	first = make.make_inspection(unit, items=[])
	sign(first)
	again = make.make_inspection(unit, items=[{**WALL, "defect_type": None}], round="Re-inspection")
	sign(again, opinion="Accept With List")
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(RefusedError, match="defect type"):
		service_handover.make_tickets(again.name)
	signed = frappe.get_doc("Handover Inspection", again.name)
	signed.items[0].defect_type = "墙面空鼓"
	signed.save()
	assert service_handover.make_tickets(again.name)
	signed.reload()
	signed.items[0].description = "另一个问题"
	with pytest.raises(LockedFieldError, match="signed by the owner"):
		signed.save()


def test_why_a_round_was_entered_late_stays_as_the_name_and_the_keys_may_be_corrected(estate, unit, as_user):
	inspection = make.make_inspection(unit, inspected_at=f"{add_days(today(), -3)} 09:00:00", back_entry_reason="纸质记录补录")
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	inspection.reload().update({"owner_name": "沈知遥", "keys_handed": 5})
	inspection.save()
	inspection.back_entry_reason = "当场录入"
	with pytest.raises(LockedFieldError, match="stays as it was recorded"):
		inspection.save()


@pytest.mark.clause("R45", "R47")
def test_rows_that_the_owner_signed_keep_their_places(estate, unit):
	"""Neither by their order nor by the numbers a request gives them."""
	same = {"location": "客厅", "defect_type": "墙面空鼓", "description": "电视墙空鼓"}
	inspection = sign(make.make_inspection(unit, [same, same, {**same, "description": "阳台空鼓"}]), "Accept With List")
	names = [row.name for row in inspection.items]
	frappe.db.commit()  # the request has a connection of its own
	manager = Api(estate.users[roles.MANAGER])
	path = f"/api/resource/Handover Inspection/{inspection.name}"
	rows = [frappe.parse_json(frappe.as_json(row.as_dict())) for row in inspection.items]
	code, body = manager.put(path, items=[rows[1], rows[0], rows[2]])
	assert code == 417, messages(body)
	manager.put(path, items=[{**row, "idx": 9 - row["idx"]} for row in rows])
	frappe.db.rollback()
	assert [row.name for row in frappe.get_doc("Handover Inspection", inspection.name).items] == names
