"""Spreadsheets for the import tests, as people make them."""

from __future__ import annotations

import io

import frappe
import openpyxl

from fangxiu_app.core.access import roles
from tests.site.helpers import sums

#: Everything an import writes.
TABLES = ("Unit Archive", "Unit Owner", "Unit Meter", "Estate Building", "Customer", "Version")


def xlsx(*rows) -> bytes:
	"""A workbook with these rows on its first sheet."""
	book = openpyxl.Workbook()
	for row in rows:
		book.active.append(list(row))
	buffer = io.BytesIO()
	book.save(buffer)
	return buffer.getvalue()


HEADERS = (
	"楼栋",
	"单元",
	"房间号",
	"楼层",
	"户型",
	"面积",
	"标段",
	"交付状态",
	"竣工验收日期",
	"交付日期",
	"业主姓名",
	"业主电话",
	"水表号",
	"水表底数",
)


def flats(buildings: int, entrances: int, floors: int, positions: int):
	"""Rows below HEADERS: every flat with an owner of its own and a water meter."""
	number = 0
	for building in range(1, buildings + 1):
		for entrance in range(1, entrances + 1):
			for floor in range(1, floors + 1):
				for position in range(1, positions + 1):
					number += 1
					yield (
						f"{building}栋",
						f"{entrance}单元",
						f"{floor}{position:02}",
						floor,
						"三室两厅",
						118.5,
						"1标段",
						"已交付",
						"2025-03-20",
						"2025年6月30日",
						f"业主{number}",
						f"138{number:08}",
						f"W{number}",
						3.5,
					)


def state() -> dict:
	"""Number of rows and newest change of everything an import writes."""
	return {table: sums.fingerprint(table) for table in TABLES}


def empty_project(estate) -> str:
	"""A project without buildings that the manager of project A may work in too."""
	company = frappe.db.get_single_value("Fangxiu Settings", "company")
	name = f"Empty {frappe.generate_hash(length=6)}"
	made = frappe.get_doc({"doctype": "Project", "project_name": name, "company": company}).insert().name
	for role in (roles.MANAGER, roles.CLERK, roles.ADMINISTRATOR):
		user = estate.users[role]
		frappe.get_doc(
			{"doctype": "User Permission", "user": user, "allow": "Project", "for_value": made}
		).insert()
	return made


def import_record(project: str):
	"""The record of an import into ``project`` that is over."""
	values = {"project": project, "file": "/private/files/x.xlsx", "state": "Done"}
	record = frappe.get_doc({"doctype": "Unit Import", **values})
	record.write_by_action()
	return record
