"""Papers of two departments: each side signs from its own login, in between nothing changes (R37, R39, R46, R50)."""

from __future__ import annotations

from itertools import count

import frappe
import pytest
from frappe.utils import today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import api_handover, api_two_sided, rules_handover, service_two_sided
from fangxiu_app.overview import reads_approvals_waiting
from tests.site.helpers import factories as make
from tests.site.helpers import signing
from tests.site.helpers.factories import SIGNATURE
from tests.site.helpers.signing import acting

ROOMS = count(4301)


@pytest.fixture
def unit(estate):
	room = str(next(ROOMS))
	return make.make_unit(estate.building_a, room, delivery_state="Not Delivered", handover_date=None, owners=[])


@pytest.mark.clause("R46", "R50")
def test_each_side_of_a_transfer_signs_from_its_own_login(estate, unit, as_user):
	checked = {"self_checked_on": today(), "self_check_note": "无异常"}
	draft = make.make_transfer(unit, "Unsold", **checked)
	both = signing.side_user(roles.PROJECT_DEPARTMENT, estate.a)
	frappe.get_doc("User", both).add_roles(roles.ENGINEER)
	with acting(both):
		service_two_sided.sign("Unit Transfer", draft.name, "陈刚", SIGNATURE)
		with pytest.raises(RefusedError, match="from its own login"):
			service_two_sided.sign("Unit Transfer", draft.name, "李文博", SIGNATURE)
	assert (draft.reload().state, draft.project_user) == ("Awaiting Other Side", both)
	told = frappe.get_all("Outbox Message", {"reference_name": draft.name}, pluck="recipient")
	assert roles.ENGINEER in told and roles.PROJECT_DEPARTMENT not in told
	with acting(estate.users[roles.BUYER]), pytest.raises(RefusedError, match="signs here"):
		service_two_sided.sign("Unit Transfer", draft.name, "采购", SIGNATURE)
	with acting(estate.engineer_b), pytest.raises(frappe.PermissionError):
		service_two_sided.sign("Unit Transfer", draft.name, "李山", SIGNATURE)
	with acting(estate.users[roles.ENGINEER]):
		assert draft.name in [row.document for row in reads_approvals_waiting.rows()]
		with pytest.raises(RefusedError, match="let them sign"):
			service_two_sided.sign("Unit Transfer", draft.name, "李文博", "<svg onload=alert(1)>")
		with pytest.raises(RefusedError, match="Two different people"):
			service_two_sided.sign("Unit Transfer", draft.name, "陈刚", SIGNATURE)
		service_two_sided.sign("Unit Transfer", draft.name, "李文博", SIGNATURE)
		assert draft.name not in [row.document for row in reads_approvals_waiting.rows()]
	assert (draft.reload().state, draft.repair_user) == ("Handed Over", estate.users[roles.ENGINEER])
	frappe.clear_cache(user=both)  # the role is taken back with the test


@pytest.mark.clause("R50")
def test_a_paper_that_one_side_signed_is_changed_only_after_it_came_back(estate, unit):
	draft = make.make_transfer(unit, "Unsold", self_checked_on=today(), self_check_note="无异常")
	signing.sign_side(draft, roles.PROJECT_DEPARTMENT)
	signer = draft.project_user
	draft.keys = 9
	with pytest.raises(LockedFieldError, match="signed by one side"):
		draft.save()
	with acting(estate.users[roles.ENGINEER]):
		with pytest.raises(RefusedError, match="reason"):
			service_two_sided.send_back("Unit Transfer", draft.name, " ")
		service_two_sided.send_back("Unit Transfer", draft.name, "少一把钥匙")
	assert (draft.reload().state, draft.project_by, draft.project_user) == ("Draft", None, None)
	assert frappe.db.exists("Outbox Message", {"reference_name": draft.name, "recipient": signer})
	draft.keys = 9
	draft.save()
	signing.sign_both(draft)
	assert draft.state == "Handed Over"


@pytest.mark.clause("R50")
def test_a_flat_with_an_owner_is_not_handed_over_as_unsold_nor_one_that_was_delivered_as_not(estate):
	unit = make.make_unit(estate.building_a, str(next(ROOMS)), delivery_state="Not Delivered", handover_date=None)
	checked = {"self_checked_on": today(), "self_check_note": "无异常"}
	with pytest.raises(RefusedError, match=r"units without an owner.*王晓明"):
		make.make_transfer(unit, "Unsold", **checked)
	draft = make.make_transfer(unit, "Not Collected", **checked)
	frappe.db.set_value("Unit Archive", unit, "delivery_state", "Delivered")
	for kind in rules_handover.NOT_INSPECTED:
		with pytest.raises(RefusedError, match="was handed over to its owner"):
			make.make_transfer(unit, kind, **checked)
	# delivered while the draft lay there: its form says so before anybody draws a signature
	with acting(signing.side_user(roles.PROJECT_DEPARTMENT, estate.a)):
		assert "was handed over to its owner" in api_two_sided.panel("Unit Transfer", draft.name)["lacks"][0]
	with pytest.raises(RefusedError, match="was handed over to its owner"):
		signing.sign_side(draft, roles.PROJECT_DEPARTMENT)
	found = api_handover.transfer_kinds(unit)
	assert all(found.values()) and "nothing to transfer" in found["Signed"], "no inspection with the owner is recorded"
	assert "was handed over to its owner" in found["Unsold"]


@pytest.mark.clause("R50")
def test_what_a_signature_needs_and_why_a_paper_came_back_stand_on_the_form(estate, unit):
	draft = make.make_transfer(unit, "Unsold")
	with acting(signing.side_user(roles.PROJECT_DEPARTMENT, estate.a)):
		assert "self-check" in api_two_sided.panel("Unit Transfer", draft.name)["lacks"][0]
	draft.update({"self_checked_on": today(), "self_check_note": "无异常"})
	draft.save()
	signing.sign_side(draft, roles.PROJECT_DEPARTMENT)
	with acting(estate.users[roles.ENGINEER]):
		service_two_sided.send_back("Unit Transfer", draft.name, "少一把钥匙")
		by = frappe.utils.get_fullname()
	with acting(signing.side_user(roles.PROJECT_DEPARTMENT, estate.a)):
		panel = api_two_sided.panel("Unit Transfer", draft.name)
	assert (panel["lacks"], panel["sent_back"]) == ([], {"by": by, "reason": "少一把钥匙"})
	draft.reload()
	draft.sent_back_reason = "没有退回"
	with pytest.raises(LockedFieldError):
		draft.save()
	signing.sign_side(draft.reload(), roles.PROJECT_DEPARTMENT)
	assert api_two_sided.panel("Unit Transfer", draft.name)["sent_back"] is None
