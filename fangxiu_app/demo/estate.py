"""Projects, people, contractors, units and agreements of the demo, from its spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import frappe
from frappe.core.doctype.user import user as frappe_user
from frappe.utils import add_days

from fangxiu_app.core.access import profiles
from fangxiu_app.core.access.roles import ADMINISTRATOR
from fangxiu_app.demo import demo_files
from fangxiu_app.estate.import_units import import_units
from fangxiu_app.importing.columns import Row

TERM = ("clause_no", "breach", "wording", "penalty", "per")
#: What the demo's contractors have agreed to.
TERMS = (
	("8.1", "Late Response", "接知会后未按约定时间到场", 500, "Case"),
	("8.2", "Late Completion", "超过约定完成时间仍未完成维修", 200, "Day"),
	("8.3", "Site Rules", "维修后未清理现场或成品保护不到位", 2000, "Case"),
)
#: What was settled with one of the general contractors before the handover (R27, R30, R31).
AGREED = {
	"talks": [
		{
			"talk_date": "2024-03-28",
			"place": "房修中心会议室",
			"attendees": "房修中心 赵建国、成本部 褚云飞、项目部 陈刚；施工单位项目经理",
			"points": "1. 保修范围与期限；2. 紧急报修两小时到场；3. 逾期整改后委托第三方，费用另加收 20%",
			"differences": "施工单位要求将加收比例降为 10%，未予同意",
			"next_step": "一周内交授权委托书和维修工人花名册",
		}
	],
	"contacts": [
		{"contact_name": "授权代表", "position": "保修负责人", "phone": "13700010099", "is_primary": 1},
	],
	"workers": [
		{"worker_name": "丁水生", "phone": "13700030001", "remark": "防水"},
		{"worker_name": "毛学军", "phone": "13700030002", "remark": "泥瓦"},
		{"worker_name": "邬建平", "phone": "13700030003", "remark": "水电"},
	],
	"trainings": [
		{
			"training_date": "2024-04-22",
			"topic": "保修流程与入户礼仪",
			"trainer": "钱海峰",
			"attendee_count": 12,
		},
		{
			"training_date": "2024-05-06",
			"topic": "成品保护与安全文明施工",
			"trainer": "孙志强",
			"attendee_count": 11,
		},
	],
	"response_terms": [
		{"urgency": "Emergency", "work_class": "Routine", "response_hours": 2, "completion_days": 1},
		{
			"urgency": "Normal",
			"work_class": "Routine",
			"response_hours": 24,
			"plan_hours": 24,
			"completion_days": 5,
		},
		{
			"urgency": "Normal",
			"work_class": "Complex",
			"response_hours": 24,
			"plan_hours": 72,
			"completion_days": 15,
		},
	],
}
SETTLED = ("BX-05",)


@dataclass
class Estate:
	"""Names of what the stories happen in."""

	projects: dict[str, str] = field(default_factory=dict)
	suppliers: dict[str, str] = field(default_factory=dict)
	third_party: str = ""
	parts_supplier: str = ""
	users: list[Row] = field(default_factory=list)

	def actor(self, role: str, project: str) -> str:
		"""The demo user with ``role`` who may work in ``project`` (a document name)."""
		titles = {name: title for title, name in self.projects.items()}
		return next(
			row.get("email")
			for row in self.users
			if row.get("role") == role and titles[project] in _split(row.get("projects", ""))
		)


def make() -> Estate:
	"""Everything the reports need. Raises ValidationError when a spreadsheet is wrong."""
	estate, days = Estate(), demo_files.days_since_base()
	_projects(estate, days)
	_suppliers(estate)
	_units(days)
	estate.users = demo_files.rows("demo_users.xlsx", demo_files.USERS)
	with _cache_kept():
		for row in estate.users:
			_user(estate, row)
	_lot_engineers(estate)
	_warranty_books(estate)
	_agreements(estate, days)
	return estate


def _projects(estate: Estate, days: int) -> None:
	company = frappe.db.get_single_value("Fangxiu Settings", "company")
	for row in demo_files.rows("demo_projects.xlsx", demo_files.PROJECTS, days):
		values = {key: row.get(key) for key in ("project_name", "fx_repair_phone")}
		doc = frappe.get_doc(
			{
				"doctype": "Project",
				**values,
				"company": company,
				"expected_end_date": row.get("delivery"),
				"expected_start_date": add_days(row.get("delivery"), -900),
			}
		)
		estate.projects[row.get("project_name")] = doc.insert().name


def _suppliers(estate: Estate) -> None:
	group = frappe.db.get_value("Supplier Group", {"is_group": 0}, "name", order_by="lft asc")
	for row in demo_files.rows("demo_contractors.xlsx", demo_files.CONTRACTORS):
		doc = frappe.get_doc({"doctype": "Supplier", "supplier_group": group, **row.values}).insert()
		estate.suppliers[row.get("supplier_name")] = doc.name
		if row.get("fx_contractor_kind") == "Third Party":
			estate.third_party = doc.name
		if row.get("fx_contractor_kind") == "Parts Supplier":
			estate.parts_supplier = doc.name


def _units(days: int) -> None:
	report = import_units(
		demo_files.moved(demo_files.content("demo_units.xlsx"), days), "demo_units.xlsx", None, dry_run=False
	)
	if not report["ok"]:
		frappe.throw(
			"<br>".join(f"{error['row']} {error['column']}: {error['message']}" for error in report["errors"])
		)


@contextmanager
def _cache_kept() -> Iterator[None]:
	"""Frappe looks for awaited e-mail passwords with every user it saves, and empties the whole cache for that (15.56.1): with
	seventeen new ones in a row that was a third of the time."""
	asked = frappe_user.ask_pass_update
	frappe_user.ask_pass_update = lambda: None
	try:
		yield
	finally:
		frappe_user.ask_pass_update = asked


def _user(estate: Estate, row: Row) -> None:
	role = row.get("role")
	roles = ["Accounts Manager", "Accounts User"] if role == "Accounts Manager" else [role]
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": row.get("email"),
			"first_name": row.get("first_name"),
			"mobile_no": row.get("mobile_no"),
			"language": "zh",
			"send_welcome_email": 0,
			"module_profile": profiles.of_roles(roles),
			"roles": [{"role": each} for each in roles],
		}
	)
	user.flags.no_welcome_mail = True
	user.insert()
	if role == ADMINISTRATOR:
		return
	for title in _split(row.get("projects", "")):
		frappe.get_doc(
			{
				"doctype": "User Permission",
				"user": user.name,
				"allow": "Project",
				"for_value": estate.projects[title],
			}
		).insert()


def _lot_engineers(estate: Estate) -> None:
	for row in estate.users:
		for title in _split(row.get("projects", "")) if row.get("lots") else ():
			filters = {"project": estate.projects[title], "lot": ("in", _split(row.get("lots")))}
			for name in frappe.get_all("Estate Building", filters, pluck="name"):
				building = frappe.get_doc("Estate Building", name)
				building.lot_engineer = row.get("email")
				building.save()


def _warranty_books(estate: Estate) -> None:
	for title, project in estate.projects.items():
		frappe.get_doc(
			{"doctype": "Quality Warranty", "project": project, "warranty_title": f"{title}住宅质量保证书"}
		).insert()


def _agreements(estate: Estate, days: int) -> None:
	agreements: dict[str, dict] = {}
	for row in demo_files.rows("demo_agreements.xlsx", demo_files.AGREEMENTS, days):
		project = estate.projects[row.get("project")]
		given = {
			key: value for key, value in row.values.items() if key not in ("key", "lot", "building", "trade")
		}
		agreement = agreements.setdefault(
			row.get("key"),
			{
				"doctype": "Warranty Agreement",
				**given,
				"project": project,
				"contractor": estate.suppliers[row.get("contractor")],
				"accepted_on": row.get("valid_from"),
				"deposit_rate": 3,
				"surcharge_percent": 20,
				"deduction_terms": [dict(zip(TERM, term, strict=True)) for term in TERMS],
				"scope": [],
				**(_dated(days) if row.get("key") in SETTLED else {}),
			},
		)
		building = row.get("building") and f"{project}-{row.get('building')}"
		agreement["scope"].append({"lot": row.get("lot"), "building": building, "trade": row.get("trade")})
	for values in agreements.values():
		frappe.get_doc(values).insert().update({"status": "Signed"}).save()


def _dated(days: int) -> dict[str, list[dict]]:
	"""``AGREED`` with its days moved on to today."""
	return {
		table: [
			{name: add_days(value, days) if name.endswith("_date") else value for name, value in row.items()}
			for row in rows
		]
		for table, rows in AGREED.items()
	}


def _split(titles: str) -> list[str]:
	return [part for part in re.split("[、,，]", titles) if part]
