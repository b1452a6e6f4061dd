"""Paid repair after the warranty: quoted, accepted, done, billed and paid by ERPNext's own vouchers (R58, R59)."""

from __future__ import annotations

from uuid import uuid4

import frappe
import pytest
from frappe.utils import add_days, now_datetime, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.sealing import signature_digest
from fangxiu_app.field import service_my_day, service_phone
from fangxiu_app.paid_repairs import reads_paid_repairs as reads
from fangxiu_app.paid_repairs import rules_paid_repair as rules
from fangxiu_app.paid_repairs import service_quotes
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make
from tests.site.helpers import paid, stock, sums
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api, messages
from tests.site.tickets.test_gates import refused

QUOTE = "Paid Repair Quote"


@pytest.fixture
def ticket(estate):
	return paid.make_paid(estate.unit_a)


def gl(voucher: str) -> dict[str, float]:
	"""Debit less credit of a voucher by account name."""
	rows = sums.by_account({"voucher_no": voucher, "is_cancelled": 0})
	return {
		frappe.get_cached_value("Account", account, "account_name"): round(debit - credit, 6)
		for account, (debit, credit) in rows.items()
	}


@pytest.mark.clause("R58")
def test_no_work_before_the_owner_accepts_the_price(estate, ticket):
	"""Through the form's button and over REST, whatever is tried."""
	refused(ticket, "start", says="not accepted a quotation")
	quote = paid.make_quote(ticket)
	assert (quote.total, quote.version, str(quote.valid_until)) == (400, 1, add_days(today(), 7))
	service_quotes.issue(quote)
	refused(ticket, "start", says="not accepted a quotation")
	frappe.db.commit()
	api = Api(estate.users[roles.ENGINEER])
	act = {"ticket": ticket, "action": "accept_quote", "values": {"quote": quote.name}}
	assert api.post("/api/method/fangxiu_app.tickets.life.api_ticket.act", **act)[0] == 417
	for values in (
		{"state": "Agreed"},
		{"accepted_by": "x"},
		{"payer_name": "别人"},
		{"signature": make.SIGNATURE},
	):
		assert api.put(f"/api/resource/{QUOTE}/{quote.name}", **values)[0] == 417, values
	code, body = api.post("/api/method/fangxiu_app.paid_repairs.api_quotes.accept", quote=quote.name, accepted_by="王晓明")
	assert code == 417 and "签名" in messages(body)
	signed = {"accepted_by": "王晓明", "signature": make.SIGNATURE}
	assert api.post("/api/method/fangxiu_app.paid_repairs.api_quotes.accept", quote=quote.name, **signed)[0] == 200
	frappe.db.rollback()
	doc = frappe.get_doc(QUOTE, quote.name)
	assert (doc.state, doc.acceptance_way, service_quotes.is_intact(doc)) == ("Agreed", "Signature", True)
	assert make.start(ticket).status == "In Repair"
	row = {"parent": quote.name, "kind": "Labour"}
	frappe.db.set_value("Paid Repair Item", row, "rate", 12345.67)
	as_before = service_quotes.digest(quote.name, rules.six_digits)
	frappe.db.set_value(QUOTE, quote.name, {"content_hash": as_before, "signature_hash": signature_digest(as_before, doc.accepted_by, doc.accepted_at, doc.signature)})
	assert service_quotes.is_intact(frappe.get_doc(QUOTE, quote.name)), "sealed before numbers kept all their digits"
	frappe.db.set_value("Paid Repair Item", row, "rate", 1)
	assert not service_quotes.is_intact(frappe.get_doc(QUOTE, quote.name))


@pytest.mark.clause("R58")
def test_a_part_is_sold_at_its_price_and_moved_once(estate):
	"""Quoted 2, taken 2, one comes back: one is billed; the stock ledger has the ticket's own entries only."""
	_list, item = stock.stocked(estate.a, estate.general)
	paid.sell_price(item, 88)
	ticket = paid.make_paid(estate.unit_a)
	with pytest.raises(RefusedError, match="quotation is accepted"):
		stock.reserve(ticket, item)
	part_line = {"kind": "Spare Part", "item": item, "qty": 2}
	quote = paid.agreed(ticket, [paid.LABOUR, part_line])
	assert (quote.items[1].rate, quote.total) == (88, 576)
	paid.finish(ticket, "start")
	part = stock.reserve(ticket, item, 2)
	issue = part.issue()
	assert gl(issue)["有偿维修成本"] == 100
	part.reload().give_back(1)
	with pytest.raises(RefusedError, match="passed the pre-acceptance"):
		quote.draft_invoice()
	make.walk_from(ticket, "pre_accept", "owner_accept")
	refused(ticket, "close", says="not billed yet")
	invoice = frappe.get_doc("Sales Invoice", quote.reload().draft_invoice())
	assert (invoice.docstatus, invoice.grand_total, invoice.update_stock) == (0, 488, 0)
	assert {row.project for row in invoice.items} == {quote.project}, "finance of one project may open it"
	moves = frappe.db.count("Stock Ledger Entry", {"item_code": item})
	invoice.submit()
	assert frappe.db.count("Stock Ledger Entry", {"item_code": item}) == moves
	assert gl(invoice.name) == {"Debtors": 488, "有偿维修收入": -488}
	assert service_transitions.perform(ticket, "close").status == "Closed"
	paid.pay(invoice.name, 200)
	(row,) = reads.of_ticket(ticket)
	assert (row.invoice.outstanding_amount, row.invoice.status) == (288, "Partly Paid")
	paid.pay(invoice.name)
	(row,) = reads.of_ticket(ticket)
	assert (row.invoice.outstanding_amount, row.invoice.status) == (0, "Paid")


@pytest.mark.clause("R59")
def test_common_parts_are_paid_by_the_fund_with_a_resolution(estate):
	ticket = paid.make_paid(estate.unit_a, "屋面")
	quote = paid.make_quote(ticket, property_contact="")
	with pytest.raises(RefusedError) as told:
		service_quotes.issue(quote)
	assert "Maintenance Fund" in str(told.value) and "property company" in str(told.value)
	quote.update(
		{"payer_kind": "Maintenance Fund", "payer_name": "业主委员会", "property_contact": "物业 何管家"}
	)
	quote.save()
	service_quotes.issue(quote)
	with pytest.raises(RefusedError, match="resolution of the owners' committee"):
		service_quotes.accept(quote, "业委会主任 陈", make.SIGNATURE)
	paper = {"resolution_no": "业决〔2026〕3号", "resolution_date": today(), "resolution_file": make.photo()}
	quote.update(paper)
	quote.save()
	service_quotes.accept(quote, "业委会主任 陈", file=make.photo())
	assert (quote.acceptance_way, bool(quote.acceptance_evidence), bool(quote.resolution_evidence)) == (
		"Signed Paper",
		True,
		True,
	)
	paid.finish(ticket)
	invoice = frappe.get_doc("Sales Invoice", quote.draft_invoice())
	name = frappe.db.get_value("Project", estate.a, "project_name")
	assert invoice.customer_name == f"{name} 维修资金"
	assert frappe.db.get_value("Customer", invoice.customer, "customer_type") == "Company"


@pytest.mark.clause("R58", "R60")
def test_a_refused_price_goes_back_to_the_property_company(estate, ticket):
	quote = paid.make_quote(ticket)
	service_quotes.issue(quote)
	with pytest.raises(RefusedError, match="reason they gave"):
		service_quotes.decline(quote, "王晓明", " ")
	service_quotes.decline(quote, "王晓明", "价格太高")
	assert frappe.db.get_value("Repair Ticket", ticket, "waiting_on") == "Property Company"
	refused(ticket, "start", says="not accepted a quotation")
	cheaper = service_quotes.revise(quote)
	cheaper.items[0].rate = 80
	cheaper.save()
	service_quotes.issue(cheaper)
	assert frappe.db.get_value(QUOTE, quote.name, "state") == "Superseded"
	with pytest.raises(LockedFieldError, match="cannot be changed"):
		frappe.get_doc(QUOTE, cheaper.name).update({"scope_text": "偷改"}).save()
	service_quotes.accept(cheaper, "王晓明", make.SIGNATURE)
	refused(ticket, "transfer", {"transferred_to": "物业服务中心"}, says="Withdraw it first")
	service_quotes.withdraw(cheaper, "业主改主意")
	done = service_transitions.perform(ticket, "transfer", {"transferred_to": "物业服务中心"})
	assert (done.status, done.quote, done.quote_accepted_at, done.paid_agreed_at) == (
		"Transferred",
		None,
		None,
		None,
	)
	service_transitions.perform(ticket, "paid_repair")
	refused(ticket, "start", says="not accepted a quotation")


@pytest.mark.clause("R58")
def test_an_outdated_price_is_not_accepted(ticket):
	quote = paid.make_quote(ticket)
	service_quotes.issue(quote)
	frappe.db.set_value(QUOTE, quote.name, "valid_until", add_days(today(), -1))
	with pytest.raises(RefusedError, match="no longer what was issued"):
		service_quotes.accept(frappe.get_doc(QUOTE, quote.name), "王晓明", make.SIGNATURE)
	fresh = paid.make_quote(ticket, valid_until=add_days(today(), -1))
	with pytest.raises(RefusedError, match="valid until"):
		service_quotes.issue(fresh)


@pytest.mark.clause("R58")
def test_finance_bills_what_was_accepted_once_and_not_more(estate, ticket):
	quote = paid.agreed(ticket)
	paid.finish(ticket)
	name = quote.draft_invoice()
	told = {"reference_name": quote.name, "recipient": roles.FINANCE_CLERK, "subject": ["like", f"%{name}%"]}
	assert frappe.db.exists("Outbox Message", told)
	with pytest.raises(RefusedError, match="bills this quotation already"):
		quote.draft_invoice()
	with pytest.raises(RefusedError, match="bills this quotation"):
		service_quotes.withdraw(quote, "x")
	invoice = frappe.get_doc("Sales Invoice", name)
	invoice.items[0].rate = 101
	with pytest.raises(RefusedError, match=r"more than the .*400\.00"):
		invoice.save()
	other = frappe.copy_doc(frappe.get_doc("Sales Invoice", name))
	with pytest.raises(RefusedError, match="bills this quotation already"):
		other.insert()
	invoice.reload().submit()
	entry = paid.pay(name)
	entry.cancel()
	frappe.local.dynamic_link_map = None
	invoice.reload().cancel()
	refused(ticket, "close", says="not billed yet")
	amended = frappe.copy_doc(invoice)
	amended.amended_from = name
	amended.insert().submit()
	assert reads.invoices([quote.name])[quote.name].name == amended.name
	assert service_transitions.perform(ticket, "close").status == "Closed"


@pytest.mark.clause("R58")
def test_one_new_version_is_drafted_at_a_time(ticket):
	first = paid.agreed(ticket)
	second = service_quotes.revise(first)
	with pytest.raises(RefusedError, match=second.name):
		service_quotes.revise(first)
	assert frappe.db.count(QUOTE, {"ticket": ticket, "state": "Draft"}) == 1
	service_quotes.issue(second)
	assert service_quotes.revise(second).version == 3


@pytest.mark.clause("R58")
def test_more_work_is_agreed_to_anew_but_not_over_a_bill(ticket):
	"""A new version during the work takes the place of the first, unless that one is billed already."""
	first = paid.agreed(ticket)
	paid.finish(ticket, "start")
	second = service_quotes.revise(first)
	second.append("items", {**paid.LABOUR, "description": "增加：吊顶恢复", "qty": 1})
	second.save()
	service_quotes.issue(second)
	assert frappe.db.get_value(QUOTE, first.name, "state") == "Agreed"
	make.walk_from(ticket, "pre_accept", "clean")
	first.reload().draft_invoice()
	service_transitions.perform(ticket, "reject", {"acceptance_remark": "色差"})
	with pytest.raises(RefusedError, match="bills this quotation"):
		service_quotes.accept(second, "王晓明", make.SIGNATURE)
	frappe.delete_doc("Sales Invoice", reads.invoices([first.name])[first.name].name)
	service_quotes.accept(second, "王晓明", make.SIGNATURE)
	assert frappe.db.get_value("Repair Ticket", ticket, "quote") == second.name
	assert frappe.db.get_value(QUOTE, first.name, "state") == "Superseded"
	make.walk_from(ticket, "pre_accept", "owner_accept")
	assert frappe.db.get_value("Sales Invoice", second.draft_invoice(), "grand_total") == 500


@pytest.mark.clause("R58")
def test_only_the_manager_waives(estate, ticket):
	quote = paid.agreed(ticket)
	paid.finish(ticket)
	with acting(estate.users[roles.SUPERVISOR]), pytest.raises(frappe.PermissionError):
		service_quotes.waive(quote, "老业主")
	with acting(estate.users[roles.MANAGER]):
		with pytest.raises(RefusedError, match="Give the reason"):
			service_quotes.waive(quote, "")
		service_quotes.waive(quote, "施工遗留，公司承担")
	assert service_transitions.perform(ticket, "close").status == "Closed"
	with pytest.raises(RefusedError, match="not the accepted one"):
		quote.draft_invoice()


@pytest.mark.clause("R58", "R59", "R114")
def test_the_quotation_prints(ticket):
	quote = paid.agreed(ticket, resources="防水工一名、材料若干")
	frappe.local.lang = "zh"
	html = frappe.get_print(QUOTE, quote.name, print_format="Paid Repair Quotation")
	for text in (
		"有偿维修报价单",
		"防水层修补",
		"400.00",
		"物业 张管家",
		"data:image/png",
		quote.content_hash,
	):
		assert text in html


@pytest.mark.clause("R58")
def test_the_payer_signs_on_the_phone_once(estate, ticket):
	"""The card shows the quotation, the signature is taken at the time it happened, another ticket's quotation is not."""
	engineer = estate.users[roles.ENGINEER]
	frappe.db.set_value("Repair Ticket", {"engineer": engineer}, "engineer", None)  # the day shows sixty tickets
	frappe.db.set_value("Repair Ticket", ticket, "engineer", engineer)
	quote = paid.make_quote(ticket)

	def card():
		return next(row for row in service_my_day.build(None, now_datetime())["cards"] if row["name"] == ticket)

	with acting(engineer):
		assert (card()["step"], card()["quote"]) == ("", None)
	service_quotes.issue(quote)
	values = {"quote": quote.name, "accepted_by": "王晓明", "signature": make.SIGNATURE}
	with acting(engineer):
		shown = card()
		assert shown["step"] == "agree"
		assert (shown["quote"].total, shown["quote"].lines[0].description) == (400, "防水层修补")
		other = make.make_ticket(estate.unit_a).name
		with pytest.raises(frappe.PermissionError):
			service_phone.receive(str(uuid4()), other, "agree", values, None, None)
		key = str(uuid4())
		assert service_phone.receive(key, ticket, "agree", values, None, None)["state"] == "Agreed"
		assert service_phone.receive(key, ticket, "agree", values, None, None)["known"]
		assert card()["step"] == "start"
