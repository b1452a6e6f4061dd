"""Days of a handover that are typed later: the month after the rectification, attempts to reach the owner, their photos (R46, docs/adr/0180)."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from fangxiu_app.core.access import files, roles
from fangxiu_app.core.messages import RefusedError, describe
from fangxiu_app.delivery import api_handover, reads_handover, service_handover
from fangxiu_app.delivery.proofs import reads_delivery_proofs
from tests.site.helpers import factories as make
from tests.site.helpers import signing
from tests.site.helpers.signing import acting


def long_ago() -> str:
	"""More than a month."""
	return str(add_days(add_months(today(), -1), -3))


@pytest.fixture
def unit(estate):
	return make.make_unit(estate.building_a, "2391", delivery_state="Not Delivered", handover_date=None)


@pytest.fixture
def inspection(unit):
	return make.make_inspection(unit, readings=[], inspected_at=f"{add_days(long_ago(), -5)} 09:00:00", back_entry_reason="纸质记录补录")


def rectify(inspection, role: str):
	with acting(signing.side_user(role, inspection.project)):
		service_handover.rectify(inspection.name, inspection.items[0].name, long_ago(), "铲除重做", make.photo())
	return inspection.reload().items[0]


def lacks(transfer) -> str:
	return "\n".join(map(describe, transfer.reload().lacks()))


@pytest.mark.clause("R46")
@pytest.mark.parametrize(("role", "counts"), [(roles.PROJECT_DEPARTMENT, today), (roles.ENGINEER, today), (roles.SUPERVISOR, long_ago)])
def test_the_month_counts_from_the_day_a_rectification_was_written_down(inspection, role, counts):
	"""Who stands for an earlier day is a head of the repair centre; board and transfer count alike."""
	row = rectify(inspection, role)
	assert (str(row.rectified_on), str(row.counted_from)) == (long_ago(), counts())
	said = lacks(make.make_transfer(inspection.unit, "Proxy Acceptance"))
	assert ("written down on" in said) is (counts is today)
	assert ("possible from" in said) is (counts is today)
	found = reads_delivery_proofs._problems(frappe._dict(projects=[inspection.project]))[inspection.unit]
	assert [str(problem.counted_from) for problem in found] == [counts()]


@pytest.mark.clause("R22", "R46")
def test_what_the_engineer_found_before_the_owner_came_begins_no_month(unit):
	"""Board, draft and transfer alike; a problem of that round that is open still stands in the way."""
	pre = make.make_inspection(unit, round="Pre-inspection", readings=[], inspected_at=f"{add_days(long_ago(), -9)} 09:00:00", back_entry_reason="纸质记录补录")
	user = signing.side_user(roles.SUPERVISOR, pre.project)
	row = rectify(pre, roles.SUPERVISOR)
	assert (row.state, reads_handover.has_rectified(unit, user)) == ("Rectified", False)
	make.make_inspection(unit, readings=[], items=[])
	draft = make.make_transfer(unit, "Proxy Acceptance")
	assert draft.rectified_on is None
	assert "No rectification is recorded" in lacks(draft)
	found = reads_delivery_proofs._problems(frappe._dict(projects=[pre.project]))[unit]
	assert [problem.with_owner for problem in found] == [False]


@pytest.mark.clause("R45", "R46")
def test_a_failed_recheck_takes_the_day_away(inspection):
	row = rectify(inspection, roles.SUPERVISOR)
	with acting(signing.side_user(roles.ENGINEER, inspection.project)):
		service_handover.recheck(inspection.name, row.name, False, "仍有空鼓")
	row = inspection.reload().items[0]
	assert (row.state, row.rectified_on, row.counted_from, row.after_photo) == ("Open", None, None, None)


@pytest.mark.clause("R46")
def test_an_attempt_counts_from_when_it_was_written_down(inspection):
	"""Two that were typed on one day are one, a changed one is new, and what the request says of it is overwritten."""
	rectify(inspection, roles.SUPERVISOR)
	rows = [{"tried_on": add_days(today(), -days), "counts_on": add_days(today(), -days), "way": "Phone", "result": "无人接听"} for days in (9, 2)]
	with acting(signing.side_user(roles.PROJECT_DEPARTMENT, inspection.project)):
		draft = make.make_transfer(inspection.unit, "Proxy Acceptance", attempts=rows)
	assert {str(row.counts_on) for row in draft.attempts} == {today()}
	assert "attempts" in lacks(draft)
	for row in draft.attempts:
		frappe.db.set_value(row.doctype, row.name, "counts_on", row.tried_on)
	with acting(signing.side_user(roles.PROJECT_DEPARTMENT, inspection.project)):
		draft.reload().save()
		assert "attempts" not in lacks(draft)
		draft.reload().attempts[0].tried_on = add_days(today(), -5)
		draft.save()
	assert [str(row.counts_on) for row in draft.reload().attempts] == [today(), add_days(today(), -2)]
	with acting(signing.side_user(roles.MANAGER, inspection.project)):
		draft.attempts[0].tried_on = add_days(today(), -8)
		draft.save()
	assert getdate(draft.reload().attempts[0].counts_on) == getdate(add_days(today(), -8))


@pytest.mark.clause("R46")
def test_who_stands_for_the_days_does_not_sign_for_the_repair_centre(inspection):
	rectify(inspection, roles.SUPERVISOR)
	draft = make.make_transfer(inspection.unit, "Proxy Acceptance")
	said = {}
	for role in (roles.SUPERVISOR, roles.MANAGER):
		with acting(signing.side_user(role, inspection.project)):
			said[role] = "\n".join(map(describe, draft.missing_for_signature()))
	assert "stand for their days" in said[roles.SUPERVISOR]
	assert "stand for their days" not in said[roles.MANAGER]


@pytest.mark.clause("R46")
def test_photos_of_an_acceptance_are_its_own(inspection):
	"""The same bytes are one photo, and what shows the rectification shows no acceptance."""
	row = rectify(inspection, roles.SUPERVISOR)
	content = files.content(frappe.get_doc("File", {"file_url": row.after_photo}))

	def copy(of: bytes) -> str:
		return frappe.get_doc({"doctype": "File", "file_name": "again.png", "content": of, "is_private": 1}).insert().file_url

	draft = make.make_transfer(inspection.unit, "Proxy Acceptance")
	service_handover.keep(draft, copy(content), "Photo", "客厅")
	assert "taken at this handover" in lacks(draft)
	service_handover.keep(draft, make.photo(), "Photo", "卧室")
	assert "taken at this handover" not in lacks(draft)
	one = make.make_photo()
	service_handover.keep(draft, one.file_url, "Photo", "阳台")
	service_handover.keep(draft, copy(files.content(one)), "Photo", "阳台")
	assert reads_handover.own_photos(draft.name, draft.unit) == 2


@pytest.mark.clause("R45", "R46")
def test_a_transfer_that_is_begun_is_gone_on_with_and_its_kind_follows_the_owner(inspection):
	"""Begun on the owner's behalf, then he comes and signs: the same draft becomes the signed one."""
	rectify(inspection, roles.SUPERVISOR)
	said = api_handover.earlier(inspection=inspection.name)
	assert (said["transfer"], said["draft"]) == ("Proxy Acceptance", None)
	draft = make.make_transfer(inspection.unit, "Proxy Acceptance")
	assert api_handover.earlier(inspection=inspection.name)["draft"] == draft.name
	with pytest.raises(RefusedError, match=draft.name):
		make.make_transfer(inspection.unit, "Signed")
	with acting(signing.side_user(roles.ENGINEER, inspection.project)):
		service_handover.recheck(inspection.name, inspection.items[0].name, True, "")
	service_handover.sign(inspection.name, "王晓明", make.SIGNATURE, "Accept")
	assert "Choose the kind Signed" in lacks(draft)
	draft.kind = "Signed"
	draft.save()
	assert "Choose the kind" not in lacks(draft)


@pytest.mark.clause("R45")
def test_the_card_of_the_project_department_counts_the_inspections_that_it_lists(inspection):
	"""Two problems of one round are one record to open; one that is rectified is none."""
	two = [{"location": where, "defect_type": "墙面空鼓", "description": "空鼓"} for where in ("客厅", "主卧")]
	other = make.make_inspection(make.make_unit(frappe.db.get_value("Unit Archive", inspection.unit, "building"), "2392", delivery_state="Not Delivered", handover_date=None), items=two, readings=[])

	def listed() -> list[str]:
		with acting(signing.side_user(roles.PROJECT_DEPARTMENT, inspection.project)):
			card = api_handover.to_rectify_card()
		names = json.loads(card["route_options"]["name"])[1]
		assert card["value"] == len([name for name in names if name])
		return names

	assert listed().count(other.name) == 1 and inspection.name in listed()
	rectify(inspection, roles.SUPERVISOR)
	assert inspection.name not in listed()
