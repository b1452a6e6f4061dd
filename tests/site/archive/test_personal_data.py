"""An owner's request for his data, or for erasure: one file, refusals with their day, and what is kept."""

from __future__ import annotations

import io
import json

import frappe
import openpyxl
import pytest
from frappe.utils import add_days, add_years, today

from fangxiu_app.archive.rules_erasure import ERASED, Needed, refusals
from fangxiu_app.core.access import roles
from tests.site.core.test_what_leaves import Raw
from tests.site.helpers import factories as make
from tests.site.helpers.rest import messages

API = "/api/method/fangxiu_app.archive.api_personal."
PHONE, NAME = "13300770001", "孙七"


@pytest.fixture(scope="module")
def keeper(estate) -> Raw:
	return Raw(estate.users[roles.ADMINISTRATOR])


@pytest.fixture(scope="module")
def unit(estate):
	"""A flat with a former owner, his closed repair, a signed inspection, a message to him and a remark with his number."""
	doc = frappe.get_doc("Unit Archive", make.make_unit(estate.building_a, "3105", "周八", "13300770002"))
	doc.append("owners", {"owner_name": NAME, "phone": PHONE, "from_date": add_years(today(), -1)})
	doc.write_by_action()
	ticket = make.make_ticket(doc.name, caller_name=NAME, caller_phone=PHONE)
	frappe.get_doc("Repair Ticket", ticket.name).add_comment("Comment", f"业主{PHONE}晚上在家")
	frappe.db.commit()  # requests read by a connection of their own
	return frappe._dict(name=doc.name, ticket=ticket.name, project=doc.project)


def row_of(unit) -> str:
	return frappe.db.get_value("Unit Owner", {"parent": unit.name, "owner_name": NAME}, "name")


def test_everything_held_about_a_person_in_one_file(keeper, unit, estate):
	listed = keeper.get(f"{API}people", unit=unit.name)[1]["message"]
	assert {"row": row_of(unit), "name": NAME, "current": True} in listed
	book = openpyxl.load_workbook(io.BytesIO(keeper.bytes_of(f"{API}export", unit=unit.name, row=row_of(unit))))
	rows = [[str(cell.value) for cell in row] for row in book.active]
	assert {"业主", "维修工单", "报修单"} & {row[0] for row in rows[1:]}
	assert [unit.ticket in row[1] for row in rows].count(True) > 3
	assert sum(PHONE in row for row in rows) >= 3, "whole: it is the person's own"
	codes = [cell for row in rows for cell in row if str(unit.project) in cell]
	assert not codes, "projects and units by their names"
	frappe.db.rollback()
	assert frappe.db.exists("Access Log", {"reference_document": unit.name, "method": "Personal Data"})
	for role in (roles.MANAGER, roles.CLERK):
		code, body = Raw(estate.users[role]).post(f"{API}export", unit=unit.name, row=row_of(unit))
		assert code == 403
		assert PHONE not in json.dumps(body)


def test_a_person_is_erased_once_nothing_needs_him(keeper, unit):
	row, values = row_of(unit), {"unit": unit.name, "reason": "本人 11 月 1 日书面提出"}
	code, body = keeper.post(f"{API}erase", row=row, **values)
	assert code == 417
	assert "业主变更" in messages(body)
	assert unit.ticket in messages(body)
	frappe.db.set_value("Unit Owner", row, "to_date", add_days(today(), -1))
	frappe.db.set_value("Repair Ticket", unit.ticket, "status", "Closed")
	frappe.db.commit()  # requests read by a connection of their own
	assert keeper.post(f"{API}erase", unit=unit.name, row=row, reason=" ")[0] == 417
	code, body = keeper.post(f"{API}erase", row=row, **values)
	assert code == 200, messages(body)
	assert body["message"] >= 3
	frappe.db.rollback()
	assert frappe.db.get_value("Unit Owner", row, ["owner_name", "phone"]) == (NAME, ERASED)
	assert frappe.db.get_value("Repair Ticket", unit.ticket, ["caller_name", "caller_phone"]) == (ERASED, ERASED)
	left = frappe.get_all("Comment", {"reference_name": ("in", (unit.name, unit.ticket))}, pluck="content")
	assert not any(PHONE in (text or "") for text in left)
	assert any("书面提出" in (text or "") for text in left)
	assert not frappe.db.exists("Version", {"docname": ("in", (unit.name, unit.ticket)), "data": ("like", f"%{PHONE}%")})
	frappe.get_doc("Unit Archive", unit.name).save()
	frappe.db.rollback()
	assert keeper.post(f"{API}erase", row=row, **values)[0] == 417, "there is nobody left to erase"


def test_a_signed_compensation_keeps_its_person_for_three_years(estate):
	from fangxiu_app.archive import reads_personal_data

	paid = {"doctype": "Compensation", "project": estate.a, "payee_name": NAME, "payee_phone": PHONE, "status": "Settled"}
	for name, day in (("old", add_years(today(), -4)), ("young", add_years(today(), -1))):
		frappe.get_doc({**paid, "name": f"{make.RUN}-{name}", "signed_on": day}).db_insert()
	found = [one for one in reads_personal_data.needed(NAME, PHONE, frappe.utils.getdate()) if make.RUN in one.document]
	assert found == [Needed("erase_claim", f"{make.RUN}-young", frappe.utils.getdate(add_years(today(), 2)))]
	assert [one.code for one in refusals([*found, Needed("erase_ticket", "RT-1", None)])] == ["erase_ticket", "erase_claim"]
