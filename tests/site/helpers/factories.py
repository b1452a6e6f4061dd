"""A small committed estate for the site tests, and short ways to make a ticket and walk it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import frappe
from frappe.utils import add_days, add_years, now_datetime, today
from PIL import Image

from fangxiu_app.core.access import files, roles
from fangxiu_app.field import reads_connection
from fangxiu_app.tickets.intake import service_intake
from fangxiu_app.tickets.site_work import service_plans
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS
from tests.site.helpers.walking import WALK as WALK
from tests.site.helpers.walking import agreed as agreed
from tests.site.helpers.walking import explain as explain
from tests.site.helpers.walking import start as start
from tests.site.helpers.walking import walk as walk
from tests.site.helpers.walking import walk_from as walk_from
from tests.unit.helpers.signatures import SIGNATURE as SIGNATURE

#: The estate is made anew for every run, also on a site that has had one.
RUN = frappe.generate_hash(length=6)
DOMAIN = f"{RUN}.fangxiu.test"


@dataclass
class Estate:
	"""Names of what the tests stand on: project A with two lots, project B apart."""

	a: str = ""
	b: str = ""
	building_a: str = ""
	building_b: str = ""
	unit_a: str = ""
	unit_a2: str = ""
	unit_b: str = ""
	general: str = ""
	waterproofer: str = ""
	agreement_a: str = ""
	agreement_b: str = ""
	users: dict[str, str] = field(default_factory=dict)
	engineer_b: str = ""
	nobody: str = ""


def make_estate() -> Estate:
	made = Estate()
	_grounds(made, RUN)
	made.users = {role: _user(role, (made.a,)) for role in roles.ROLES if role != roles.ADMINISTRATOR}
	made.users |= {role: _user(role, (made.a,)) for role in (roles.FINANCE, roles.FINANCE_CLERK)}
	made.engineer_b = _user(roles.ENGINEER, (made.b,), "engineer.b")
	made.users[roles.ADMINISTRATOR] = _user(roles.ADMINISTRATOR, (), "fx.administrator")
	made.nobody = _user(roles.MANAGER, (), "manager.without.project")
	_houses(made)
	# whoever is asked after a repair is no matter of chance here
	frappe.db.set_single_value("Fangxiu Settings", "follow_up_share", 100)
	return made


def own_estate(shared: Estate) -> Estate:
	"""Projects of a module's own, with the same people: for tests that count what lies around, which others commit to."""
	made = Estate(users=shared.users, engineer_b=shared.engineer_b, nobody=shared.nobody)
	_grounds(made, frappe.generate_hash(length=6))
	people = {user: made.a for role, user in shared.users.items() if role != roles.ADMINISTRATOR}
	for user, project in {**people, shared.engineer_b: made.b}.items():
		_allow(user, project)
	_houses(made)
	return made


def remove_rights(made: Estate) -> None:
	"""After a module with its own estate: its people see the shared projects only, as before."""
	frappe.db.delete("User Permission", {"allow": "Project", "for_value": ("in", (made.a, made.b))})
	frappe.db.commit()  # or the next test's rollback would give the rights back
	for user in (*made.users.values(), made.engineer_b):
		frappe.cache.hdel("user_permissions", user)


def _grounds(made: Estate, suffix: str) -> None:
	made.a, made.b = _project(f"Lakeside {suffix}"), _project(f"Hillside {suffix}")
	made.general, made.waterproofer = _supplier(f"General Builder {suffix}"), _supplier(f"Dry Roof {suffix}")


def _houses(made: Estate) -> None:
	made.building_a = _building(made.a, "3", made.users[roles.ENGINEER])
	made.building_b = _building(made.b, "1", made.engineer_b)
	made.unit_a = make_unit(made.building_a, "1501")
	made.unit_a2 = make_unit(made.building_a, "1601", "赵敏", "13900001601")
	made.unit_b = make_unit(made.building_b, "101", "李山", "13700000101")
	made.agreement_a = _agreement(made.a, made.general, [{}])
	_agreement(made.a, made.waterproofer, [{"trade": "防水"}])
	made.agreement_b = _agreement(made.b, made.general, [{}])
	for project in (made.a, made.b):
		_quality_warranty(project)


def make_request(unit: str, items: list[dict] | None = None, **values):
	"""A phone report through the service, as the session's user."""
	values = {
		"unit": unit,
		"channel": "Repair Centre",
		"caller_name": "王晓明",
		"caller_phone": "13800001501",
		"received_at": now_datetime().replace(microsecond=0),
		"items": [{"location": "主卧卫生间", "defect_type": "卫生间渗漏", "description": "天花板滴水"}]
		if items is None
		else items,
		**values,
	}
	if values["channel"] in ("Walk-in", "Media"):
		values = {"visit_reason": "来访", "visit_detail": "详见事项", **values}
	return service_intake.submit_request(values)


def make_ticket(unit: str, location: str = "客厅", defect_type: str = "墙面空鼓", **values):
	"""One fresh ticket in state Reported."""
	request = make_request(unit, [{"location": location, "defect_type": defect_type}], **values)
	return frappe.get_doc("Repair Ticket", request.items[0].ticket)


def make_plan(ticket: str, **values):
	"""A draft plan for a ticket."""
	row = frappe.db.get_value("Repair Ticket", ticket, ["project"], as_dict=True)
	start = now_datetime().replace(microsecond=0)
	plan = frappe.get_doc(
		{
			"doctype": "Repair Plan",
			"ticket": ticket,
			"project": row.project,
			"days": 5,
			"start_at": start,
			"completion_at": start + timedelta(days=5),
			"problem": "空鼓",
			"cause": "抹灰",
			"method": "铲除重做",
			**values,
		}
	)
	return plan.insert()


def sign_plan(ticket: str, **values):
	"""Issue and sign a new plan."""
	plan = make_plan(ticket, **values)
	service_plans.issue(plan)
	service_plans.sign(plan, "王晓明", SIGNATURE)
	return plan


def add_evidence(ticket: str, **values):
	"""A private photo as evidence; returns (item, sha256 of the bytes)."""
	file = make_photo()
	project = frappe.db.get_value("Repair Ticket", ticket, "project")
	item = frappe.get_doc(
		{
			"doctype": "Evidence Item",
			"ticket": ticket,
			"project": project,
			"file": file.file_url,
			"stage": "Survey",
			**values,
		}
	)
	return item.insert(), hashlib.sha256(files.content(file)).hexdigest()


def make_photo(name: str = "photo.png"):
	"""A private picture of the session's user, with bytes no other has."""
	buffer = io.BytesIO()
	picture = Image.new("RGB", (8, 8), tuple(frappe.utils.random_string(3).encode()))
	picture.putpixel((0, 0), tuple(frappe.utils.random_string(3).encode()))
	picture.save(buffer, "PNG")
	file = {"doctype": "File", "file_name": name, "content": buffer.getvalue(), "is_private": 1}
	return frappe.get_doc(file).insert()


def make_visit(ticket: str, kind: str = "Patrol", faults: dict[str, str] | None = None, **values):
	"""A patrol or spot check with all six aspects; ``faults`` are aspect → remark."""
	faults = faults or {}
	checks = [
		{"aspect": aspect, "result": "Fault" if aspect in faults else "Pass", "remark": faults.get(aspect, "复验无异常")}
		for aspect in ASPECTS
	]
	if kind == "Spot Check":
		checks = [{**row, "score": 60 if row["aspect"] in faults else 90} for row in checks]
	row = {
		"doctype": "Site Visit",
		"ticket": ticket,
		"project": frappe.db.get_value("Repair Ticket", ticket, "project"),
		"kind": kind,
		"progress_percent": 50,
		"work_done": "基层处理完成",
		"next_work": "分层抹灰",
		"checks": checks,
	}
	return frappe.get_doc({**row, **values}).insert()


def photo(name: str = "photo.png") -> str:
	"""The address of a new picture."""
	return make_photo(name).file_url


def make_inspection(unit: str, items: list[dict] | None = None, readings: list[dict] | None = None, **values):
	"""A handover inspection with one problem and one meter, as the session's user."""
	if items is None:
		items = [{"location": "客厅", "defect_type": "墙面空鼓", "description": "电视墙空鼓"}]
	if readings is None:
		readings = [{"kind": "Water", "reading": 3, "photo": photo()}]
	project = frappe.db.get_value("Unit Archive", unit, "project")
	values = {
		"unit": unit,
		"project": project,
		"round": "First",
		"items": items,
		"readings": readings,
		**values,
	}
	return frappe.get_doc({"doctype": "Handover Inspection", **values}).insert()


def make_transfer(unit: str, kind: str, **values):
	"""A draft handover of a unit to the repair centre."""
	project = frappe.db.get_value("Unit Archive", unit, "project")
	row = {"doctype": "Unit Transfer", "unit": unit, "project": project, "kind": kind, **values}
	return frappe.get_doc(row).insert()


def make_charge(unit: str, agreement: str, **values):
	"""Ten units of water a contractor used until today, as the session's user."""
	row = {
		"doctype": "Meter Charge",
		"unit": unit,
		"agreement": agreement,
		"kind": "Water",
		"from_on": add_days(today(), -100),
		"from_reading": 2,
		"to_on": today(),
		"to_reading": 12,
		"price": 5,
		"photo": photo("meter.png"),
	}
	return frappe.get_doc({**row, **values}).insert()


def make_warning(project: str, unit: str | None = None, **values):
	"""A risk warning about a unit with a photo, as the session's user."""
	row = {
		"doctype": "Risk Warning",
		"project": project,
		"subject": "外墙石材挂件松动",
		"category": "Facade and Falling Parts",
		"due_on": add_days(today(), 7),
		"units": [{"unit": unit}] if unit else [],
		"danger": "外墙石材挂件松动",
		"consequence": "石材坠落伤人",
		"demand": "全面排查并更换挂件",
		"photos": [{"photo": photo("danger.png"), "caption": "挂件"}],
	}
	return frappe.get_doc({**row, **values}).insert()


def make_notice(ticket: str, **values):
	"""A correction notice about a running repair."""
	row = {
		"doctype": "Correction Notice",
		"ticket": ticket,
		"project": frappe.db.get_value("Repair Ticket", ticket, "project"),
		"due_at": now_datetime().replace(microsecond=0) + timedelta(days=2),
		"faults": [{"aspect": "Quality", "fault": "空鼓未清净"}],
		"demand": "铲除重做，复验合格后方可继续",
	}
	return frappe.get_doc({**row, **values}).insert()


def make_unit(
	building: str, room_no: str, owner: str = "王晓明", phone: str = "13800001501", **values
) -> str:
	row = frappe.db.get_value("Estate Building", building, ["project"], as_dict=True)
	unit = frappe.get_doc(
		{
			"doctype": "Unit Archive",
			"project": row.project,
			"building": building,
			"entrance": "2",
			"room_no": room_no,
			"delivery_state": "Delivered",
			"handover_date": add_days(today(), -200),
			"owners": [{"owner_name": owner, "phone": phone}],
			**values,
		}
	)
	return unit.insert().name


def ago(**span) -> datetime:
	"""A whole second in the past."""
	return now_datetime().replace(microsecond=0) - timedelta(**span)


def no_connection() -> None:
	"""Nothing that was done as the session's user, by other tests too, tells of a connection."""
	frappe.db.delete("Phone Entry", {"user": frappe.session.user})
	frappe.db.set_value("Ticket Event", {"user": frappe.session.user}, "recorded_at", ago(days=30), update_modified=False)
	frappe.cache.delete(reads_connection.key_of(frappe.session.user))


def make_engineer(project: str, local: str) -> str:
	"""Another engineer of a project, with nothing in hand yet; returns the login."""
	return _user(roles.ENGINEER, (project,), local)


def _project(name: str) -> str:
	company = frappe.db.get_single_value("Fangxiu Settings", "company")
	return frappe.get_doc({"doctype": "Project", "project_name": name, "company": company}).insert().name


def _supplier(name: str) -> str:
	group = frappe.db.get_value("Supplier Group", {"is_group": 0}, "name")
	return frappe.get_doc(doctype="Supplier", supplier_name=name, supplier_group=group).insert().name


def _user(role: str, projects: tuple[str, ...], local: str = "") -> str:
	email = f"{local or frappe.scrub(role).replace('_', '.')}@{DOMAIN}"
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": email,
			"username": email,  # Frappe's own guess is taken twice when two processes make people at once
			"first_name": role,
			"send_welcome_email": 0,
			"language": "zh",
			"roles": [{"role": role}],
		}
	)
	user.flags.no_welcome_mail = True
	# Frappe allows 60 new users an hour; this one site is all tests
	frappe.local.conf.throttle_user_limit = 1000
	user.insert()
	for project in projects:
		_allow(email, project)
	return email


def _allow(user: str, project: str) -> None:
	frappe.get_doc(doctype="User Permission", user=user, allow="Project", for_value=project).insert()


def _building(project: str, number: str, engineer: str) -> str:
	values = {"project": project, "building_no": number, "lot": "1标段", "lot_engineer": engineer}
	values["completion_acceptance_date"] = add_years(today(), -1)
	return frappe.get_doc({"doctype": "Estate Building", **values}).insert().name


def _agreement(project: str, contractor: str, scope: list[dict]) -> str:
	return signed_agreement(project=project, contractor=contractor, signed_on=add_years(today(), -1), scope=scope).name


def signed_agreement(status: str = "Signed", **values):
	"""An agreement that was written first and then signed."""
	doc = frappe.get_doc({"doctype": "Warranty Agreement", **values}).insert()
	return doc.update({"status": status}).save() if status != "Draft" else doc


def _quality_warranty(project: str) -> str:
	values = {"project": project, "warranty_title": "住宅质量保证书"}
	return frappe.get_doc({"doctype": "Quality Warranty", **values}).insert().name
