"""Third-party orders from the breach to the bill on hold, on ERPNext's own vouchers (R9, R16, R107, R112)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, now_datetime, today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.contractors import service_suspensions
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from tests.site.helpers import factories as make
from tests.site.helpers import orders
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api

ORDER = "Third Party Order"


@pytest.fixture
def ticket(estate):
	name = make.make_ticket(estate.unit_a).name
	orders.breach(name, estate.waterproofer)
	return name


@pytest.fixture
def order(estate, ticket):
	"""A draft by the supervisor."""
	with orders.acting(estate.users[roles.SUPERVISOR]):
		return orders.make_order(ticket, estate.waterproofer)


def approved(estate, order):
	with orders.acting(estate.users[roles.SUPERVISOR]):
		service_approvals.request(order)
	orders.sign(order, estate.users[roles.MANAGER])
	order.price_basis = "Market Price"
	with orders.acting(estate.users[roles.COST_DEPARTMENT]):
		order.save()
	return orders.sign(order, estate.users[roles.COST_DEPARTMENT])


def verified(order, ticket, claimed=8, qty=7, reason="一处未做"):
	make.add_evidence(ticket, stage="Pre-acceptance")
	line = {"claimed_qty": claimed, "verified_qty": qty, "difference_reason": reason}
	order.verify_work([line], str(now_datetime()))
	return order.reload()


def voucher(doctype: str, order):
	name = frappe.db.get_value(doctype, {"fx_third_party_order": order.name, "docstatus": 1})
	return name and frappe.get_doc(doctype, name)


@pytest.mark.clause("R107")
def test_no_order_before_the_breach(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	orders.register(estate.waterproofer)
	order = orders.make_order(ticket, estate.waterproofer)
	with pytest.raises(RefusedError) as refused:
		service_approvals.request(order)
	assert "written notice" in str(refused.value)


@pytest.mark.clause("R9", "R112")
def test_suspended_and_unregistered_firms_get_no_order(estate, order):
	entry = frappe.get_doc("Contractor Register", estate.waterproofer)
	entry.update({"state": "Suspended", "state_reason": "不配合"}).save()
	with pytest.raises(RefusedError) as refused:
		service_approvals.request(order)
	assert "is suspended" in str(refused.value)
	with pytest.raises(LockedFieldError, match="Lift Suspension"):
		entry.update({"state": "Active"}).save()
	service_suspensions.lift(estate.waterproofer, "整改后复核合格")
	entry.reload().update({"qualification_until": add_days(today(), 1)}).save()
	with pytest.raises(RefusedError):
		service_approvals.request(order)
	frappe.db.delete("Contractor Register", {"name": entry.name})  # nobody deletes one that tells of a suspension
	with pytest.raises(RefusedError) as refused:
		service_approvals.request(order)
	assert "Register" in str(refused.value)


@pytest.mark.clause("R107", "R112")
def test_an_approved_order_makes_a_purchase_order_and_moves_the_ticket(estate, order, ticket):
	approved(estate, order)
	assert (order.docstatus, order.status) == (1, "Ordered")
	assert "Verify Quantities" in order.next_step()
	purchase = voucher("Purchase Order", order)
	assert (purchase.supplier, purchase.grand_total, purchase.project) == (
		estate.waterproofer,
		800,
		order.project,
	)
	assert purchase.items[0].fx_repair_ticket == ticket
	assert (
		frappe.get_cached_value("Account", purchase.items[0].expense_account, "account_name") == "保修维修费"
	)
	moved = frappe.get_doc("Repair Ticket", ticket)
	assert (moved.status, moved.third_party) == ("Third Party", estate.waterproofer)


@pytest.mark.clause("R16")
def test_quantities_are_verified_with_photo_and_reason(estate, order, ticket):
	approved(estate, order)
	line = {"claimed_qty": 8, "verified_qty": 7, "difference_reason": ""}
	with pytest.raises(RefusedError) as refused:
		order.verify_work([line], str(now_datetime()))
	assert "reason" in str(refused.value) and "photo" in str(refused.value)
	order.reload()
	verified(order, ticket)
	assert (order.status, order.verified_total, order.items[0].verified_amount) == ("Verified", 700, 700)
	assert "Settle" in order.next_step()
	with pytest.raises(RefusedError):
		order.verify_work([{"claimed_qty": 9, "verified_qty": 9}], str(now_datetime()))


@pytest.mark.clause("R16", "R18")
def test_the_bill_over_the_verified_quantity_is_on_hold_and_the_order_closed(estate, order, ticket):
	approved(estate, order)
	verified(order, ticket)
	with orders.acting(estate.users[roles.COST_DEPARTMENT]):
		order.settle("发票-0001", today())
	bill = voucher("Purchase Invoice", order)
	assert (bill.grand_total, bill.on_hold, bill.bill_no, bill.outstanding_amount) == (
		700,
		1,
		"发票-0001",
		700,
	)
	assert bill.items[0].fx_repair_ticket == ticket
	purchase = voucher("Purchase Order", order)
	assert purchase.status == "Closed"
	with pytest.raises(RefusedError):
		order.reload().settle("again", today())


def test_cancelled_in_order_and_amended(estate, order, ticket):
	"""Bill, then order; the order alone takes its unpaid bill along. A new version is approved anew and ordered again."""
	approved(estate, order)
	verified(order, ticket)
	order.settle("发票-0002", today())
	finance = estate.users[roles.COST_DEPARTMENT]
	frappe.db.savepoint("fx_before")
	with orders.acting(finance):
		service_approvals.cancel(order, "有误")
	assert not voucher("Purchase Invoice", order) and not voucher("Purchase Order", order)
	frappe.db.rollback(save_point="fx_before")
	order.reload()
	frappe.local.dynamic_link_map = None
	voucher("Purchase Invoice", order).cancel()
	assert frappe.db.get_value(ORDER, order.name, "status") == "Verified"
	with orders.acting(finance):
		service_approvals.cancel(order, "有误")
	assert not voucher("Purchase Order", order)
	assert frappe.db.get_value(ORDER, order.name, ["docstatus", "status"]) == (2, "Cancelled")
	draft = service_approvals.amend(order.reload())
	assert draft.status == "Draft" and not draft.items[0].verified_qty and not draft.verified_total
	with orders.acting(estate.users[roles.SUPERVISOR]):
		service_approvals.request(draft)
	orders.sign(draft, estate.users[roles.MANAGER], estate.users[roles.COST_DEPARTMENT])
	assert voucher("Purchase Order", draft).grand_total == 800


@pytest.mark.parametrize(
	"role", [roles.CLERK, roles.COST_DEPARTMENT, roles.FINANCE, roles.PROJECT_DEPARTMENT]
)
def test_only_the_craft_verifies(estate, order, role):
	approved(estate, order)
	frappe.db.commit()
	api = Api(estate.users[role])
	data = {"order": order.name, "lines": [{"claimed_qty": 8, "verified_qty": 8}]}
	code, _body = api.post("/api/method/fangxiu_app.money.payments.api_orders.verify", **data, completed_at="2026-01-01")
	assert code == 403
	row = {"items": [{"name": order.items[0].name, "verified_qty": 8, "claimed_qty": 8}]}
	assert api.put(f"/api/resource/{ORDER}/{order.name}", **row)[0] in (403, 417)
	frappe.db.rollback()
	assert frappe.db.get_value("Work Item", order.items[0].name, "verified_qty") == 0


def test_an_order_of_the_developers_own_cost_needs_no_breach(estate):
	"""The contractor's warranty is over, the owner's is not: nobody is in breach."""
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	frappe.db.set_value("Repair Ticket", ticket, "payer", "Developer")
	orders.register(estate.waterproofer)
	values = {"reason": "Developer Pays", "contractor": None, "agreement": None}
	with orders.acting(estate.users[roles.SUPERVISOR]):
		order = orders.make_order(ticket, estate.waterproofer, **values)
	approved(estate, order)
	assert voucher("Purchase Order", order)
	assert frappe.db.get_value("Repair Ticket", ticket, "status") == "In Repair"


def test_a_request_costs_little(estate, order):
	with orders.acting(estate.users[roles.SUPERVISOR]):
		assert count_queries(lambda: service_approvals.request(order)) <= 60


@pytest.mark.clause("R16", "R107")
def test_work_is_not_done_before_its_order_nor_billed_before_it_is_done(estate, order, ticket):
	approved(estate, order)
	make.add_evidence(ticket, stage="Repair")
	line = {"claimed_qty": 8, "verified_qty": 8}
	with pytest.raises(RefusedError, match="lies before Third-party Order"):
		order.verify_work([line], str(make.ago(days=1)))
	with pytest.raises(RefusedError, match="in the future"):
		order.reload().verify_work([line], str(make.ago(days=-2)))
	order.reload().verify_work([line], str(now_datetime()))
	for day, wrong in ((-1, "lies before Completion of the Third-party Work"), (1, "in the future")):
		with pytest.raises(RefusedError, match=wrong):
			order.reload().settle("发票-1", add_days(today(), day))
	order.reload().settle("发票-1", today())


@pytest.mark.clause("R16")
def test_halves_of_a_cent_go_up_on_order_and_vouchers_alike(estate, ticket):
	"""31.5 × 189.03 = 5,954.445 is 5,954.45 on the order, ERPNext's order, the verified quantities and the bill."""
	items = [{"description": "铲除", "uom": "平方米", "qty": 31.5, "rate": 189.03}]
	with orders.acting(estate.users[roles.SUPERVISOR]):
		bid = {"supplier": estate.waterproofer, "amount": 5954.45, "quoted_on": today()}
		quotations = [{**bid, **orders.quotation()}]
		order = orders.make_order(ticket, estate.waterproofer, items=items, quotations=quotations)
	assert order.total == 5954.45
	frappe.db.set_single_value("Fangxiu Settings", "quotation_limit", 10_000)
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")
	order.update({"price_basis": "Market Price"}).save()
	with orders.acting(estate.users[roles.SUPERVISOR]):
		service_approvals.request(order)
	orders.sign(order, *(estate.users[role] for role in service_approvals.progress(order).steps))
	assert voucher("Purchase Order", order).grand_total == 5954.45
	verified(order, ticket, 31.5, 31.5, "")
	assert order.verified_total == 5954.45
	order.settle("发票-0005", today())
	assert voucher("Purchase Invoice", order).grand_total == 5954.45


@pytest.mark.clause("R16", "R112")
def test_a_dearer_bidder_needs_its_reason_and_every_quotation_its_file(estate, order):
	cheaper = {"supplier": estate.general, "amount": 700, "quoted_on": today()}
	order.append("quotations", cheaper)
	order.save()
	with pytest.raises(RefusedError) as refused:
		service_approvals.request(order)
	assert "missing as a file" in str(refused.value) and "reason for the dearer one" in str(refused.value)
	order.reload().quotations[1].update({"quotation_file": order.quotations[0].quotation_file})
	order.update({"choice_reason": "另一家无吊篮作业资质"}).save()
	with pytest.raises(RefusedError, match="its own"):
		service_approvals.request(order)
	order.reload().quotations[1].update(orders.quotation())
	order.update({"choice_reason": "另一家无吊篮作业资质"}).save()
	service_approvals.request(order)


@pytest.mark.clause("R16")
def test_a_bill_states_its_tax_where_cost_knows_it(estate, order, ticket):
	approved(estate, order)
	verified(order, ticket)
	for kind, rate in (("Special VAT Invoice", 0), ("收据", 3), ("Ordinary VAT Invoice", 130), ("", 3)):
		with pytest.raises(RefusedError):
			order.settle("发票-0006", today(), kind, rate)
		order.reload()
	order.settle(" 发票-0006 ", today(), "Special VAT Invoice", 9)
	bill = voucher("Purchase Invoice", order)
	assert (bill.bill_no, bill.fx_tax_kind, bill.fx_tax_rate) == ("发票-0006", "Special VAT Invoice", 9)
	assert (bill.grand_total, bill.items[0].base_net_amount) == (700, 700), "what is charged and what it cost agree"
	review = orders.make_review(bill.name, 7)
	assert (review.tax_kind, review.tax_rate, review.tax_amount) == ("Special VAT Invoice", 9, 57.8)


@pytest.mark.clause("R16")
def test_one_number_is_one_bill_of_a_supplier(estate, order, ticket):
	approved(estate, order)
	verified(order, ticket)
	number = frappe.generate_hash(length=8)
	order.settle(number, today())
	other = frappe.copy_doc(voucher("Purchase Invoice", order))
	other.update({"bill_no": number, "fx_third_party_order": None})
	for row in other.items:
		row.update({"purchase_order": None, "po_detail": None})
	with pytest.raises(frappe.ValidationError, match=number):
		other.insert().submit()


@pytest.mark.clause("R16")
def test_quantities_come_for_each_line_of_the_order(estate):
	ticket = make.make_ticket(estate.unit_a).name
	orders.breach(ticket, estate.waterproofer)
	order = approved(estate, orders.make_order(ticket, estate.waterproofer))
	line = {"claimed_qty": 8, "verified_qty": 8}
	for lines in ([], [line, line]):
		with pytest.raises(RefusedError, match=f"has 1 lines, quantities came for {len(lines)}"):
			order.verify_work(lines, str(now_datetime()))


@pytest.mark.clause("R107", "R111")
def test_an_order_charges_who_answers_for_its_tickets_under_their_agreement(estate, order, ticket):
	scope = [{"lot": frappe.generate_hash(length=6), "trade": "防水"}]
	elsewhere = make.signed_agreement(project=estate.a, contractor=estate.general, signed_on=today(), scope=scope).name
	others = make.make_ticket(estate.unit_a2).name
	make.walk(others, "start")
	foreign = orders.make_letter(others).name
	own = frappe.db.get_value("Repair Ticket", ticket, "agreement")
	for values, says in (
		({"contractor": make._supplier(f"Stranger {frappe.generate_hash(length=6)}"), "agreement": None}, "another contractor's"),
		({"agreement": elsewhere}, f"{elsewhere} does not answer for ticket {ticket}"),
		({"notice": foreign}, f"{foreign} is not about a ticket of this order"),
	):
		kept = {name: order.get(name) for name in values}
		order.update(values).save()
		with pytest.raises(RefusedError, match=says):
			service_approvals.request(order)
		order.reload().update(kept).save()
	assert (order.contractor, order.agreement) == (estate.general, own)
	with orders.acting(estate.users[roles.SUPERVISOR]):
		service_approvals.request(order)


@pytest.mark.clause("R107", "R111")
def test_further_work_on_what_a_third_party_does_is_still_the_original_contractors(estate, order, ticket):
	approved(estate, order)
	assert frappe.db.get_value("Repair Ticket", ticket, "contractor") == estate.waterproofer
	further = orders.make_order(ticket, estate.waterproofer, contractor=make._supplier(f"Stranger {frappe.generate_hash(length=6)}"), agreement=None)
	with pytest.raises(RefusedError, match="another contractor's"):
		service_approvals.request(further)
	own = frappe.db.get_value("Repair Ticket", ticket, "agreement")
	further.update({"contractor": estate.general, "agreement": own}).save()
	with orders.acting(estate.users[roles.SUPERVISOR]):
		assert service_approvals.request(further)


def test_what_the_developer_pays_charges_nobody(estate):
	ticket = make.make_ticket(estate.unit_a).name
	order = orders.make_order(ticket, estate.waterproofer, reason="Developer Pays")
	assert (order.contractor, order.agreement, order.notice) == (None, None, None)


@pytest.mark.clause("R112")
def test_an_order_is_not_finished_years_away(estate, ticket):
	with pytest.raises(RefusedError, match="further ahead"):
		orders.make_order(ticket, estate.waterproofer, finish_by="2999-01-01")
