"""Evidence is deleted by the administrator alone, not before the time for which it is kept, and not without a trace."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, add_years, getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.evidence import reads_custody, reads_retention, service_custody, service_evidence_pack
from tests.site.evidence.test_evidence_pack import faults
from tests.site.helpers import factories as make
from tests.site.helpers import orders
from tests.site.helpers.packs import checked, unpacked


@pytest.fixture
def ticket(estate) -> str:
	"""A closed ticket whose warranties are over for three years and a day."""
	name = make.make_ticket(estate.unit_a).name
	make.walk(name, "close")
	day = add_days(add_years(getdate(today()), -3), -1)
	ended = {"owner_until": day, "contractor_until": add_years(day, -1), "closed_at": f"{add_years(day, -2)} 09:00:00"}
	frappe.db.set_value("Repair Ticket", name, ended)
	return name


def delete(item) -> None:
	frappe.delete_doc("Evidence Item", item.name)


@pytest.mark.clause("R109")
def test_the_setting_says_until_when(ticket):
	frappe.db.set_value("Repair Ticket", ticket, {"owner_until": "2024-02-29", "contractor_until": None, "closed_at": None})
	settings = frappe.get_doc("Fangxiu Settings")
	for years, day in ((3, "2027-02-28"), (4, "2028-02-29")):
		settings.evidence_keep_years = years
		settings.save()
		assert str(reads_retention.until([ticket])) == day


@pytest.mark.clause("R109")
def test_nobody_sets_fewer_years_than_the_law_and_stored_ones_do_not_count(estate, ticket, as_user):
	as_user(estate.users[roles.ADMINISTRATOR])
	for years in (0, 2):
		settings = frappe.get_doc("Fangxiu Settings")
		settings.evidence_keep_years = years
		with pytest.raises(RefusedError, match="at least 3"):
			settings.save()
	as_user("Administrator")
	frappe.db.set_single_value("Fangxiu Settings", "evidence_keep_years", 0)
	item, _hash = make.add_evidence(ticket)
	frappe.db.set_value("Repair Ticket", ticket, "owner_until", add_years(getdate(today()), -1))
	with pytest.raises(LockedFieldError, match="cannot be deleted before the end of"):
		delete(item)


@pytest.mark.parametrize(
	("field", "value", "limit"),
	[
		("design_life_years", 49, "at least 50"),
		("deposit_cap_percent", 3.5, "at most 3"),
		("deemed_acceptance_days", 91, "at most 90"),
		("release_check_days", 15, "at most 14"),
		("release_pay_days", 15, "at most 14"),
	],
)
def test_other_numbers_of_the_law_are_bounded_too(estate, as_user, field, value, limit):
	as_user(estate.users[roles.ADMINISTRATOR])
	settings = frappe.get_doc("Fangxiu Settings")
	settings.set(field, value)
	with pytest.raises(RefusedError, match=limit):
		settings.save()


@pytest.mark.clause("R109")
def test_not_a_day_before_the_time_is_over(estate, ticket, as_user):
	item, _hash = make.add_evidence(ticket)
	frappe.db.set_value("Repair Ticket", ticket, "owner_until", add_years(getdate(today()), -3))
	as_user(estate.users[roles.ADMINISTRATOR])
	with pytest.raises(LockedFieldError, match="cannot be deleted before the end of"):
		delete(item)
	assert frappe.db.exists("Evidence Item", item.name)


@pytest.mark.clause("R109")
def test_not_while_something_of_it_is_open(estate, ticket):
	item, _hash = make.add_evidence(ticket)
	doc = orders.make_compensation(ticket)
	with pytest.raises(LockedFieldError, match=f"{doc.name} has not ended"):
		delete(item)
	doc.db_set("status", "Cancelled")
	frappe.db.set_value("Repair Ticket", ticket, "status", "In Repair")
	with pytest.raises(LockedFieldError, match=f"{ticket} has not ended"):
		delete(item)
	assert frappe.db.exists("Evidence Item", item.name)


@pytest.mark.clause("R109")
def test_afterwards_by_the_administrator_with_an_entry_that_stays(estate, ticket, as_user, tmp_path):
	kept, _hash = make.add_evidence(ticket)
	item, sha256 = make.add_evidence(ticket)
	path = frappe.get_doc("File", {"file_url": item.file}).get_full_path()
	as_user(estate.users[roles.ADMINISTRATOR])
	delete(item)
	assert not frappe.db.exists("Evidence Item", item.name)
	last = reads_custody.entries([ticket])[ticket][-1]
	assert (last.kind, last.document, last.user, last.note) == (
		*("Evidence Deleted", item.name),
		*(estate.users[roles.ADMINISTRATOR], sha256),
	)
	assert not frappe.db.exists("File", {"file_url": item.file})
	assert faults(ticket) == []
	as_user("Administrator")
	code, words = checked(unpacked(service_evidence_pack.start("Repair Ticket", ticket)["file"]), tmp_path)
	assert code == 0, words
	frappe.db.delete("Evidence Item", {"name": kept.name})
	assert faults(ticket) == [("record_removed", f"Evidence Item {kept.name}")]
	assert path


@pytest.mark.clause("R109")
@pytest.mark.parametrize("role", [role for role in roles.ROLES if role != roles.ADMINISTRATOR])
def test_nobody_else_deletes_evidence(estate, ticket, as_user, role):
	item, _hash = make.add_evidence(ticket)
	as_user(estate.users[role])
	with pytest.raises(frappe.PermissionError):
		delete(item)
	assert frappe.db.exists("Evidence Item", item.name)


@pytest.mark.clause("R109")
def test_evidence_of_no_ticket_is_kept(estate):
	warning = make.make_warning(estate.a, estate.unit_a)
	item = frappe.get_doc(
		{
			"doctype": "Evidence Item",
			"warning": warning.name,
			"project": estate.a,
			"file": make.make_photo().file_url,
			"stage": "Other",
		}
	).insert()
	with pytest.raises(LockedFieldError, match="belongs to no ticket"):
		delete(item)


@pytest.mark.clause("R109")
def test_a_pack_may_go_and_its_export_stays_in_the_log(ticket):
	make.add_evidence(ticket)
	address = service_evidence_pack.start("Repair Ticket", ticket)["file"]
	number = reads_custody.exports("Repair Ticket", ticket)[0].note
	frappe.get_doc("File", {"file_url": address}).delete()
	assert [row.note for row in reads_custody.exports("Repair Ticket", ticket)] == [number]
	assert service_custody.seal([ticket]) == 0
