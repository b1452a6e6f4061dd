"""A delivery that is 40 days away, in the demo: findings, a warning, the weekly report, an inspection, a transfer, parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from erpnext.buying.doctype.purchase_order.purchase_order import make_purchase_receipt
from frappe.utils import add_days, getdate

from fangxiu_app.core.access import roles
from fangxiu_app.delivery import service_handover, service_two_sided
from fangxiu_app.demo import demo_files
from fangxiu_app.demo.estate import Estate
from fangxiu_app.demo.story import REASON, acting, now
from fangxiu_app.quality import service_risk_warnings
from fangxiu_app.reports import service_stage_reports

PROJECT, BUILDING, AHEAD = "翠湖天地一期", "4", 40
#: Who stands for the two sides under a handover.
SIDES = {roles.PROJECT_DEPARTMENT: "陈刚", roles.ENGINEER: "孙志强"}


@dataclass
class Scene:
	"""What the steps share: the project's name, its batch, and the people."""

	estate: Estate
	project: str
	today: date
	batch: str = ""

	def by(self, role: str):
		"""Work as the demo's user with this role."""
		return acting(self.estate.actor(role, self.project))

	def unit(self, code: str) -> str:
		return f"{self.project}-{code}"

	def photo(self, name: str, of: str = "") -> str:
		"""A private picture of the session's user, kept with the batch; its bytes are those of this name and thing alone."""
		content = demo_files.content("demo_photo.png") + f"{name}{of}".encode()
		file = {"doctype": "File", "file_name": f"{name}.png", "content": content}
		about = {"attached_to_doctype": "Delivery Batch", "attached_to_name": self.batch, "is_private": 1}
		return frappe.get_doc({**file, **about}).insert().file_url


def make(estate: Estate, tickets: dict[str, str]) -> None:
	"""Everything of the delivery; ``tickets`` are the demo's by their key, one of them gets a part."""
	scene = Scene(estate, estate.projects[PROJECT], getdate())
	scene.batch = _batch(scene)
	_meetings(scene)
	_findings(scene)
	_warning(scene)
	_inspection(scene)
	_transfer(scene)
	_parts(scene, tickets["B14"])
	_report(scene)


def _batch(scene: Scene) -> str:
	engineer = scene.estate.actor(roles.ENGINEER, scene.project)
	day = scene.today
	with scene.by(roles.PROJECT_DEPARTMENT):
		batch = frappe.get_doc(
			{
				"doctype": "Delivery Batch",
				"project": scene.project,
				"batch_name": "二批次（4栋）",
				"delivery_date": add_days(day, AHEAD),
				"completion_date": add_days(day, AHEAD + 20),
				"buildings": [{"building": f"{scene.project}-{BUILDING}"}],
				"staff": [{"engineer": engineer, "from_date": add_days(day, -55), "task": "交付前质量跟踪"}],
				"needs": [
					{
						"kind": "Office Site",
						"need": "4栋架空层办公室",
						"qty": 1,
						"planned_on": add_days(day, -50),
					},
					{
						"kind": "Equipment",
						"need": "电脑、打印机",
						"qty": 3,
						"planned_on": add_days(day, -50),
						"done_on": add_days(day, -3),
					},
				],
				"duties": [
					{
						"matter": "初验问题整改",
						"responsible": "项目部",
						"helps": "房修部",
						"informed": "客服部",
					},
					{"matter": "钥匙与水电读数", "responsible": "项目部", "informed": "物业公司"},
				],
			}
		)
		return batch.insert().name


def _meetings(scene: Scene) -> None:
	"""Duties are agreed; the meeting of all contractors is still to come."""
	with scene.by(roles.PROJECT_DEPARTMENT):
		frappe.get_doc(
			{
				"doctype": "Meeting Record",
				"project": scene.project,
				"batch": scene.batch,
				"kind": "Responsibilities",
				"topic": "4栋交付职责与配合",
				"held_on": add_days(scene.today, -20),
				"leader": "陈刚",
				"attendees": [
					{"company": "房修部", "person": "赵建国"},
					{"company": "物业公司", "person": "吴丽娟"},
				],
				"decisions": "初验问题由项目部整改，房修部复验",
				"minutes_file": scene.photo("职责会议纪要"),
			}
		).insert()


def _findings(scene: Scene) -> None:
	"""Rounds of the stationed engineer, and what the project department has done about them."""
	rounds: dict[tuple, list] = {}
	for row in demo_files.rows("demo_findings.xlsx", demo_files.FINDINGS):
		rounds.setdefault((row.get("unit_code"), row.get("days_ago")), []).append(row)
	for (code, days), rows in rounds.items():
		with scene.by(roles.ENGINEER):
			doc = frappe.get_doc(
				{
					"doctype": "Handover Inspection",
					"project": scene.project,
					"unit": scene.unit(code),
					"round": "Pre-inspection",
					"inspected_at": now() - timedelta(days=days),
					"back_entry_reason": REASON,
					"items": [_problem(scene, row) for row in rows],
				}
			).insert()
		for row, item in zip(rows, list(doc.items), strict=True):
			_progress(scene, doc.name, item.name, row.get("state"), scene.today - timedelta(days=days - 1))


def _problem(scene: Scene, row) -> dict:
	words = {key: row.get(key) for key in ("location", "defect_type", "description")}
	photo = scene.photo(f"{row.get('unit_code')}{row.get('location')}")
	return {**words, "due_on": add_days(scene.today, row.get("due_in")), "photo": photo}


def _progress(scene: Scene, inspection: str, row: str, state: str, day: date) -> None:
	if state == "Open":
		return
	with scene.by(roles.PROJECT_DEPARTMENT):
		service_handover.rectify(inspection, row, day, "已按要求返工", scene.photo("整改后", row))
	if state == "Closed":
		with scene.by(roles.ENGINEER):
			service_handover.recheck(inspection, row, True)


def _warning(scene: Scene) -> None:
	"""Three flats leak at the same place: a systemic defect the project department has to settle before D."""
	with scene.by(roles.ENGINEER):
		warning = frappe.get_doc(
			{
				"doctype": "Risk Warning",
				"project": scene.project,
				"subject": "4栋公共卫生间管根渗漏，涉及 3 户",
				"kind": "Systemic Construction Defect",
				"category": "Waterproofing",
				"level": "Orange",
				"due_on": add_days(scene.today, 10),
				"building": f"{scene.project}-{BUILDING}",
				"location": "公共卫生间",
				"defect_type": "卫生间渗漏",
				"units": [{"unit": scene.unit(code)} for code in ("4-1-102", "4-1-801", "4-1-802")],
				"danger": "闭水试验管根渗漏，三户同一部位，疑为防水附加层漏做",
				"consequence": "交付后批量渗漏投诉",
				"demand": "全楼闭水复验，管根防水附加层返工，经房修部复验",
				"photos": [{"photo": scene.photo("管根渗漏"), "caption": "4-1-802 管根"}],
			}
		).insert()
	with scene.by(roles.PROJECT_DEPARTMENT):
		service_risk_warnings.act(warning.name, "acknowledge")
		service_risk_warnings.act(warning.name, "follow_up", "已通知施工单位本周内全楼闭水复验")


def _report(scene: Scene) -> None:
	"""Last week's report of the stationed engineer, issued by the manager."""
	week = scene.today - timedelta(days=7)
	with scene.by(roles.ENGINEER):
		report = frappe.get_doc(
			{
				"doctype": "Stage Report",
				"project": scene.project,
				"kind": "Pre-delivery Weekly Report",
				"period_from": week,
				"progress": "4栋户内检查过半，整改按日跟踪",
				"problems": "公共卫生间管根渗漏集中，涉及 3 户，拟于下周发风险预警",
				"next_steps": "复验管根返工，完成剩余户内检查",
				"conclusion": "整体可控，管根渗漏须于交付前闭合",
			}
		).insert()
	with scene.by(roles.MANAGER):
		service_stage_reports.issue(report)


def _inspection(scene: Scene) -> None:
	"""A flat that an owner has looked at early; the signature is still missing."""
	with scene.by(roles.ENGINEER):
		frappe.get_doc(
			{
				"doctype": "Handover Inspection",
				"project": scene.project,
				"unit": scene.unit(f"{BUILDING}-1-1502"),
				"round": "First",
				"escort": "物业 吴丽娟",
				"items": [
					{
						"location": "客厅",
						"defect_type": "墙面空鼓",
						"description": "沙发背景墙空鼓",
						"due_on": add_days(scene.today, 7),
						"photo": scene.photo("客厅空鼓"),
					}
				],
				"readings": [
					{"kind": "Gas", "meter_no": "RQ-311502", "reading": 1.2, "photo": scene.photo("燃气表")}
				],
				"keys_handed": 3,
				"keys_kept": 1,
			}
		).insert()


def _transfer(scene: Scene) -> None:
	"""An unsold flat goes to the repair centre after the project department's own check (R50)."""
	unsold = {"project": scene.project, "delivery_state": "Unsold"}
	with scene.by(roles.PROJECT_DEPARTMENT):
		doc = frappe.get_doc(
			{
				"doctype": "Unit Transfer",
				"project": scene.project,
				"unit": frappe.get_all("Unit Archive", unsold, pluck="name", order_by="name", limit=1)[0],
				"kind": "Unsold",
				"self_checked_on": add_days(scene.today, -1),
				"self_checked_by": "陈刚",
				"self_check_note": "自检合格，无遗留问题",
				"keys": 2,
				"documents": "验收记录、钥匙清单",
			}
		).insert()
	_sign(scene, doc)
	_waiting_transfer(scene)


def _waiting_transfer(scene: Scene) -> None:
	"""Another unsold flat: the project department has signed, the repair centre finds it on its list."""
	unsold = {"project": scene.project, "delivery_state": "Unsold"}
	units = frappe.get_all("Unit Archive", unsold, pluck="name", order_by="name", limit=2)
	if len(units) < 2:
		return
	with scene.by(roles.PROJECT_DEPARTMENT):
		values = {"doctype": "Unit Transfer", "project": scene.project, "unit": units[1], "kind": "Unsold", "keys": 2}
		check = {"self_checked_on": scene.today, "self_checked_by": "陈刚", "self_check_note": "自检合格，无遗留问题"}
		doc = frappe.get_doc({**values, **check}).insert()
		service_two_sided.sign(doc.doctype, doc.name, SIDES[roles.PROJECT_DEPARTMENT], demo_files.signature())


def _parts(scene: Scene, ticket: str) -> None:
	"""The list is ordered and partly received; what came is handed over, and one part is used on a ticket."""
	rows = demo_files.rows("demo_parts.xlsx", demo_files.PARTS)
	with scene.by(roles.BUYER):
		names = ("part_name", "brand", "model_colour", "location_used", "qty_planned", "lead_days")
		parts = frappe.get_doc(
			{
				"doctype": "Spare Parts",
				"project": scene.project,
				"batch": scene.batch,
				"delivery_date": add_days(scene.today, AHEAD),
				"items": [
					{**{name: row.get(name) for name in names}, "supplier": scene.estate.parts_supplier}
					for row in rows
				],
			}
		).insert()
		parts.create_items()
		parts.request_gap()
		for order in parts.draft_orders():
			_order(order, {row.get("part_name"): row for row in rows})
	with scene.by(roles.PROJECT_DEPARTMENT):
		paper = frappe.get_doc("Parts Handover", parts.draft_handover())
	_sign(scene, paper)
	with scene.by(roles.ENGINEER):
		item = parts.items[0].item
		part = frappe.get_doc(
			{"doctype": "Ticket Part", "project": scene.project, "ticket": ticket, "item": item, "qty": 1}
		).insert()
		part.issue()


def _sign(scene: Scene, doc) -> None:
	"""Each side from its own login."""
	for role, name in SIDES.items():
		with scene.by(role):
			service_two_sided.sign(doc.doctype, doc.name, name, demo_files.signature())


def _order(name: str, rows: dict) -> None:
	"""Prices into a draft order, then a receipt of what has come already."""
	order = frappe.get_doc("Purchase Order", name)
	for line in order.items:
		line.rate = rows[line.item_name].get("rate")
	order.save()
	order.submit()
	receipt = make_purchase_receipt(name)
	for line in list(receipt.items):
		line.qty = line.received_qty = rows[line.item_name].get("received")
		if not line.qty:
			receipt.remove(line)
	if receipt.items:
		receipt.insert()
		receipt.submit()
