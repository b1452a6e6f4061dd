"""Repair bills are paid after their review and never beyond it; owners after they signed (R16, R18, R110)."""

from __future__ import annotations

import frappe
import pytest
from erpnext.accounts.doctype.payment_entry.payment_entry import get_payment_entry
from erpnext.controllers.sales_and_purchase_return import make_return_doc
from frappe.utils import today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.fangxiu_app.report.payments_under_review import payments_under_review
from tests.site.helpers import factories as make
from tests.site.helpers import form, orders, signing
from tests.site.helpers.rest import Api, messages

REVIEW = "Repair Payment Review"


@pytest.fixture
def ticket(estate):
	return make.make_ticket(estate.unit_a).name


@pytest.fixture
def bill(estate, ticket):
	return orders.make_bill(ticket, estate.waterproofer)


@pytest.fixture
def review(estate, bill):
	with orders.acting(estate.users[roles.SUPERVISOR]):
		return orders.make_review(bill)


def approve(estate, review, approved: float | None = None):
	"""Supervisor asks, manager, cost department and finance sign; the cost department may lower the amount."""
	with orders.acting(estate.users[roles.SUPERVISOR]):
		service_approvals.request(review)
	orders.sign(review, estate.users[roles.MANAGER])
	review.price_basis = "Market Price"
	if approved is not None:
		review.items[0].update({"approved_amount": approved, "approval_note": "按市场价核减"})
	with orders.acting(estate.users[roles.COST_DEPARTMENT]):
		review.save()
	return orders.sign(review, estate.users[roles.COST_DEPARTMENT], estate.users[roles.FINANCE])


def pay(invoice: str, amount: float | None = None):
	"""A submitted Payment Entry, as finance makes it from the invoice."""
	entry = get_payment_entry("Purchase Invoice", invoice)
	entry.update({"reference_no": "1", "reference_date": today()})
	if amount is not None:
		entry.paid_amount = entry.received_amount = amount
		entry.references[0].allocated_amount = amount
	return entry.insert().submit()


def journal(invoice: str, amount: float):
	"""A hand-made Journal Entry that pays ``invoice`` from the bank."""
	row = frappe.get_doc("Purchase Invoice", invoice)
	bank = frappe.db.get_value("Company", row.company, "default_bank_account")
	party = {"account": row.credit_to, "party_type": "Supplier", "party": row.supplier}
	reference = {"reference_type": "Purchase Invoice", "reference_name": invoice}
	accounts = [
		{**party, **reference, "debit_in_account_currency": amount},
		{"account": bank, "credit_in_account_currency": amount},
	]
	values = {"company": row.company, "posting_date": today(), "accounts": accounts}
	return form.saved(frappe.get_doc({"doctype": "Journal Entry", **values}), submit=False)


@pytest.mark.clause("R18")
def test_no_payment_before_the_review(bill):
	frappe.get_doc("Purchase Invoice", bill).unblock_invoice()  # somebody takes it off hold by hand
	with pytest.raises(RefusedError) as refused:
		pay(bill)
	assert bill in str(refused.value) and "no approved" in str(refused.value)


@pytest.mark.clause("R18")
def test_nor_by_a_journal_entry_of_ones_own(bill):
	with pytest.raises(RefusedError):
		journal(bill, 100).submit()


@pytest.mark.clause("R16", "R18")
def test_an_approved_review_releases_the_invoice_and_asks_for_the_payment(estate, bill, review):
	approve(estate, review, approved=700)
	assert (review.docstatus, review.approved_total, review.verified_total) == (1, 700, 800)
	assert bill in review.next_step(), "who pays is named until it is paid"
	invoice = frappe.get_doc("Purchase Invoice", bill)
	assert not invoice.on_hold
	request = frappe.get_doc("Payment Request", {"reference_name": bill, "docstatus": 1})
	assert (request.grand_total, request.party) == (700, estate.waterproofer)
	with pytest.raises(RefusedError) as refused:
		pay(bill)
	assert "700" in str(refused.value)
	frappe.db.savepoint("fx_paid")
	with pytest.raises(RefusedError):
		journal(bill, 701).submit()
	frappe.db.rollback(save_point="fx_paid")
	entry = request.create_payment_entry(submit=False)
	entry.update({"reference_no": "1", "reference_date": today()})
	entry.insert().submit()
	assert frappe.db.get_value("Purchase Invoice", bill, "outstanding_amount") == 100
	with pytest.raises(RefusedError):
		journal(bill, 50).submit()


@pytest.mark.clause("R18")
def test_amounts_are_frozen_and_the_cost_department_only_lowers(estate, bill, review):
	with orders.acting(estate.users[roles.SUPERVISOR]):
		service_approvals.request(review)
	manager = estate.users[roles.MANAGER]
	with orders.acting(manager):
		doc = frappe.get_doc(REVIEW, review.name)
		doc.items[0].approved_amount = 1
		with pytest.raises(LockedFieldError):
			doc.save()
	orders.sign(review, manager)
	with orders.acting(estate.users[roles.COST_DEPARTMENT]):
		doc = frappe.get_doc(REVIEW, review.name)
		doc.items[0].verified_qty = 9
		with pytest.raises(LockedFieldError):
			doc.save()
		doc = frappe.get_doc(REVIEW, review.name)
		doc.price_basis = "Quotation"
		doc.items[0].update({"approved_amount": 900, "approval_note": "x"})
		doc.save()
		with pytest.raises(RefusedError) as refused:
			service_approvals.approve(doc)
		assert "above the verified" in str(refused.value)


@pytest.mark.clause("R16")
def test_a_difference_needs_its_reason_and_one_bill_one_review(estate, bill, review):
	review.items[0].update({"verified_qty": 7, "difference_reason": ""})
	with orders.acting(estate.users[roles.SUPERVISOR]):
		with pytest.raises(RefusedError, match=review.name):
			orders.make_review(bill)  # a draft is one already
		review.save()
		with pytest.raises(RefusedError):
			service_approvals.request(review)
		review.items[0].difference_reason = "少做一处"
		review.save()
		service_approvals.request(review)
		with pytest.raises(RefusedError, match=review.name):
			orders.make_review(bill)


@pytest.mark.clause("R16")
def test_a_review_stays_with_its_bill(estate, ticket, review):
	other = orders.make_bill(ticket, estate.waterproofer, 80)
	with orders.acting(estate.users[roles.SUPERVISOR]), pytest.raises(frappe.CannotChangeConstantError):
		review.update({"purchase_invoice": other}).save()


@pytest.mark.clause("R18")
def test_an_engineer_does_not_approve_his_own_review(estate, bill):
	"""Over REST, with every role the steps ask for."""
	engineer = estate.users[roles.ENGINEER]
	with orders.acting(estate.users[roles.SUPERVISOR]):
		review = orders.make_review(bill)
		service_approvals.request(review)
	frappe.db.commit()
	with orders.extra_role(engineer, roles.MANAGER):
		api = Api(engineer)
		data = {"doctype": REVIEW, "name": review.name, "seen": signing.shown(REVIEW, review.name)}
		code, body = api.post("/api/method/fangxiu_app.overview.api_approval.approve", **data)
	assert code == 417 and "工程师" in messages(body)


def test_cancelled_from_the_payment_down(estate, bill, review):
	approve(estate, review)
	entry = pay(bill)
	finance = estate.users[roles.FINANCE]
	frappe.db.savepoint("fx_cancel")
	with orders.acting(finance), pytest.raises(RefusedError):
		service_approvals.cancel(review, "有误")
	frappe.db.rollback(save_point="fx_cancel")
	entry.cancel()
	frappe.local.dynamic_link_map = None
	with orders.acting(finance):
		service_approvals.cancel(review, "有误")
	assert frappe.db.get_value("Purchase Invoice", bill, "on_hold") == 1
	assert not frappe.db.exists("Payment Request", {"reference_name": bill, "docstatus": 1})
	frappe.get_doc("Purchase Invoice", bill).unblock_invoice()
	with pytest.raises(RefusedError):
		pay(bill)
	draft = service_approvals.amend(review.reload())
	approve(estate, draft)
	assert pay(bill).docstatus == 1


def test_other_invoices_are_finances_own(estate):
	"""A bill that has nothing to do with repairs is paid as always."""
	company = frappe.db.get_value("Project", estate.a, "company")
	item = frappe.db.get_single_value("Fangxiu Settings", "repair_service_item")
	account = frappe.db.get_value("Company", company, "default_expense_account")
	row = {"item_code": item, "qty": 1, "rate": 50, "expense_account": account}
	values = {"doctype": "Purchase Invoice", "company": company, "supplier": estate.general, "items": [row]}
	invoice = form.saved(frappe.get_doc(values))
	assert pay(invoice.name).docstatus == 1


def sign_up(estate, case, *signers):
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		service_approvals.request(case)
	return orders.sign(case, *(estate.users[role] for role in signers))


@pytest.fixture
def case(estate, ticket):
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		return orders.make_compensation(ticket)


@pytest.mark.clause("R110")
def test_an_owner_is_paid_after_approval_and_signature_only(estate, ticket, case):
	_item, _digest = make.add_evidence(ticket)
	signed = {"signed_by": "王晓明", "signed_on": today(), "file": _item.file}
	with pytest.raises(RefusedError):
		case.sign(**signed)
	sign_up(estate, case, roles.MANAGER, roles.COST_DEPARTMENT, roles.FINANCE)
	assert (case.docstatus, case.status) == (1, "Approved")
	with pytest.raises(RefusedError):
		case.sign("", today(), "")
	invoice = case.sign(**signed)
	bill = frappe.get_doc("Purchase Invoice", invoice)
	assert (bill.grand_total, bill.fx_compensation, bill.docstatus) == (1500, case.name, 1)
	account = frappe.get_cached_value("Account", bill.items[0].expense_account, "account_name")
	assert account == "业主赔付支出"
	assert frappe.db.get_value("Supplier", bill.supplier, "supplier_type") == "Individual"
	assert pay(invoice).docstatus == 1
	with pytest.raises(RefusedError):
		case.reload().sign(**signed)


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	("agreed", "steps"),
	[
		(1500, ["Repair Manager", "Fangxiu Cost Department", "Accounts Manager"]),
		(5000, ["Repair Manager", "Fangxiu Customer Service Head", "Fangxiu Cost Department", "Accounts Manager"]),
	],
)
def test_who_approves_depends_on_the_amount(estate, ticket, agreed, steps):
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		case = orders.make_compensation(ticket)
		case.items[0].update({"assessed": agreed, "agreed": agreed})
		case.save()
		service_approvals.request(case)
	assert list(service_approvals.progress(case).steps) == steps


@pytest.mark.clause("R110")
def test_the_recovery_is_bounded_and_charged_to_somebody(estate, case):
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		case.recovery_amount = 1600
		case.save()
		with pytest.raises(RefusedError) as refused:
			service_approvals.request(case)
	assert "recovery" in str(refused.value) and "contractor" in str(refused.value)


@pytest.mark.clause("R110")
def test_a_signed_compensation_is_taken_back_with_its_voucher(estate, ticket, case):
	sign_up(estate, case, roles.MANAGER, roles.COST_DEPARTMENT, roles.FINANCE)
	item, _digest = make.add_evidence(ticket)
	invoice = case.sign("王晓明", today(), item.file)
	with orders.acting(estate.users[roles.FINANCE]):
		service_approvals.cancel(case, "业主反悔")
	assert frappe.db.get_value("Purchase Invoice", invoice, "docstatus") == 2
	assert frappe.db.get_value("Compensation", case.name, ["docstatus", "status"]) == (2, "Cancelled")


@pytest.mark.clause("R18")
@pytest.mark.parametrize("way", ["paid", "paid in part", "written off"])
def test_a_repair_bill_is_not_paid_or_written_off_with_itself(estate, ticket, way):
	"""800 left the bank, nothing counted as paid, and the review then approved 800."""
	company = frappe.db.get_value("Project", estate.a, "company")
	bank = frappe.db.get_value("Company", company, "default_bank_account")
	values = {
		"paid": {"is_paid": 1, "paid_amount": 800, "cash_bank_account": bank},
		"paid in part": {"is_paid": 1, "paid_amount": 100, "cash_bank_account": bank},
		"written off": {"write_off_amount": 800, "write_off_account": bank},
	}[way]
	bill = frappe.copy_doc(frappe.get_doc("Purchase Invoice", orders.make_bill(ticket, estate.waterproofer)))
	bill.update({**values, "on_hold": 0, "mode_of_payment": "Cash"})
	with pytest.raises(RefusedError, match="cannot be booked as paid or written off"):
		bill.insert().submit()
	with pytest.raises(RefusedError, match="cannot be booked as paid or written off"):
		frappe.copy_doc(bill).submit()


@pytest.mark.clause("R18")
def test_a_repair_bill_is_not_taken_off_by_a_debit_note_or_an_advance_before_its_review(estate, bill, ticket):
	note = make_return_doc("Purchase Invoice", bill)
	with pytest.raises(RefusedError, match="not taken off by a debit note"):
		note.insert().submit()
	advance = pay_in_advance(estate.waterproofer, bill)
	other = frappe.copy_doc(frappe.get_doc("Purchase Invoice", bill))
	other.update({"on_hold": 0, "allocate_advances_automatically": 1})
	with pytest.raises(RefusedError, match="no approved"):
		other.insert().submit()
	assert frappe.db.get_value("Payment Entry", advance, "unallocated_amount") == 800


@pytest.mark.clause("R18")
def test_what_a_bill_of_old_paid_by_itself_counts(estate, review, bill):
	frappe.db.set_value("Purchase Invoice", bill, "paid_amount", 800)
	with pytest.raises(RefusedError, match="was paid or written off with the invoice itself"):
		with orders.acting(estate.users[roles.SUPERVISOR]):
			service_approvals.request(review)


def pay_in_advance(supplier: str, bill: str) -> str:
	"""800 paid to the supplier against nothing."""
	row = frappe.get_doc("Purchase Invoice", bill)
	bank = frappe.db.get_value("Company", row.company, "default_bank_account")
	entry = {"doctype": "Payment Entry", "payment_type": "Pay", "company": row.company, "posting_date": today()}
	entry |= {"party_type": "Supplier", "party": supplier, "paid_from": bank, "paid_to": row.credit_to}
	entry |= {"paid_amount": 800, "received_amount": 800, "source_exchange_rate": 1, "target_exchange_rate": 1}
	return form.saved(frappe.get_doc({**entry, "reference_no": "1", "reference_date": today()})).name


@pytest.mark.clause("R16", "R18")
def test_finance_completes_the_tax_of_a_bill_before_it_signs(estate, ticket, monkeypatch):
	monkeypatch.setattr(orders, "TAX", {})
	bill = orders.make_bill(ticket, estate.waterproofer)
	with orders.acting(estate.users[roles.SUPERVISOR]):
		review = orders.make_review(bill)
	with pytest.raises(RefusedError, match="states no tax"):
		approve(estate, review)
	assert frappe.db.get_value(REVIEW, review.name, ["docstatus", "approval_role"]) == (0, roles.FINANCE)
	listed = {row["invoice"]: row for row in payments_under_review.execute({})[1]}
	assert (listed[bill]["tax_kind"], listed[bill]["tax_rate"]) == ("", None), "finance sees which bill lacks it"
	frappe.db.commit()
	path, body = "/api/method/fangxiu_app.money.payments.api_payments.complete_tax", {"purchase_invoice": bill, "tax_kind": "Ordinary VAT Invoice"}
	for role in (roles.ENGINEER, roles.MANAGER, roles.PROJECT_DEPARTMENT):
		assert Api(estate.users[role]).post(path, **body, tax_rate=3)[0] == 403
	finance = Api(estate.users[roles.FINANCE])
	assert finance.post(path, **body, tax_rate=-1)[0] == 417
	code, answer = finance.post(path, **body, tax_rate=3)
	assert code == 200, messages(answer)
	frappe.db.rollback()
	review.reload()
	assert (review.tax_kind, review.tax_rate, review.tax_amount) == ("Ordinary VAT Invoice", 3, 23.3)
	orders.sign(review, estate.users[roles.FINANCE])
	assert review.docstatus == 1
	frappe.db.commit()  # requests read by a connection of their own
	code, answer = finance.post(path, **body, tax_rate=13)
	assert code == 417 and review.name in messages(answer), "what was signed with the review stays"
	code, answer = finance.get("/api/method/fangxiu_app.money.payments.api_payments.standing", purchase_invoice=bill)
	assert (code, answer["message"]["tax"]) == (200, None), "and nobody is offered to correct it"
	assert frappe.db.get_value(REVIEW, review.name, "tax_rate") == 3


@pytest.mark.clause("R16", "R18")
def test_a_contractor_is_not_paid_on_account_while_his_bill_waits_for_its_review(estate, bill):
	"""Finance alone paid a held bill three times, as advances."""
	supplier = frappe.db.get_value("Purchase Invoice", bill, "supplier")
	frappe.db.set_value("Supplier", supplier, "fx_contractor_kind", "Third Party")
	frappe.clear_document_cache("Supplier", supplier)
	entry = get_payment_entry("Purchase Invoice", bill)
	entry.update({"reference_no": "T2", "reference_date": today(), "references": []})
	with pytest.raises(RefusedError, match=f"on account, for no bill and no order, while bill {bill}"):
		entry.insert().submit()
