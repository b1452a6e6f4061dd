"""Deposits and deductions of the demo: opening balances from a list, a posted deduction, one with an objection, releases, a requested change."""

from __future__ import annotations

from datetime import timedelta

import frappe
from frappe.utils import add_days, now_datetime, today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.demo import demo_files
from fangxiu_app.demo.estate import Estate
from fangxiu_app.demo.story import acting, now
from fangxiu_app.money.deductions import reads_offers
from fangxiu_app.money.deposits.import_deposits import import_deposits

#: Documents of ours whose money is in a Journal Entry.
JOURNALS = ("Warranty Deposit Entry", "Contractor Deduction")
LIST = "demo_deposits.xlsx"


def make(estate: Estate, tickets: dict[str, str]) -> None:
	"""Everything of the deposits; ``tickets`` are the demo's by their key, one of them is late."""
	_openings(estate)
	_posted(estate)
	_being_heard(estate, tickets["B14"])
	_applied_for(estate)
	_early(estate)
	_change_asked(estate)


def journals(projects: list[str]) -> list[str]:
	"""Journal Entries of the deposits of these projects."""
	found: set[str] = set()
	for doctype in JOURNALS:
		found.update(frappe.get_all(doctype, {"project": ("in", projects)}, pluck="journal_entry"))
	return sorted(found - {None, ""})


def _openings(estate: Estate) -> None:
	with acting(_user(estate, roles.FINANCE)):
		report = import_deposits(demo_files.content(LIST), LIST, dry_run=False)
	if not report["ok"]:
		frappe.throw(
			"<br>".join(f"{row['row']} {row['column']}: {row['message']}" for row in report["errors"])
		)


def _posted(estate: Estate) -> None:
	"""Told twelve days ago, no objection, three signatures, posted."""
	agreement = _agreement("华岳示例建设有限公司")
	project = agreement.project
	clause = next(offer for offer in _offers(agreement, "Contract Clause") if offer["source_name"] == "8.3")
	with acting(estate.actor(roles.SUPERVISOR, project)):
		photo = demo_files.kept("demo_photo.png", "车库未清运照片.png")
	name = _deduction(
		estate,
		agreement,
		clause["lines"],
		source="Contract Clause",
		clause="8.3",
		facts="2标段地下车库维修后垃圾未清运，物业两次书面要求后仍未清理。",
		bill_file=photo,
	)
	doc = _told(estate, name, project, days=12)
	with acting(estate.actor(roles.SUPERVISOR, project)):
		service_approvals.request(doc)
	for user in (
		estate.actor(roles.MANAGER, project),
		estate.actor(roles.COST_DEPARTMENT, project),
		_user(estate, roles.FINANCE),
	):
		with acting(user):
			service_approvals.approve(frappe.get_doc("Contractor Deduction", name))


def _being_heard(estate: Estate, ticket: str) -> None:
	"""A late completion; the contractor was told yesterday and may still object."""
	agreement = frappe.get_doc(
		"Warranty Agreement", frappe.db.get_value("Repair Ticket", ticket, "agreement")
	)
	late = next(offer for offer in _offers(agreement, "Overdue") if offer["source_name"] == ticket)
	facts = "约定完成时间已过，施工单位未完成维修，已两次电话催办。"
	name = _deduction(estate, agreement, late["lines"], source="Overdue", facts=facts)
	_told(estate, name, agreement.project, days=1)


def _applied_for(estate: Estate) -> None:
	agreement = _agreement("云岭示例建筑工程有限公司")
	with acting(estate.actor(roles.COST_DEPARTMENT, agreement.project)):
		frappe.get_doc(
			{
				"doctype": "Deposit Release",
				"agreement": agreement.name,
				"project": agreement.project,
				"amount": 280000,
				"applied_on": add_days(today(), -5),
				"remark": "缺陷责任期已满，施工单位书面申请退还。",
			}
		).insert()


def _early(estate: Estate) -> None:
	"""Part of a deposit that is not due yet, checked and asked for: it waits for a head's second signature."""
	agreement = _agreement("明轩示例门窗有限公司", project=estate.projects["翠湖天地一期"])
	with acting(estate.actor(roles.COST_DEPARTMENT, agreement.project)):
		doc = frappe.get_doc(
			{
				"doctype": "Deposit Release",
				"agreement": agreement.name,
				"project": agreement.project,
				"amount": 5000,
				"applied_on": add_days(today(), -9),
				"checked_on": add_days(today(), -4),
				"contractor_signed_by": "谢明轩",
				"check_file": demo_files.kept("demo_photo.png", "联合检查表.png"),
				"above_reason": "协议约定交付满一年、无未决扣款的先退还部分质保金",
				"remark": "门窗工程交付已满一年，施工单位书面申请先退部分。",
			}
		).insert()
		for row in doc.checks:
			row.update({"result": "In Order", "department": "钱海峰", "remark": "双方逐项核对，余款足以覆盖"})
		doc.save()
		service_approvals.request(doc)


def _change_asked(estate: Estate) -> None:
	"""A guarantee is offered for a deposit: a head agrees to it or turns it down."""
	agreement = _agreement("滴水安示例防水工程有限公司")
	with acting(estate.actor(roles.COST_DEPARTMENT, agreement.project)):
		agreement.ask_change(
			{
				"change_kind": "Guarantee Instead of Deposit",
				"change_reason": "施工单位资金周转，申请以银行保函替换质保金",
				"change_file": demo_files.kept("demo_photo.png", "保函样稿.png"),
				"deposit_fate": "Keep Until Due",
				"guarantee_kind": "Bank Guarantee",
				"guarantor": "示例银行杭州分行",
				"guarantee_no": "BH-2026-118",
				"guarantee_amount": 40000,
				"guarantee_until": add_days(agreement.liability_end or today(), 60),
			}
		)


def _deduction(estate: Estate, agreement, lines: list[dict], **values) -> str:
	with acting(estate.actor(roles.SUPERVISOR, agreement.project)):
		doc = frappe.get_doc(
			{
				"doctype": "Contractor Deduction",
				"agreement": agreement.name,
				"project": agreement.project,
				"posting_date": today(),
				"items": lines,
				**values,
			}
		)
		return doc.insert().name


def _told(estate: Estate, name: str, project: str, days: int):
	with acting(estate.actor(roles.SUPERVISOR, project)):
		doc = frappe.get_doc("Contractor Deduction", name)
		received = now() - timedelta(days=days)
		proof = demo_files.kept("demo_photo.png", f"{name}-签收.png")
		doc.notify(str(received), "Registered Mail", doc.contractor_name, f"EMS 10{days:02}8846 签收", proof)
		return doc.reload()


def _agreement(contractor: str, **more):
	name = frappe.db.get_value("Warranty Agreement", {"contractor_name": contractor, **more})
	return frappe.get_doc("Warranty Agreement", name)


def _offers(agreement, source: str) -> list[dict]:
	return reads_offers.offers(agreement, source, now_datetime())


def _user(estate: Estate, role: str) -> str:
	return next(row.get("email") for row in estate.users if row.get("role") == role)
