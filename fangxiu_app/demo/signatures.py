"""Compensations of the demo that wait for signatures: one for each role that signs after the manager."""

from __future__ import annotations

import frappe

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.demo import demo_files
from fangxiu_app.demo.estate import Estate
from fangxiu_app.demo.story import acting
from fangxiu_app.money.payments import service_settlements

#: Key of the ticket, cause, what was lost, amount, who has signed already. Amounts choose the rule.
CASES = (
	(
		"B16",
		"同一卫生间第二次渗漏",
		("Decoration", "主卧木地板及踢脚线泡水"),
		12600,
		(roles.MANAGER, roles.CS_HEAD),
	),
	("B08", "屋面渗漏", ("Decoration", "客厅吊顶乳胶漆及灯带"), 4800, (roles.MANAGER,)),
	("B05", "外墙渗漏", ("Furniture", "北卧衣柜背板霉变"), 1800, (roles.MANAGER,)),
	("B14", "阳台渗漏", ("Cleaning", "楼下邻居保洁"), 600, (roles.MANAGER, roles.COST_DEPARTMENT)),
)


#: What the settlement agreement says about each owner; the numbers belong to nobody.
PARTY = {
	"terms": "签字后七个工作日内付清；业主收款后本次渗漏造成的损失全部了结。",
	"id_kind": "ID Card",
	"id_no": "110101199003070038",
	"payee_bank": "中国建设银行杭州城西支行",
	"payee_account": "6217001180012345678",
}


def compensations(estate: Estate, tickets: dict[str, str]) -> None:
	"""Asked for by the customer service; whoever signs next finds theirs under what waits for them."""
	for key, cause, (kind, description), amount, signers in CASES:
		ticket = frappe.db.get_value("Repair Ticket", tickets[key], ["name", "project"], as_dict=True)
		with acting(estate.actor(roles.CUSTOMER_SERVICE, ticket.project)):
			doc = _draft(ticket, cause, kind, description, amount)
			service_settlements.add_photos(doc, doc.items[0].loss_no, [demo_files.kept("demo_photo.png", f"{doc.name}.png")])
			for one in service_settlements.proposed(doc)[:1]:
				service_settlements.accept(doc, one["agreement"], one["share"], "")
			service_approvals.request(doc)
		for role in signers:
			with acting(estate.actor(role, ticket.project)):
				service_approvals.approve(frappe.get_doc("Compensation", doc.name))


def _draft(ticket, cause: str, kind: str, description: str, amount: float):
	loss = {"kind": kind, "description": description, "claimed": amount * 1.2, "assessed": amount}
	loss["basis"] = "两家装修公司报价，取低价"
	return frappe.get_doc(
		{
			"doctype": "Compensation",
			"ticket": ticket.name,
			"project": ticket.project,
			"cause": cause,
			"payee_name": frappe.db.get_value("Repair Ticket", ticket.name, "caller_name"),
			**PARTY,
			"items": [{**loss, "agreed": amount}],
		}
	).insert()
