"""Vouchers of the demo: a third party's order with its bill under review, a meter charge waiting to be deducted, a release
whose payment finance has to submit, a paid repair that was billed.
"""

from __future__ import annotations

from datetime import timedelta

import frappe
from frappe.utils import add_days, add_to_date, today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.wording import _
from fangxiu_app.demo import demo_files
from fangxiu_app.demo.estate import Estate
from fangxiu_app.demo.story import Case, acting, now
from fangxiu_app.money.meters import service_meter_charges

#: The ticket whose work a third party did.
ORDERED = "B05"
#: A unit whose water the contractor used while it rectified, and its agreement's contractor.
METERED = ("2-1-1501", "华岳示例建设有限公司")
RELEASED = ("明轩示例门窗有限公司", "云栖花园", 20_000)


def make(estate: Estate, tickets: dict[str, str]) -> None:
	"""Everything above, each step by the user whose step it is."""
	_register(estate)
	_order(estate, tickets[ORDERED])
	_meter_charge(estate)
	_release(estate)


def registered(estate: Estate) -> list[str]:
	"""Entries of the register that the demo made: masters, found by their suppliers."""
	names = ("in", list(estate.suppliers.values()))
	return frappe.get_all("Contractor Register", {"supplier": names}, pluck="name")


def bill_paid_repair(case: Case) -> None:
	"""The Sales Invoice of a paid repair, drafted for finance (R58)."""
	name = frappe.db.get_value("Paid Repair Quote", {"ticket": case.ticket})
	with acting(case.estate.actor(roles.MANAGER, case.project)):
		frappe.get_doc("Paid Repair Quote", name).draft_invoice()


def sign_all(estate: Estate, doc, until: str = "") -> None:
	"""The signatures that ``doc`` waits for, up to the step of the role ``until``, which is left open."""
	doc.reload()
	while doc.approval_state == "In Approval" and doc.approval_role != until:
		with acting(_signer(estate, doc)):
			if doc.meta.has_field("price_basis") and doc.approval_role == roles.COST_DEPARTMENT:
				doc.price_basis = "Recent Contract"
				doc.save()
			service_approvals.approve(frappe.get_doc(doc.doctype, doc.name))
		doc.reload()


def _signer(estate: Estate, doc) -> str:
	"""Who has the role and did not ask for the approval; finance may work in every project."""
	return next(
		row.get("email")
		for row in estate.users
		if row.get("role") == doc.approval_role and row.get("email") != doc.requested_by
	)


def _register(estate: Estate) -> None:
	values = {
		"supplier": estate.third_party,
		"state": "Active",
		"rating": "B",
		"area": "杭州市区",
		"qualification": "防水防腐保温工程专业承包二级",
		"qualification_until": add_days(today(), 400),
		"insurance_until": add_days(today(), 200),
		"contact_person": "柯师傅",
		"phone": "13700020006",
		"promised_hours": 24,
		"trades": [{"trade": trade} for trade in ("防水", "装修", "土建")],
	}
	project = next(iter(estate.projects.values()))
	with acting(estate.actor(roles.COST_DEPARTMENT, project)):
		frappe.get_doc({"doctype": "Contractor Register", **values}).insert()


#: What the third party was ordered to do: text, unit, quantity, rate.
WORK = (
	("外墙渗漏部位铲除、基层清理", "平方米", 12, 85),
	("聚合物防水砂浆两遍及外墙涂料恢复", "平方米", 12, 160),
	("吊篮租赁及安全防护", "项", 1, 1200),
)


def _order(estate: Estate, ticket: str) -> None:
	"""Approved, done, verified with a reason for the difference, and billed; then the bill's review (R16, R18, R107)."""
	letter = frappe.get_doc(
		"Correspondence", frappe.db.get_value("Letter Ticket", {"ticket": ticket}, "parent")
	)
	project = letter.project
	lines = [dict(zip(("description", "uom", "qty", "rate"), line, strict=True)) for line in WORK]
	quoted = sum(line["qty"] * line["rate"] for line in lines)
	with acting(estate.actor(roles.SUPERVISOR, project)):
		order = frappe.get_doc(
			{
				"doctype": "Third Party Order",
				"ticket": ticket,
				"project": project,
				"contractor": letter.contractor,
				"agreement": letter.agreement,
				"third_party": estate.third_party,
				"notice": letter.name,
				"start_on": add_days(today(), -11),
				"finish_by": add_days(today(), -5),
				"breach": "整改期限内未维修，项目部协调无果",
				"scope_text": "北卧外墙渗漏维修，含吊篮及面层恢复",
				"items": lines,
				"quotations": [
					{"supplier": estate.third_party, "amount": quoted, "quoted_on": add_days(today(), -12), "quotation_file": demo_files.kept("demo_photo.png", "报价单.png")}
				],
			}
		).insert()
		# Frappe attaches the files of a document's own fields, not those of its rows
		loose = {"file_url": order.quotations[0].quotation_file, "attached_to_name": ("is", "not set")}
		frappe.db.set_value("File", loose, {"attached_to_doctype": order.doctype, "attached_to_name": order.name})
		service_approvals.request(order)
	sign_all(estate, order)
	_signed(order, days=11)
	_verify(estate, order)
	with acting(estate.actor(roles.COST_DEPARTMENT, project)):
		invoice = order.settle("033002600111-00871266", add_days(today(), -2), "Special VAT Invoice", 9)
	_review(estate, invoice, project)


def _signed(order, days: int) -> None:
	"""The order was signed so many days ago: its work is done since."""
	log = {"document_type": order.doctype, "document": order.name}
	frappe.db.set_value("Approval Log", log, "at", now() - timedelta(days=days), update_modified=False)


def _verify(estate: Estate, order) -> None:
	_photo(estate, order.ticket, order.project, "Pre-acceptance", "外墙修补完成，淋水试验不渗漏")
	done = [{"claimed_qty": row.qty, "verified_qty": row.qty} for row in order.items]
	done[1] |= {"verified_qty": 11, "difference_reason": "窗下一处实测少做 1 平方米"}
	with acting(estate.actor(roles.ENGINEER, order.project)):
		order.verify_work(done, str(now() - timedelta(days=4)))


def _review(estate: Estate, invoice: str, project: str) -> None:
	"""The engineer and the manager have signed; the cost department has not."""
	with acting(estate.actor(roles.ENGINEER, project)):
		review = frappe.get_doc(
			{"doctype": "Repair Payment Review", "purchase_invoice": invoice, "project": project}
		).insert()
		for row in review.items:
			row.verified_qty = row.verified_qty or row.claimed_qty
		review.save()
		service_approvals.request(review)
	sign_all(estate, review, until=roles.COST_DEPARTMENT)


def _meter_charge(estate: Estate) -> None:
	"""Water used while rectifying: confirmed by the project department, not deducted yet (R48)."""
	unit_code, contractor = METERED
	unit = frappe.db.get_value(
		"Unit Archive", {"unit_code": unit_code, "project": ("in", list(estate.projects.values()))}
	)
	agreement = frappe.db.get_value("Warranty Agreement", {"contractor_name": contractor})
	project = frappe.db.get_value("Unit Archive", unit, "project")
	with acting(estate.actor(roles.PROJECT_DEPARTMENT, project)):
		reading = frappe.db.get_value("Unit Meter", {"parent": unit, "kind": "Water"}, "initial_reading") or 0
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": "water-meter.png",
				"content": demo_files.content("demo_photo.png"),
				"is_private": 1,
			}
		).insert()
		charge = frappe.get_doc(
			{
				"doctype": "Meter Charge",
				"unit": unit,
				"project": project,
				"agreement": agreement,
				"kind": "Water",
				"purpose": "During Rectification",
				"from_on": add_days(today(), -40),
				"from_reading": reading,
				"to_on": add_days(today(), -6),
				"to_reading": reading + 38,
				"price": 4.1,
				"photo": file.file_url,
			}
		).insert()
		service_meter_charges.confirm(charge)


def _release(estate: Estate) -> None:
	"""Checked with the contractor, three signatures: the payment lies drafted for finance (R18)."""
	contractor, title, amount = RELEASED
	project = estate.projects[title]
	agreement = frappe.db.get_value("Warranty Agreement", {"contractor_name": contractor, "project": project})
	with acting(estate.actor(roles.COST_DEPARTMENT, project)):
		doc = frappe.get_doc(
			{
				"doctype": "Deposit Release",
				"agreement": agreement,
				"project": project,
				"amount": amount,
				"applied_on": add_days(today(), -12),
				"checked_on": add_days(today(), -3),
				"contractor_signed_by": "谢明轩",
				"check_file": demo_files.kept("demo_photo.png", "联合核查表.png"),
				"remark": "缺陷责任期已满，门窗工程无未结缺陷，施工单位书面申请退还。",
			}
		).insert()
		for row in doc.checks:
			row.update({"result": "In Order", "department": "钱海峰", "remark": "双方逐项核对，余款足以覆盖"})
		doc.save()
		service_approvals.request(doc)
	sign_all(estate, doc)


def _photo(estate: Estate, ticket: str, project: str, stage: str, caption: str) -> None:
	with acting(estate.actor(roles.ENGINEER, project)):
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": f"{ticket}-{_(stage, 'zh')}.png",
				"content": demo_files.content("demo_photo.png") + f"{ticket}{stage}".encode(),
				"is_private": 1,
				"attached_to_doctype": "Repair Ticket",
				"attached_to_name": ticket,
			}
		).insert()
		frappe.get_doc(
			{
				"doctype": "Evidence Item",
				"ticket": ticket,
				"project": project,
				"kind": "Photo",
				"stage": stage,
				"file": file.file_url,
				"caption": caption,
				"taken_at": add_to_date(now(), days=-4),
			}
		).insert()
