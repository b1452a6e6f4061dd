"""Short ways to third-party orders, letters and payments for the site tests."""

from __future__ import annotations

from contextlib import contextmanager

import frappe
from frappe.utils import add_days, now_datetime, today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.correspondence import service_letters
from fangxiu_app.ledger import ledger_settings, reads_vouchers, service_purchase
from fangxiu_app.money.payments import service_settlements
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make

#: What a bill states of its tax.
TAX = {"fx_tax_kind": "Ordinary VAT Invoice", "fx_tax_rate": 3}


@contextmanager
def acting(user: str):
	"""Work as ``user`` for a moment."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(before)


@contextmanager
def extra_role(user: str, role: str):
	"""Give ``user`` one more role, committed for requests of their own, and take it away again."""
	row = {"doctype": "Has Role", "parent": user, "parenttype": "User", "parentfield": "roles", "role": role}
	held = frappe.get_doc(row)
	held.db_insert()
	frappe.db.commit()
	frappe.clear_cache(user=user)
	try:
		yield
	finally:
		frappe.db.rollback()
		frappe.db.delete("Has Role", {"name": held.name})
		frappe.db.commit()
		frappe.clear_cache(user=user)


def make_order(ticket: str, third_party: str, **values):
	"""A draft order of one item over 800, charged to the ticket's contractor."""
	row = frappe.db.get_value("Repair Ticket", ticket, ["project", "contractor", "agreement"], as_dict=True)
	notice = frappe.db.get_value("Letter Ticket", {"ticket": ticket}, "parent")
	order = frappe.get_doc(
		{
			"doctype": "Third Party Order",
			"ticket": ticket,
			"project": row.project,
			"third_party": third_party,
			"contractor": row.contractor,
			"agreement": row.agreement,
			"notice": notice,
			"start_on": today(),
			"finish_by": add_days(today(), 5),
			"breach": "整改期限内未维修",
			"scope_text": "空鼓铲除重做",
			"items": [{"description": "墙面铲除重做", "uom": "平方米", "qty": 8, "rate": 100}],
			"quotations": [{"supplier": third_party, "amount": 800, "quoted_on": today(), **quotation()}],
			**values,
		}
	)
	return order.insert()


def quotation() -> dict:
	"""The file of a quotation."""
	return {"quotation_file": make.make_photo().file_url}


def breach(ticket: str, third_party: str | None = None) -> str:
	"""Bring a fresh ticket into repair, serve the notice, let the coordination fail; returns the notice."""
	make.walk(ticket, "start")
	letter = make_letter(ticket)
	service_letters.issue(letter)
	serve(letter)
	result = {"coordination_result": "Failed", "coordination_note": "施工单位拒绝"}
	service_transitions.perform(ticket, "record_coordination", result)
	if third_party:
		register(third_party)
	return letter.name


def register(supplier: str, **values):
	"""The supplier's entry in the register, made if missing."""
	if frappe.db.exists("Contractor Register", supplier):
		return frappe.get_doc("Contractor Register", supplier)
	row = {"doctype": "Contractor Register", "supplier": supplier, "state": "Active", **values}
	return frappe.get_doc(row).insert()


def make_letter(ticket: str, **values):
	"""A draft notice about ``ticket``."""
	project = frappe.db.get_value("Repair Ticket", ticket, "project")
	return frappe.get_doc(
		{
			"doctype": "Correspondence",
			"kind": "Notice",
			"notice_cause": "Refuses or Unreachable",
			"ticket": ticket,
			"project": project,
			"to_name": "恒固建工集团",
			"from_name": "房修中心",
			"subject": "关于维修逾期的知会",
			"body": "请于整改期内完成",
			**values,
		}
	).insert()


def serve(letter, reason: str = "", **values):
	"""Prove the service of an issued letter by a phone record; ``reason`` where it is entered late."""
	proof = {
		"method": "Phone",
		"at": now_datetime().replace(microsecond=0),
		"receiver_name": "张工",
		"receiver_address": "13800000000",
		"words_said": "知会内容已逐项告知",
		"answer_given": "三天内到场",
		**values,
	}
	service_letters.record_service(letter, proof, reason)
	return letter


def make_bill(ticket: str, supplier: str, amount: float = 800) -> str:
	"""A submitted Purchase Invoice on hold about ``ticket``, without an order."""
	row = frappe.db.get_value("Repair Ticket", ticket, ["project", "name as ticket"], as_dict=True)
	account = ledger_settings.account("repair_expense_account", reads_vouchers.company(row.project))
	lines = [service_purchase.Line("墙面铲除重做", 8, amount / 8, ticket)]
	return service_purchase.invoice(row, lines, supplier, account, TAX, "待审核")


def make_review(invoice: str, verified: float = 8, **values):
	"""A draft review of ``invoice``, its quantities verified."""
	project = frappe.db.get_value("Purchase Invoice", invoice, "project")
	review = frappe.get_doc(
		{"doctype": "Repair Payment Review", "purchase_invoice": invoice, "project": project, **values}
	).insert()
	for row in review.items:
		row.verified_qty = verified
		row.difference_reason = "现场核量" if verified != row.claimed_qty else ""
	return review.save()


#: What a settlement agreement says about the owner and the account; a number that belongs to nobody.
PARTY = {
	"id_kind": "ID Card",
	"id_no": "110101199003070038",
	"payee_bank": "中国建设银行杭州城西支行",
	"payee_account": "6217001180012345678",
}


def make_compensation(ticket: str, agreed: float = 1500, shown: bool = True, **values):
	"""A draft compensation of one loss; ``shown``: with its terms and a paper that shows each loss."""
	project = frappe.db.get_value("Repair Ticket", ticket, "project")
	loss = {
		"kind": "Decoration",
		"description": "木地板泡水",
		"claimed": 3000,
		"assessed": 2000,
		"agreed": agreed,
		"basis": "市场询价",
	}
	case = frappe.get_doc(
		{
			"doctype": "Compensation",
			"ticket": ticket,
			"project": project,
			"cause": "卫生间渗漏",
			"payee_name": "王晓明",
			"terms": "七个工作日内付清" if shown else None,
			**PARTY,
			"items": [loss],
			**values,
		}
	).insert()
	for row in case.items if shown else ():
		service_settlements.add_photos(case, row.loss_no, [make.photo("loss.png")])
	return case


def accept_recourse(case, share: float = 100, reason: str = "业主自行扩大损失") -> None:
	"""The proposal of the warranty answer accepted with ``share`` percent."""
	[one] = service_settlements.proposed(case)
	service_settlements.accept(case, one["agreement"], share, "" if share == one["share"] else reason)


def approved_ago(doc, days: int) -> None:
	"""Move the signatures under ``doc`` back in time, straight in the table."""
	frappe.db.set_value("Approval Log", {"document": doc.name}, "at", make.ago(days=days))


def sign(doc, *users: str):
	"""The next signatures, one by each user; returns the document as it is stored then."""
	for user in users:
		with acting(user):
			service_approvals.approve(doc)
	return doc.reload()


def through(doc, users: dict[str, str]):
	"""Approval asked for by the supervisor, then every step of its rule; returns the document as it is stored."""
	with acting(users["Repair Supervisor"]):
		service_approvals.request(doc)
	return sign(doc, *(users[role] for role in service_approvals.progress(doc).steps))


def sign_freeing(doc) -> None:
	"""The second signature under a deposit's money that is freed, by the head of customer service."""
	heads = {"role": roles.CS_HEAD, "parent": ("like", f"%{make.DOMAIN}")}
	with acting(frappe.get_all("Has Role", heads, pluck="parent", limit=1)[0]):
		frappe.get_doc(doc.doctype, doc.name).sign_freeing()
	doc.reload()
