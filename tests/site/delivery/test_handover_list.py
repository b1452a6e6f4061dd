"""An owner who signs with a list and never comes back; who may be stood in for (R45, R46, R50)."""

from __future__ import annotations

import pytest
from frappe.utils import add_days, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import service_handover
from fangxiu_app.delivery.api_handover import earlier
from tests.site.helpers import factories as make
from tests.site.helpers import signing


@pytest.fixture
def unit(estate):
	return make.make_unit(estate.building_a, "2301", delivery_state="Not Delivered", handover_date=None)


def sign(inspection, opinion: str):
	promised = add_days(today(), 7) if opinion == "Accept With List" else None
	service_handover.sign(inspection.name, "王晓明", make.SIGNATURE, opinion, promised_on=promised)
	return inspection.reload()


@pytest.mark.clause("R45", "R46")
def test_a_list_leaves_the_flat_with_the_project_department_until_it_is_handed_over(estate, unit, as_user):
	"""Signed with a list and never back: the project department records what is found later, the form offers the proxy."""
	first = make.make_inspection(unit)
	assert earlier(inspection=first.name)["transfer"] == ""
	sign(first, "Accept With List")
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	again = make.make_inspection(unit, readings=[], round="Re-inspection")
	assert (again.side, again.items[0].responsible) == ("Project Department", "Project Department")
	for inspection in (first, again):
		assert earlier(inspection=inspection.name)["transfer"] == ""
		service_handover.rectify(inspection.name, inspection.items[0].name, today(), "铲除重做", make.photo())
	assert earlier(inspection=first.name)["transfer"] == "Proxy Acceptance"


@pytest.mark.clause("R46", "R50")
def test_nobody_accepts_for_an_owner_who_has_not_inspected(unit):
	early = make.make_inspection(unit, round="Pre-inspection")
	service_handover.rectify(early.name, early.items[0].name, today(), "铲除重做", make.photo())
	with pytest.raises(RefusedError, match="No owner has inspected"):
		signing.sign_side(make.make_transfer(unit, "Proxy Acceptance"), roles.PROJECT_DEPARTMENT)
