"""The default masters, from the lists in ``fixtures/masters``: created where missing, never overwritten.

A record that somebody changed stays as it is; one that somebody deleted comes back with the next migrate, so a master
that is not wanted is better disabled or left unused. A number that was shipped wrong is put right by a patch (:func:`correct`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import frappe
from frappe.utils import cstr

from fangxiu_app.importing import words

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "masters"
WHOLE = re.compile(r"-?\d+")
BROKEN = re.compile(r"-?\d+\.\d+")
UNITS = words.TERM_UNITS


def ensure() -> None:
	"""All masters, in the order of their links."""
	_create("Repair Trade", _trades)
	_create("Repair Location", _locations)
	_create("Warranty Item", _warranty_items)
	_create("Defect Type", _defect_types)
	_create("Service Calendar", _calendars)
	_create("Time Limit", _limits)
	_create("Patrol Checklist", _patrol_checklists)
	_create("Free Check Item", _free_checks)
	_create("KPI Target", _kpi_targets)
	_create("Approval Rule", _approvals)
	_create("Spare Part Standard", _spare_parts)
	_create("Letter Template", _letters)
	_create("Milestone Template", _milestones)
	_create("Evaluation Criterion", _evaluation)
	_create("Warning Rule", _warning_rules)


def rows(name: str) -> Iterator[dict]:
	"""Rows of one list as dicts by header; blank cells are None, what is written as a number is one."""
	with (FIXTURES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
		for row in csv.DictReader(file):
			yield {header: _value(text) for header, text in row.items()}


def _value(text: str) -> object:
	if WHOLE.fullmatch(text):
		return int(text)
	return float(text) if BROKEN.fullmatch(text) else text or None


def correct(doctype: str, which: str | dict, field: str, was: object, now: object) -> int:
	"""For patches: a corrected default goes where a site still has the one that was shipped. Returns into how many rows.

	``which`` is a name or filters, for rows of a table too. What somebody has changed stays: its number is theirs.
	"""
	found = frappe.get_all(doctype, {"name": which} if isinstance(which, str) else which, ["name", field])
	names = [row.name for row in found if row[field] == was or cstr(row[field]) == cstr(was)]
	for name in names:
		frappe.db.set_value(doctype, name, field, now)
	return len(names)


def _create(doctype: str, build: Callable[[], Iterator[tuple[str, dict]]]) -> None:
	known = set(frappe.get_all(doctype, pluck="name"))
	for name, values in build():
		if name not in known:
			frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)


def _yes(value: object) -> int:
	return int(value == "是")


def _trades():
	for row in rows("trades"):
		yield row["专业"], {"trade_name": row["专业"], "description": row["说明"]}


def _locations():
	for row in rows("locations"):
		values = {"location_name": row["部位"], "common_part": _yes(row["公共部位"]), "aliases": row["别名"]}
		yield row["部位"], values


def _warranty_items():
	for row in rows("warranty"):
		yield (
			row["保修分项"],
			{
				"item_name": row["保修分项"],
				"owner_amount": row["业主保修期"],
				"owner_unit": UNITS[row["业主单位"]],
				"contractor_amount": row["施工单位保修期"],
				"contractor_unit": UNITS[row["施工单位保修单位"]],
				"minimum_amount": row["法定最低"],
				"minimum_unit": UNITS.get(row["法定最低单位"]),
				"season_kind": words.SEASONS.get(row["季节"]),
				"restart_on_repair": _yes(row["返修后重新起算"]),
				"source": row["依据"],
			},
		)


def _defect_types():
	for row in rows("defects"):
		yield (
			row["问题类型"],
			{
				"defect_name": row["问题类型"],
				"trade": row["专业"],
				"warranty_item": row["保修分项"],
				"emergency": _yes(row["紧急"]),
				"follow_up_days": row["回访天数"],
				"follow_up_after_rain": _yes(row["雨后回访"]),
				"aliases": row["别名"],
			},
		)


def _calendars():
	windows = list(rows("calendar_windows"))
	exceptions = list(rows("calendar_exceptions"))
	for row in rows("calendars"):
		name = row["日历"]
		yield (
			name,
			{
				"calendar_name": name,
				"always_on": _yes(row["全天候"]),
				"windows": [
					{"weekday": words.WEEKDAYS[w["星期"]], "start_time": w["开始"], "end_time": w["结束"]}
					for w in windows
					if w["日历"] == name
				],
				"exceptions": [
					{
						"date": e["日期"],
						"kind": words.EXCEPTIONS[e["类型"]],
						"like_weekday": words.WEEKDAYS.get(e["按星期"]),
						"remark": e["说明"],
					}
					for e in exceptions
					if e["日历"] == name
				],
			},
		)


def _limits():
	steps = list(rows("limit_steps"))
	for row in rows("limits"):
		code = row["代码"]
		yield (
			code,
			{
				"code": code,
				"title": row["名称"],
				"limit_minutes": row["时限(分钟)"],
				"calendar": row["服务日历"],
				"enabled": _yes(row["启用"]),
				"starts_on": row["起算"],
				"stops_on": row["停止"],
				"clause": row["条款"],
				"source": words.SOURCES[row["来源"]],
				"steps": [_step(step) for step in steps if step["代码"] == code],
			},
		)


def _step(row: dict) -> dict:
	recipient = words.RECIPIENTS.get(row["通知对象"], "Role")
	role = words.ROLES[row["通知对象"]] if recipient == "Role" else None
	return {"percent": row["百分比"], "recipient": recipient, "notify_role": role}


def _patrol_checklists():
	items = list(rows("patrol_items"))
	scope = list(rows("patrol_scope"))
	for row in rows("patrol"):
		name = row["工作类别"]
		yield (
			name,
			{
				"work_class": name,
				"is_general": _yes(row["通用"]),
				"description": row["说明"],
				"items": [
					{"aspect": words.ASPECTS[item["方面"]], "check_item": item["检查内容"]}
					for item in items
					if item["工作类别"] == name
				],
				"scope": [
					{"trade": line["专业"], "defect_type": line["问题类型"]}
					for line in scope
					if line["工作类别"] == name
				],
			},
		)


def _free_checks():
	for row in rows("free_checks"):
		yield (
			row["检查项目"],
			{
				"item_name": row["检查项目"],
				"look_at": row["检查要点"],
				"location": row["部位"],
				"defect_type": row["问题类型"],
				"sort_order": row["顺序"],
			},
		)


def _kpi_targets():
	for row in rows("kpi"):
		values = {"code": row["代码"], "title": row["指标"], "source": row["依据"]}
		yield row["代码"], values | {"has_target": _yes(row["有目标"]), "target": row["目标"] or 0}


def _evaluation():
	for row in rows("evaluation"):
		yield (
			row["评价项目"],
			{
				"criterion": row["评价项目"],
				"kind": words.CRITERIA[row["类型"]],
				"figure": words.FIGURES.get(row["指标"]),
				"scored_by": words.SCORERS.get(row["评分人"]),
				"weight": row["权重"] or 0,
				"points_off": row["每次扣分"] or 0,
				"sort_order": row["顺序"],
				"note": row["说明"],
				"source": row["依据"],
			},
		)


def _warning_rules():
	for row in rows("warning_rules"):
		yield (
			row["规则"],
			{
				"rule_name": row["规则"],
				"kind": words.WARNING_RULES[row["类型"]],
				"enabled": _yes(row["启用"]),
				"least": row["最少数量"],
				"days": row["天数"],
				"share": row["占比(%)"] or 0,
				"false_alarms": row["误报(每千次)"] or 0,
				"higher": row["升级占比(%)"] or 0,
				"sisters": row["相邻户数"] or 0,
				"level": words.WARNING_LEVELS[row["级别"]],
				"department": words.DEPARTMENTS[row["责任部门"]],
				"category": words.RISK_AREAS[row["风险领域"]],
				"due_days": row["期限(天)"],
				"recipients": [{"role": words.ROLES[name]} for name in row["知会"].split("、")],
				"consequence": row["可能后果"],
				"demand": row["要求"],
				"source": row["依据"],
			},
		)


def _approvals():
	"""Rules for documents this version has: the amounts are inferred, no source gives any."""
	steps = list(rows("approval_steps"))
	for row in rows("approvals"):
		name, document = row["规则"], words.APPROVED_DOCUMENTS[row["单据"]]
		if not frappe.db.exists("DocType", document):
			continue
		yield (
			name,
			{
				"rule_name": name,
				"document_type": document,
				"level": words.COMPLAINT_LEVELS.get(row["投诉级别"]),
				"amount_from": row["金额以上"],
				"amount_to": row["金额至"],
				"source": words.SOURCES[row["来源"]],
				"note": row["说明"],
				"steps": [
					{
						"role": words.ROLES[step["角色"]],
						"note": step["说明"],
						"substitute": words.ROLES.get(step["无人可签时由"]),
					}
					for step in steps
					if step["规则"] == name
				],
			},
		)


def _spare_parts():
	for row in rows("spare_parts"):
		yield (
			" · ".join(filter(None, (row["备件"], row["户型"]))),
			{
				"part_name": row["备件"],
				"house_type": row["户型"],
				"per_100_units": row["每百户数量"],
				"uom": row["单位"],
				"model_colour": row["规格型号"],
				"location_used": row["使用部位"],
				"min_stock": row["最低库存"],
				"lead_days": row["采购周期(天)"],
			},
		)


def _letters():
	for row in rows("letters"):
		values = {"template_name": row["模板"], "kind": words.LETTERS[row["类型"]]}
		values["notice_cause"] = words.NOTICE_CAUSES.get(row["事由"] or "")
		yield row["模板"], values | {"subject": row["标题"], "body": row["正文"]}


def _milestones():
	lines = [
		{
			"code": row["代码"],
			"title": row["节点"],
			"clause": row["条款"],
			"anchor": row["起算"],
			"offset_amount": row["偏移"],
			"offset_unit": words.OFFSET_UNITS[row["单位"]],
			"department": words.DEPARTMENTS[row["责任部门"]],
			"proof": words.PROOFS[row["凭证"]],
			"wanted": row["数量"],
			"told": row["知会"],
		}
		for row in rows("milestones")
	]
	name = "集中交付"
	yield name, {"template_name": name, "is_default": 1, "rows": lines}
