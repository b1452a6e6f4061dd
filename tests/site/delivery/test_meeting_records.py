"""Minutes that were signed stay as they were signed (R29, R32, R55)."""

from __future__ import annotations

import pytest
from frappe.utils import add_days, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from tests.site.helpers import delivery, stock


@pytest.mark.clause("R29", "R32")
def test_signed_minutes_stay_and_who_signs_later_is_added(estate, as_user):
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	record = delivery.meeting(delivery.make_batch(estate.a), minutes_file=None)
	record.append("attendees", {"company": record.attendees[0].company, "person": "钱工"})
	record.update({"decisions": "每周例会", "held_on": add_days(today(), -1)})
	record.save()
	assert not record.run_method("onload") and not record.get_onload("signed")
	record.minutes_file = stock.photo()
	record.save()
	record.run_method("onload")
	assert record.get_onload("signed"), "the form opens none of it"
	changes = {"decisions": "不开例会", "held_on": today(), "topic": "另一次", "minutes_file": stock.photo(), "evidence": None}
	for field, value in changes.items():
		record.reload().set(field, value)
		with pytest.raises(LockedFieldError):
			record.save()
	record.reload().attendees[0].person = "别人"
	with pytest.raises(LockedFieldError, match="who is on them stays"):
		record.save()
	signed = [(row.name, row.company) for row in record.reload().attendees]
	record.set("attendees", [row.as_dict() for row in reversed(record.attendees)])
	with pytest.raises(LockedFieldError, match="stay in the order"):
		record.save()
	record.reload().set("attendees", [{**row.as_dict(), "idx": 9 - row.idx} for row in record.attendees])
	record.save()
	assert [(row.name, row.company) for row in record.reload().attendees] == signed, "numbers follow the places"
	record.reload().append("attendees", {"company": record.attendees[0].company, "person": "周工"})
	record.save()
	assert [row.person for row in record.attendees][-1] == "周工"
