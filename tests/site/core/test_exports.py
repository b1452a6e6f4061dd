"""A list saved as Excel reads as the screen does: words, names, real numbers and days."""

from __future__ import annotations

import io
import json
from datetime import date, datetime

import frappe
import openpyxl
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.framework import exports
from tests.site.helpers import factories as make
from tests.site.helpers import money

OWN_ESTATE = True


def saved(doctype: str, fields: list[str], **more) -> list[tuple]:
	"""Rows of the workbook the list's export gives, the heads first."""
	names = [f"`tab{doctype}`.`{name}`" for name in fields]
	frappe.local.form_dict = frappe._dict(
		doctype=doctype, fields=json.dumps(names), filters="[]", file_format_type="Excel", title=doctype, **more
	)
	frappe.local.lang = "zh"
	exports.export_query(doctype)
	book = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent))
	return list(book.active.iter_rows(values_only=True))


def test_deductions_are_saved_with_state_name_and_amount(estate, as_user):
	agreement = money.agreement(estate, estate.waterproofer)
	money.entry(agreement, "Cash In", 30_000)
	done = money.charge(estate, agreement, 1000)
	as_user(estate.users[roles.COST_DEPARTMENT])
	fields = ["name", "project", "contractor_name", "state", "source", "docstatus", "total", "posting_date"]
	heads, *rows = saved("Contractor Deduction", fields, add_totals_row="1")
	assert all(head and not head.isascii() for head in heads if head != "ID"), heads
	assert len({row[1] for row in rows}) == len(rows), "every document once"
	row = next(row for row in rows if row[1] == done.name)
	assert row[2] == frappe.db.get_value("Project", estate.a, "project_name")
	assert not any(str(cell).isascii() for cell in row[4:7]), row
	assert row[7] == done.total and isinstance(row[8], date | datetime)
	assert rows[-1][1] == "合计" and rows[-1][7] == pytest.approx(sum(line[7] for line in rows[:-1]))
	assert len(rows[0]) == len(fields) + 1, "no address of the owner behind the last column"


def test_only_ones_own_projects_and_only_with_the_right(estate, as_user):
	mine, other = make.make_ticket(estate.unit_a).name, make.make_ticket(estate.unit_b).name
	as_user(estate.users[roles.COST_DEPARTMENT])
	names = {row[1] for row in saved("Repair Ticket", ["name", "status"])}
	assert mine in names and other not in names
	as_user(estate.users[roles.CALL_CENTRE])
	with pytest.raises(frappe.PermissionError):
		saved("Contractor Deduction", ["name"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_call_that_leaves_columns_and_kind_out_gets_the_names(estate, as_user, language):
	as_user(estate.users[roles.COST_DEPARTMENT])
	frappe.local.form_dict, frappe.local.lang = frappe._dict(doctype="Repair Ticket", filters="[]"), language
	exports.export_query("Repair Ticket")
	book = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent))
	assert book.active.max_column == 2


def test_a_report_is_saved_with_names_numbers_and_days(estate, as_user):
	ticket = make.make_ticket(estate.unit_a).name
	as_user(estate.users[roles.MANAGER])
	frappe.local.lang = "zh"
	frappe.local.form_dict = frappe._dict(
		report_name="Open Tickets by Due Time", filters="{}", file_format_type="Excel", visible_idx="[]"
	)
	exports.export_report("Open Tickets by Due Time")
	book = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent))
	heads, *rows = book.active.iter_rows(values_only=True)
	assert all(head and not head.isascii() for head in heads), heads
	row = next(row for row in rows if ticket in row)
	assert frappe.db.get_value("Project", estate.a, "project_name") in row and estate.a not in row
	assert any(isinstance(cell, datetime) for cell in row)
	as_user(estate.users[roles.MANAGER])
	shown = frappe.get_doc("Report", "Open Tickets by Due Time").execute_script_report({})[1]
	assert estate.a in {one["project"] for one in shown}, "on the screen the link keeps its key"
