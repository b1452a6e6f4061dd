"""The demo's spreadsheets and pictures in ``fixtures/``, with all dates moved on to today."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import frappe
import openpyxl

from fangxiu_app.importing import records
from fangxiu_app.importing.cells import choice, code, day, decimal, phone, text, whole
from fangxiu_app.importing.columns import Column, Row
from fangxiu_app.importing.words import CHANNELS, CONTRACTOR_KINDS, ROLES, TICKET_STATES

PROJECTS = (
	Column("project_name", "项目", text(), True),
	Column("fx_repair_phone", "房修电话", phone, True),
	Column("delivery", "集中交付日期", day, True),
	Column("base", "基准日期", day, True),
)
USERS = (
	Column("email", "邮箱", text(), True),
	Column("first_name", "姓名", text(), True),
	Column("role", "角色", choice({**ROLES, "财务": "Accounts Manager"}), True),
	Column("projects", "项目", text()),
	Column("lots", "责任标段", text()),
	Column("mobile_no", "手机", text()),
)
#: Beside those who build and repair: who sells the parts.
SELLERS = {"备件供应商": "Parts Supplier"}
CONTRACTORS = (
	Column("supplier_name", "施工单位", text(), True),
	Column("fx_contractor_kind", "类型", choice(CONTRACTOR_KINDS | SELLERS), True),
)
AGREEMENTS = (
	Column("key", "协议", code(), True),
	Column("project", "项目", text(), True),
	Column("contractor", "施工单位", text(), True),
	Column("signed_on", "签订日期", day, True),
	Column("valid_from", "有效期起", day),
	Column("valid_to", "有效期止", day),
	Column("contact_person", "联系人", text()),
	Column("phone", "电话", phone),
	Column("service_address", "送达地址", text(500)),
	Column("email", "邮箱", text()),
	Column("lot", "标段", text()),
	Column("building", "楼栋", code()),
	Column("trade", "专业", text()),
)
REPORTS = (
	Column("key", "编号", code(), True),
	Column("project", "项目", text(), True),
	Column("unit_code", "房号", code(60), True),
	Column("channel", "来源", choice(CHANNELS), True),
	Column("caller_name", "来电人", text(), True),
	Column("caller_phone", "来电电话", phone, True),
	Column("days_ago", "天前", whole(0, 3650), True),
	Column("minutes_ago", "分钟前", whole(0, 10_000)),
	Column("time", "时刻", text(5)),
	Column("notified_after", "转达用时(分钟)", whole(0, 600), True),
	Column("location", "部位", text(), True),
	Column("defect_type", "问题", text(), True),
	Column("description", "描述", text(500)),
	Column("special_requests", "特别要求", text(500)),
	Column("target", "走到", choice(TICKET_STATES), True),
	Column("story", "情节", text(), True),
)

FINDINGS = (
	Column("unit_code", "房号", code(60), True),
	Column("days_ago", "天前", whole(1, 365), True),
	Column("location", "部位", text(), True),
	Column("defect_type", "问题", text(), True),
	Column("description", "描述", text(500), True),
	Column("due_in", "承诺天数", whole(-365, 365), True),
	Column("state", "进展", choice({"未整改": "Open", "已整改": "Rectified", "已关闭": "Closed"}), True),
)
PARTS = (
	Column("part_name", "品名", text(), True),
	Column("brand", "品牌", text()),
	Column("model_colour", "型号颜色", text()),
	Column("location_used", "使用部位", text()),
	Column("qty_planned", "计划数量", whole(1, 10_000), True),
	Column("rate", "单价", decimal(0, 100_000), True),
	Column("lead_days", "到货天数", whole(0, 365), True),
	Column("received", "到货数量", whole(0, 10_000), True),
)


def rows(file_name: str, columns: Sequence[Column], days: int = 0) -> list[Row]:
	"""Rows of a demo list, its dates moved by ``days``."""
	return records.read(moved(content(file_name), days), file_name, columns)


def days_since_base() -> int:
	"""How far the demo's dates have to move so that its base date is today."""
	base = min(row.get("base") for row in rows("demo_projects.xlsx", PROJECTS))
	return (frappe.utils.getdate() - base).days


def kept(name: str, as_name: str) -> str:
	"""Keep a picture of ``fixtures/`` as a private file of the session's user; its address.

	The name follows the picture's end: Frappe keeps equal bytes once, and this file would be the evidence of a ticket.
	"""
	values = {"doctype": "File", "file_name": as_name, "is_private": 1}
	values["content"] = content(name) + as_name.encode()
	return frappe.get_doc(values).insert().file_url


def content(file_name: str) -> bytes:
	"""A file of ``fixtures/`` at the root of the app's checkout."""
	return Path(frappe.get_app_source_path("fangxiu_app", "fixtures", file_name)).read_bytes()


def moved(workbook: bytes, days: int) -> bytes:
	"""The workbook with every date cell moved by ``days``."""
	if not days:
		return workbook
	book = openpyxl.load_workbook(io.BytesIO(workbook))
	for sheet in book.worksheets:
		for cells in sheet.iter_rows():
			for cell in cells:
				if isinstance(cell.value, date | datetime):
					cell.value += timedelta(days=days)
	buffer = io.BytesIO()
	book.save(buffer)
	return buffer.getvalue()


def signature() -> str:
	"""The fictional owners' signature, as the signature field stores it."""
	return "data:image/png;base64," + base64.b64encode(content("demo_signature.png")).decode()
