"""A compensation from its losses to the recovery: proposal, approval, signature, money and benefits, state by vouchers (R110)."""

from __future__ import annotations

import frappe
import pytest
from erpnext.accounts.doctype.payment_entry.payment_entry import get_payment_entry
from frappe.utils import add_days, getdate, today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.money.deductions import reads_offers, reads_waiting
from fangxiu_app.money.payments import api_compensations as api
from fangxiu_app.money.payments import reads_compensations, reads_repair_costs, service_compensations
from fangxiu_app.patches.v0_1 import compensations_settled
from tests.site.helpers import factories as make
from tests.site.helpers import form, money, orders, stock
from tests.site.helpers.counting import count_queries

OWN_ESTATE = True
NAME = "Compensation"
WAIVER = {"kind": "Fee Waiver", "description": "减免 2 个月物业费", "months": 2, "monthly_fee": 200}
GIFT = {"kind": "Gift or Voucher", "description": "保洁券一张", "value": 100}


@pytest.fixture
def agreement(estate):
	doc = money.agreement(estate)
	money.entry(doc, "Cash In", 20_000)
	return doc


@pytest.fixture
def ticket(estate, agreement) -> str:
	"""A defect that is the contractor's by its warranty answer."""
	name = make.make_ticket(estate.unit_a).name
	facts = {"responsibility": "Warranty", "payer": "Contractor", "agreement": agreement.name, "warranty_answer": "总包保修期内"}
	frappe.db.set_value("Repair Ticket", name, {**facts, "reported_at": make.ago(days=40)})
	return name


def draft(estate, ticket: str, **values):
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		return orders.make_compensation(ticket, **values)


def decide(estate, case, share: float = 100, reason: str = "") -> None:
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		[one] = api_proposals(case)
		api.accept_recourse(case.name, one["agreement"], share, reason)
	case.reload()


def api_proposals(case) -> list[dict]:
	case.reload().run_method("onload")
	return case.get_onload("proposals")


def approve(estate, case, days_ago: int = 0):
	"""Asked for by the customer service, signed by everybody."""
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		service_approvals.request(case)
	steps = service_approvals.progress(case.reload()).steps
	case = orders.sign(case, *(money.finance(estate) if role == roles.FINANCE else estate.users[role] for role in steps))
	if days_ago:
		orders.approved_ago(case, days_ago)
	return case


def settle(estate, case, **values):
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		given = {"signed_by": "王晓明", "signed_on": today(), "file": money.proof(estate.users[roles.CUSTOMER_SERVICE]), **values}
		bill = api.sign(case.name, **given)
	case.reload()
	return bill


def confirm(estate, case, row, **values) -> None:
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		given = {"confirmed_on": today(), "confirmed_by": "物业 陈主管", "file": money.proof(estate.users[roles.CUSTOMER_SERVICE]), **values}
		api.confirm_benefit(case.name, row.name, **given)
	case.reload()


def pay(bill: str):
	entry = get_payment_entry("Purchase Invoice", bill)
	entry.update({"reference_no": "T1", "reference_date": today()})
	return form.saved(entry)


def state(case) -> str:
	return frappe.db.get_value(NAME, case.name, "status")


@pytest.mark.clause("R110")
def test_from_the_losses_to_the_recovery_cash_and_in_kind(estate, agreement, ticket):
	"""1,500 agreed: 400 of fees waived, 100 as a voucher, 1,000 in cash; settled when all three are there; then charged back."""
	case = draft(estate, ticket, benefits=[WAIVER, GIFT])
	assert (case.in_kind_total, case.cash_total, case.method, case.account_holder) == (500, 1000, "Cash and In Kind", "王晓明")
	assert (case.claimed_total, case.assessed_total, case.agreed_total, case.items[0].difference) == (3000, 2000, 1500, -1500)
	decide(estate, case)
	assert (case.contractor, case.agreement, case.recovery_amount) == (agreement.contractor, agreement.name, 1500)
	case = approve(estate, case)
	waiver, gift = case.benefits
	with pytest.raises(RefusedError, match="before the settlement agreement is signed"):
		confirm(estate, case, waiver)
	bill = settle(estate, case, witness_name="社区 吴主任", witness_phone="13800001234")
	assert frappe.db.get_value("Purchase Invoice", bill, ["grand_total", "docstatus"]) == (1000, 1)
	assert to_pay(case) == [case.name]
	assert reads_waiting.compensations_under_way(agreement.name) == 1500
	entry = pay(bill)
	assert state(case) == "Signed" and to_pay(case) == [], "paid, and the benefits are not confirmed yet"
	confirm(estate, case, waiver)
	assert state(case) == "Signed"
	assert reads_offers.offers(agreement, NAME, make.ago()) == [], "not charged before the owner has everything"
	confirm(estate, case.reload(), case.benefits[1], confirmed_by="王晓明")
	assert state(case) == "Settled"
	heard = {"reference_doctype": NAME, "reference_name": case.name, "subject": ["like", "%wait to be deducted%"]}
	assert frappe.db.exists("Outbox Message", heard)
	entry.cancel()
	assert state(case) == "Signed"
	pay(bill)
	assert state(case) == "Settled"
	(row,) = reads_repair_costs.breakdown({"project": estate.a, "ticket": ticket}, "Repair Ticket")
	assert (row.compensations, row.spent) == (1500, 1500), "money and benefits are one sum"
	assert reads_waiting.compensations_under_way(agreement.name) == 0
	assert reads_waiting.of_agreement(agreement.name) == 1500
	recover(estate, agreement, case, gift)


def to_pay(case) -> list[str]:
	"""What finance's card counts of this compensation."""
	filters = frappe.parse_json(frappe.db.get_value("Number Card", "Compensations to Pay", "filters_json"))
	return frappe.get_all(NAME, [*filters, [NAME, "name", "=", case.name]], pluck="name")


def recover(estate, agreement, case, gift) -> None:
	"""The deduction is approved, then reversed: the state follows its vouchers."""
	frappe.db.set_value(NAME, case.name, "signed_on", add_days(today(), -20))
	frappe.db.set_value("Purchase Invoice", {"fx_compensation": case.name}, "posting_date", add_days(today(), -20))
	[offer] = reads_offers.offers(agreement, NAME, make.ago())
	assert (offer["source_name"], offer["amount"]) == (case.name, 1500)
	values = {"agreement": agreement.name, "source": NAME, "items": [{"source_type": NAME, "source_name": case.name}]}
	deduction = frappe.get_doc({"doctype": "Contractor Deduction", "facts": "赔付追偿", "bill_no": "", "posting_date": today(), **values}).insert()
	frappe.db.set_value(NAME, case.name, "settlement_seal", None)  # its day was moved back for the chain of proof
	with pytest.raises(RefusedError, match="charged to the contractor already"), orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		api.take_back_benefit(case.name, gift.name, "登记错误")
	posted = money.approve(estate, money.told(deduction))
	assert (state(case), frappe.db.get_value(NAME, case.name, "recovered")) == ("Recovered", 1500)
	posted.reverse("误扣")
	assert (state(case), frappe.db.get_value(NAME, case.name, "recovered")) == ("Settled", 0)


@pytest.mark.clause("R110")
def test_a_part_of_what_is_claimed_back_is_partly_recovered(estate, agreement, ticket):
	case = draft(estate, ticket)
	decide(estate, case)
	case = approve(estate, case)
	pay(settle(estate, case))
	booked = {case.name: 700.0}
	with pytest.MonkeyPatch.context() as patched:
		patched.setattr(reads_compensations.reads_cost_lines, "recovered_of", lambda _doctype, _names: booked)
		service_compensations.refresh(case.name)
	assert frappe.db.get_value(NAME, case.name, ["status", "recovered"]) == ("Partly Recovered", 700)


@pytest.mark.clause("R110")
def test_a_compensation_in_kind_alone_has_no_bill(estate, agreement, ticket):
	case = draft(estate, ticket, benefits=[{**GIFT, "value": 1500}], payee_account=None, payee_bank=None)
	assert (case.method, case.cash_total) == ("In Kind", 0)
	decide(estate, case)
	case = approve(estate, case)
	assert settle(estate, case) == ""
	assert not frappe.db.exists("Purchase Invoice", {"fx_compensation": case.name})
	confirm(estate, case, case.benefits[0], confirmed_by="王晓明")
	assert state(case) == "Settled"
	[offer] = reads_offers.offers(agreement, NAME, make.ago())
	assert (offer["source_name"], offer["amount"]) == (case.name, 1500)
	with orders.acting(estate.users[roles.FINANCE]), pytest.raises(RefusedError, match="confirmed as given"):
		service_approvals.cancel(case, "业主反悔")
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		api.take_back_benefit(case.name, case.benefits[0].name, "领取人写错")
	assert (state(case), case.reload().benefits[0].confirmed_on) == ("Signed", None)
	comment = {"reference_doctype": NAME, "reference_name": case.name, "content": ("like", "%领取人写错%")}
	assert frappe.db.exists("Comment", comment)


@pytest.mark.clause("R110", "R38")
def test_goods_leave_the_store_before_they_are_confirmed_and_are_counted_once(estate, ticket):
	_list, item = stock.stocked(estate.a, estate.general)
	make.walk(ticket, "start")
	part = stock.reserve(ticket, item, 2)
	goods = {"kind": "Goods From Store", "description": "同款龙头两只", "value": 150, "ticket_part": part.name}
	case = draft(estate, ticket, benefits=[goods])
	decide(estate, case)
	case = approve(estate, case)
	settle(estate, case)
	with pytest.raises(RefusedError, match="has not left the store"):
		confirm(estate, case, case.benefits[0])
	part.issue()
	confirm(estate, case, case.benefits[0], confirmed_by="王晓明")
	(row,) = reads_repair_costs.breakdown({"project": estate.a, "ticket": ticket}, "Repair Ticket")
	assert (row.compensations, row.spare_parts_used) == (1350, 100), "the goods at their cost, as parts"


@pytest.mark.clause("R110")
def test_a_proposal_is_accepted_or_turned_down_with_a_reason_before_approval(estate, agreement, ticket):
	case = draft(estate, ticket)
	[one] = api_proposals(case)
	assert (one["agreement"], one["share"]) == (agreement.name, 100) and "总包保修期内" in one["reason"]
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		with pytest.raises(RefusedError, match="proposes to claim this back"):
			service_approvals.request(case)
		with pytest.raises(RefusedError, match="needs a reason"):
			api.accept_recourse(case.name, agreement.name, 60)
		with pytest.raises(RefusedError, match="Give the reason"):
			api.turn_down_recourse(case.name, " ")
		api.turn_down_recourse(case.name, "业主自行扩大损失")
	case.reload()
	assert (case.recourse_decision, case.recovery_amount, case.contractor) == ("Turned Down", 0, None)
	decide(estate, case, 60, "业主自行扩大损失 40%")
	assert (case.recovery_amount, case.recourse_by) == (900, estate.users[roles.CUSTOMER_SERVICE])
	case.contractor = estate.waterproofer
	assert case.save().contractor == agreement.contractor, "the contractor is that of the agreement"
	case.items[0].agreed = 1000
	assert case.save().recovery_amount == 600, "it follows the agreed amount"
	frappe.db.set_value("Repair Ticket", ticket, "agreement", estate.agreement_a)
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]), pytest.raises(RefusedError, match="no longer names"):
		service_approvals.request(case)
	frappe.db.set_value("Repair Ticket", ticket, "agreement", agreement.name)
	approve(estate, case)
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]), pytest.raises(RefusedError, match="sent back first"):
		api.turn_down_recourse(case.name, "迟到的决定")


@pytest.mark.clause("R110")
def test_more_than_was_assessed_is_approved_with_the_reason_of_the_first_signer(estate, ticket):
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "To Be Judged")
	case = draft(estate, ticket, agreed=2300, above_reason="自己写的理由")
	assert case.above_reason is None, "the reason is that of whoever approves"
	assert draft(estate, ticket).step_fields == {}, "nobody is asked for one where nothing is above"
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		service_approvals.request(case)
	with orders.acting(estate.users[roles.MANAGER]):
		with pytest.raises(RefusedError, match="above the assessed amount"):
			service_approvals.approve(case)
		service_approvals.approve(case, values={"above_reason": "业主补交了发票"})
	assert case.reload().above_reason == "业主补交了发票"


@pytest.mark.clause("R110")
def test_the_account_of_somebody_else_needs_reason_and_authorisation(estate, ticket):
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "To Be Judged")
	case = draft(estate, ticket, account_holder="李红", id_no=None)
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		assert len(case.lacks()) == 2
		with pytest.raises(RefusedError) as refused:
			service_approvals.request(case)
	assert "account is that of 李红" in str(refused.value) and "Document No." in str(refused.value)
	proof = money.proof(estate.users[roles.CUSTOMER_SERVICE])
	case.update({"account_reason": "夫妻共有账户", "account_file": proof, "id_no": orders.PARTY["id_no"]})
	case.save()
	assert case.lacks() == []


@pytest.mark.clause("R110")
def test_who_may_sign_and_when(estate, ticket):
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "To Be Judged")
	case = approve(estate, draft(estate, ticket))
	for values, said in (
		({"signed_on": add_days(today(), 1)}, "future"),
		({"signed_on": add_days(today(), -1)}, "before the approval"),
		({"signed_by": "赵六"}, "neither the payee"),
	):
		with pytest.raises(RefusedError, match=said):
			settle(estate, case, **values)
	assert state(case) == "Approved"
	bill = settle(estate, case, signed_by="赵六", authorisation=money.proof(estate.users[roles.CUSTOMER_SERVICE]), witness_name="吴主任")
	assert bill and (case.signed_by, case.witness_name, bool(case.signed_authorisation)) == ("赵六", "吴主任", True)
	with orders.acting(estate.users[roles.ENGINEER]), pytest.raises(frappe.PermissionError):
		api.sign(case.name, "王晓明", today(), money.proof())


@pytest.mark.clause("R110")
def test_what_was_signed_is_sealed_with_who_signed_it(estate, ticket):
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "To Be Judged")
	case = approve(estate, draft(estate, ticket, representative="李红", representative_file=money.proof(estate.users[roles.CUSTOMER_SERVICE])))
	bill = settle(estate, case, signed_by="李红")
	assert service_approvals.is_intact(frappe.get_doc(NAME, case.name))
	kept = {name: case.get(name) for name in ("signed_by", "signed_on", "payee_account", "id_no", "release_clause", "representative")}
	for name in kept:
		other = getdate(add_days(today(), -3)) if name == "signed_on" else "改过"
		frappe.db.set_value(NAME, case.name, name, other, update_modified=False)
		assert not service_approvals.is_intact(frappe.get_doc(NAME, case.name)), name
		with pytest.raises(RefusedError, match="does not say any more"):
			pay(bill)
		frappe.db.set_value(NAME, case.name, name, kept[name], update_modified=False)
	assert service_approvals.is_intact(frappe.get_doc(NAME, case.name))


@pytest.mark.clause("R110")
def test_no_voucher_pays_an_owner_before_the_signature_or_beside_the_bill(estate, ticket):
	"""Not by a bill that names the compensation, nor one that names none, nor an advance, nor a journal."""
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "To Be Judged")
	case = approve(estate, draft(estate, ticket))
	with pytest.raises(RefusedError, match="no signed settlement agreement"):
		money.invoice(estate.waterproofer, 1500, fx_compensation=case.name)
	bill = settle(estate, case)
	owner = frappe.db.get_value("Purchase Invoice", bill, "supplier")
	with pytest.raises(RefusedError, match="billed by"):
		money.invoice(owner, 1, fx_compensation=case.name)
	with pytest.raises(RefusedError, match="paid by a compensation only"):
		money.invoice(owner, 300)
	row = frappe.get_doc("Purchase Invoice", bill)
	entry = {"doctype": "Payment Entry", "payment_type": "Pay", "company": row.company, "posting_date": today(), "party_type": "Supplier"}
	entry |= {"party": owner, "paid_from": money.account("Bank Account"), "paid_to": row.credit_to, "paid_amount": 800, "received_amount": 800}
	entry |= {"source_exchange_rate": 1, "target_exchange_rate": 1, "reference_no": "1", "reference_date": today()}
	with pytest.raises(RefusedError, match="against no bill"):
		form.saved(frappe.get_doc(entry))
	party = {"account": row.credit_to, "party_type": "Supplier", "party": owner, "debit_in_account_currency": 800}
	with pytest.raises(RefusedError, match="against no bill"):
		money.journal([party, {"account": money.account("Bank Account"), "credit_in_account_currency": 800}])
	assert pay(bill).docstatus == 1


@pytest.mark.clause("R110")
def test_photos_show_a_loss_and_follow_it(estate, ticket):
	other = {"kind": "Furniture", "description": "衣柜", "claimed": 900, "assessed": 500, "agreed": 500, "basis": "购买发票"}
	case = draft(estate, ticket, shown=False)
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		case.append("items", other)
		case.save()
		user = estate.users[roles.CUSTOMER_SERVICE]
		made = api.add_photos(case.name, case.items[1].loss_no, [money.proof(user), money.proof(user)])
		with pytest.raises(RefusedError, match="no loss 9"):
			api.add_photos(case.name, 9, [money.proof(user)])
		case.reload()
		assert [(row.loss_no, row.loss, row.evidence) for row in case.photos] == [(2, "衣柜", name) for name in made]
		assert set(frappe.get_all("Evidence Item", {"name": ("in", made)}, pluck="ticket")) == {ticket}
		case.run_method("onload")
		open_proofs = [one["label"] for one in case.get_onload("proofs") if not one["done"]]
		assert "Line 1: evidence of the loss" in open_proofs and "Line 2: evidence of the loss" not in open_proofs
		case.set("items", [case.items[1]])
		case.save()
		assert len(case.photos) == 2, "they follow their loss"
		case.set("items", [{**other, "description": "床"}])
		assert case.save().photos == []


def test_what_was_paid_before_is_settled_and_was_all_cash(estate, ticket):
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "To Be Judged")
	case = draft(estate, ticket)
	signed = approve(estate, draft(estate, ticket))
	settle(estate, signed)
	frappe.db.set_value(NAME, signed.name, "unpaid", 0)
	frappe.db.set_value(NAME, case.name, {"status": "Paid", "cash_total": 0})
	compensations_settled.execute()
	compensations_settled.execute()
	assert frappe.db.get_value(NAME, case.name, ["status", "cash_total"]) == ("Settled", 1500)
	assert frappe.db.get_value(NAME, signed.name, ["status", "unpaid"]) == ("Signed", 1500)


@pytest.mark.clause("R110")
def test_the_state_of_one_asks_the_same_few_queries(estate, ticket):
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "To Be Judged")
	case = approve(estate, draft(estate, ticket, benefits=[GIFT] * 5))
	settle(estate, case)
	assert count_queries(lambda: reads_compensations.standing(case.name)) <= 6


@pytest.mark.clause("R110", "R111")
def test_what_is_claimed_back_is_of_the_tickets_own_agreement(estate, agreement, ticket):
	"""Also where the warranty answer proposes nobody: whoever entered an agreement charged any contractor of the project."""
	frappe.db.set_value("Repair Ticket", ticket, {"responsibility": "Expired", "payer": "Developer"})
	other = money.agreement(estate, estate.waterproofer)
	case = draft(estate, ticket, agreement=other.name, recovery_amount=500)
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		with pytest.raises(RefusedError, match=f"{other.name} answers for no ticket"):
			service_approvals.request(case)
		case.reload().update({"agreement": agreement.name}).save()
		assert service_approvals.request(case)
