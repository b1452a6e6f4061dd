"""Complaints of the demo: one through a hotline that has just been contacted, one whose solution waits for the head's signature (R110)."""

from __future__ import annotations

from datetime import timedelta

import frappe

from fangxiu_app.approvals import service_approvals
from fangxiu_app.complaints import service_complaints
from fangxiu_app.core.access import roles
from fangxiu_app.demo.estate import Estate
from fangxiu_app.demo.story import acting, now

HOTLINE = {
	"subject": "阳台渗漏影响楼下，业主致电 12345",
	"channel": "Authority",
	"authority": "12345 政务服务热线",
	"case_no": "示例-20260001",
	"complaint_text": "阳台漏到楼下邻居家，报修后迟迟没有结果",
	"demands": "三日内给出维修方案并书面答复",
}
REPEATED = {
	"subject": "同一卫生间第二次渗漏",
	"channel": "Customer Service",
	"complaint_text": "卫生间修过一次又漏，木地板泡坏，要求赔偿",
	"demands": "彻底修好并赔偿木地板",
	"asks_compensation": 1,
}
ANSWER = {
	"kind": "Solution",
	"facts": "复勘为管根防水附加层破损，上次维修只做了局部注浆",
	"content": "本周内拆除面层重做防水并闭水 48 小时，木地板损失按评估结果协商赔付",
	"promises": "七日内完工，完工当日请业主验收",
}


def make(estate: Estate, tickets: dict[str, str]) -> None:
	"""Registered by customer service; whoever signs next finds the answer under what waits for them."""
	hotline = _registered(estate, tickets["B14"], HOTLINE)
	repeated = _registered(estate, tickets["B16"], REPEATED)
	with acting(hotline.case_owner):
		_contact(hotline)
	with acting(repeated.case_owner):
		_contact(repeated)
		service_complaints.act(repeated.name, "investigate", {"note": "已安排工程师复勘"})
		promised = {"promised_until": (now() + timedelta(days=7)).date()}
		values = {"complaint": repeated.name, "project": repeated.project, **ANSWER, **promised}
		answer = frappe.get_doc({"doctype": "Complaint Answer", **values}).insert()
		service_approvals.request(answer)
	with acting(estate.actor(roles.MANAGER, repeated.project)):
		service_approvals.approve(frappe.get_doc("Complaint Answer", answer.name))


def _registered(estate: Estate, ticket: str, values: dict):
	row = frappe.db.get_value("Repair Ticket", ticket, ["project", "unit", "caller_name", "caller_phone"], as_dict=True)
	with acting(estate.actor(roles.CUSTOMER_SERVICE, row.project)):
		said = {"complainant": row.caller_name, "phone": row.caller_phone, "received_at": now() - timedelta(minutes=90)}
		linked = {"project": row.project, "unit": row.unit, "tickets": [{"ticket": ticket}]}
		return frappe.get_doc({"doctype": "Customer Complaint", **values, **said, **linked}).insert()


def _contact(complaint) -> None:
	said = {"way": "Phone", "note": "已致电业主，说明正在复勘，今日内回复", "at": complaint.received_at + timedelta(minutes=20)}
	service_complaints.act(complaint.name, "contact", said)
