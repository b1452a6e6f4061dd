"""Nobody is paid on account while a repair bill of theirs waits for its review, whatever sign, account or reference it is written with (R16, R18)."""

from __future__ import annotations

from types import SimpleNamespace

import frappe
import pytest
from erpnext.accounts.doctype.payment_entry.payment_entry import get_payment_entry
from erpnext.accounts.utils import reconcile_against_document
from frappe.utils import today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from tests.site.helpers import factories as make
from tests.site.helpers import form, money, orders
from tests.site.helpers.rest import Api, messages

ON_ACCOUNT = "on account, for no bill and no order, while bill"


@pytest.fixture
def held(estate):
	"""A contractor with a bill of 800 that waits for its review; what he is paid is paid by hand."""
	supplier = frappe.copy_doc(frappe.get_doc("Supplier", estate.waterproofer))
	supplier.update({"supplier_name": f"防水 {frappe.generate_hash(length=6)}", "fx_contractor_kind": "Third Party"})
	supplier.insert()
	scene = SimpleNamespace(supplier=supplier.name, title=supplier.supplier_name, ticket=make.make_ticket(estate.unit_a).name)
	scene.book = lambda: orders.make_bill(scene.ticket, scene.supplier)
	return scene


def creditor(scene, amount: float, account: str = "Creditors", **values) -> dict:
	"""A row that debits the contractor, above zero."""
	side = {"debit_in_account_currency": amount} if amount > 0 else {"credit_in_account_currency": -amount}
	party = {"account": money.account(account), "party_type": "Supplier", "party": scene.supplier}
	return {**party, **side, **values}


def other(account: str, amount: float, **values) -> dict:
	"""A row that debits another account, above zero."""
	side = {"debit_in_account_currency": amount} if amount > 0 else {"credit_in_account_currency": -amount}
	return {"account": money.account(account), **side, **values}


def named(kind: str, name: str) -> dict:
	return {"reference_type": kind, "reference_name": name}


def backwards(row: dict) -> dict:
	"""The same row as a negative amount on the other side: ERPNext posts it alike."""
	turned = {"debit_in_account_currency": "credit_in_account_currency", "credit_in_account_currency": "debit_in_account_currency"}
	return {turned.get(key, key): -value if key in turned else value for key, value in row.items()}


def payment(scene, amount: float, references=(), submit: bool = True, **values):
	"""A Payment Entry from the bank to the contractor."""
	rows = [{"reference_doctype": kind, "reference_name": name, "allocated_amount": part} for kind, name, part in references]
	doc = {"doctype": "Payment Entry", "payment_type": "Pay", "company": money.company(), "posting_date": today()}
	doc |= {"party_type": "Supplier", "party": scene.supplier, "paid_from": money.account("Bank Account"), "paid_to": money.account("Creditors")}
	doc |= {"paid_amount": amount, "received_amount": amount, "source_exchange_rate": 1, "target_exchange_rate": 1}
	doc |= {"reference_no": "1", "reference_date": today(), "references": rows}
	return form.saved(frappe.get_doc({**doc, **values}), submit)


def purchase_order(scene, amount: float = 500, **values):
	item = frappe.db.get_single_value("Fangxiu Settings", "repair_service_item")
	row = {"item_code": item, "qty": 1, "rate": amount, "schedule_date": today()}
	doc = {"doctype": "Purchase Order", "company": money.company(), "supplier": scene.supplier, "schedule_date": today(), "items": [row]}
	return form.saved(frappe.get_doc({**doc, **values}))


def refused(attack, match: str = ON_ACCOUNT) -> None:
	frappe.db.savepoint("refused")
	with pytest.raises(RefusedError, match=match) as error:
		attack()
	frappe.db.rollback(save_point="refused")
	assert error.value


@pytest.mark.clause("R18")
def test_a_negative_credit_is_a_debit(held):
	"""Credit −100 paid a held bill, an advance, a repair order and an owner."""
	bill, bank = held.book(), other("Bank Account", -100)
	order = purchase_order(held)
	order.db_set("fx_third_party_order", "TPO-1")

	def pay(*rows: dict):
		return lambda: money.journal([backwards(row) for row in (*rows, bank)])

	refused(pay(creditor(held, 100, **named("Purchase Invoice", bill))), "no approved")
	refused(lambda: money.journal([backwards(creditor(held, 100, **named("Purchase Invoice", bill))), bank]), "no approved")
	refused(pay(creditor(held, 100)))
	refused(pay(creditor(held, 100, **named("Purchase Order", order.name))), "not on order")
	order.db_set("fx_third_party_order", None)
	over = creditor(held, 100, **named("Purchase Order", order.name))
	refused(lambda: money.journal([*[backwards(over)] * 9, other("Bank Account", -900)]))
	frappe.get_doc("Supplier", held.supplier).db_set("fx_contractor_kind", "Owner")
	refused(pay(creditor(held, 100)), "an owner, against no bill")
	refused(pay(creditor(held, 100, **named("Purchase Order", order.name))), "an owner, against no bill")


@pytest.mark.clause("R18")
@pytest.mark.parametrize(
	"account", ["Bank Overdraft Account", "Employee Advances", "Payroll Payable", "Temporary Opening", "Earnest Money", "Bank Account"]
)
def test_no_journal_debits_him_wherever_the_other_side_goes(held, account):
	"""Two journals over another account paid him; the first is refused, forwards and backwards."""
	values = {"account_type": "", "is_group": 0, "parent_account": money.account("Loans (Liabilities)"), "company": money.company()}
	if not money.account(account):
		form.account(account_name=account, **values)
	party = {"party_type": "Employee", "party": employee()} if account in ("Payroll Payable", "Employee Advances") else {}
	rows = [creditor(held, 800), other(account, -800, **party)]
	assert money.journal(rows).docstatus == 1, "before anything is booked"
	bill = held.book()
	refused(lambda: money.journal(rows), f"pays {held.title} {ON_ACCOUNT} {bill}")
	refused(lambda: money.journal([backwards(row) for row in rows]))


def employee() -> str:
	row = {"doctype": "Employee", "first_name": "王", "gender": "Male", "date_of_birth": "1990-01-01", "date_of_joining": "2020-01-01"}
	return frappe.get_doc({**row, "company": money.company()}).insert().name


@pytest.mark.clause("R18")
def test_a_customers_account_is_no_way_round(held):
	customer = frappe.get_doc({"doctype": "Customer", "customer_name": "过桥", "customer_type": "Company"}).insert().name
	held.book()
	refused(lambda: money.journal([creditor(held, 800), other("Debtors", -800, party_type="Customer", party=customer)]))


@pytest.mark.clause("R18")
def test_what_a_journal_owes_him_is_no_bill(held):
	"""A liability made by a journal, then paid by whatever names that journal, or put upon an ordinary bill."""
	bill = money.invoice(held.supplier, 50)
	held.book()
	owed = money.journal([other("Miscellaneous Expenses", 700), creditor(held, -700)]).name
	refused(lambda: payment(held, 700, [("Journal Entry", owed, 700)]))
	refused(lambda: money.journal([creditor(held, 700, **named("Journal Entry", owed)), other("Bank Account", -700)]))
	raised = money.journal([other("Miscellaneous Expenses", 700), creditor(held, -700, **named("Purchase Invoice", bill.name))])
	assert frappe.db.get_value("Purchase Invoice", bill.name, "outstanding_amount") == 750
	refused(lambda: payment(held, 750, [("Purchase Invoice", bill.name, 750)]))
	refused(lambda: money.journal([creditor(held, 51, **named("Purchase Invoice", bill.name)), other("Bank Account", -51)]))
	raised.cancel()
	refused(lambda: money.journal([creditor(held, 51, **named("Purchase Invoice", bill.name)), other("Bank Account", -51)], voucher_type="Debit Note"))
	over = backwards(creditor(held, 51, **named("Purchase Invoice", bill.name)))
	refused(lambda: money.journal([over, other("Bank Account", -51)]))
	refused(lambda: money.journal([other("Miscellaneous Expenses", 700), creditor(held, -700), creditor(held, 700), other("Bank Account", -700)]))
	assert payment(held, 50, [("Purchase Invoice", bill.name, 50)]).docstatus == 1


@pytest.mark.clause("R18")
def test_amounts_in_company_currency_alone_are_amounts(held):
	"""ERPNext does not reckon a voucher of exchange differences again."""
	held.book()
	bare = {"debit_in_account_currency": 0, "debit": 800}
	rows = [{**creditor(held, 800), **bare}, {**other("Bank Account", -800), "credit": 800}]
	refused(lambda: money.journal(rows, voucher_type="Exchange Gain Or Loss", multi_currency=1))


@pytest.mark.clause("R18")
def test_what_is_paid_beside_a_bill_is_on_account(held):
	"""Deductions and taxes leave nothing unallocated, and the bank is credited all the same."""
	bill = money.invoice(held.supplier, 50)
	held.book()
	centre = frappe.get_cached_value("Company", money.company(), "cost_center")
	names = [("Purchase Invoice", bill.name, 50)]
	aside = {"account": money.account("Write Off"), "cost_center": centre, "amount": 800}
	draft = payment(held, 850, names, submit=False, deductions=[aside])
	assert (draft.unallocated_amount, draft.difference_amount) == (0, 0)
	refused(draft.submit)
	tax = {"charge_type": "Actual", "add_deduct_tax": "Add", "account_head": money.account("Write Off"), "description": "税", "cost_center": centre}
	tax |= {"tax_amount": 800, "base_tax_amount": 800, "rate": 0}
	refused(lambda: payment(held, 50, names, taxes=[tax]))
	refused(lambda: payment(held, 850, names, taxes=[{**tax, "charge_type": "On Paid Amount", "rate": 1600, "included_in_paid_amount": 1}]))
	fewer = payment(held, 45, names, deductions=[{**aside, "amount": -5}])
	assert fewer.docstatus == 1, "a discount is no payment"


@pytest.mark.clause("R18")
def test_an_ordinary_order_is_paid_in_advance_up_to_its_amount(held):
	order = purchase_order(held)
	held.book()
	assert payment(held, 200, [("Purchase Order", order.name, 200)]).docstatus == 1
	row = creditor(held, 300, **named("Purchase Order", order.name))
	assert money.journal([{**row, "is_advance": "Yes"}, other("Bank Account", -300)]).docstatus == 1
	assert frappe.db.get_value("Purchase Order", order.name, "advance_paid") == 500
	refused(lambda: money.journal([backwards(row), other("Bank Account", -300)]))
	refused(frappe.get_doc("Purchase Order", order.name).cancel, "Let finance cancel the payment first")


@pytest.mark.clause("R18")
def test_what_only_moves_passes(held):
	"""Between two of his accounts, and what he pays back."""
	values = {"account_type": "Payable", "is_group": 0, "parent_account": money.account("Accounts Payable"), "company": money.company()}
	form.account(account_name="应付二", **values)
	held.book()
	assert money.journal([creditor(held, 300), creditor(held, -300, "应付二")]).docstatus == 1
	assert money.journal([other("Bank Account", 300), creditor(held, -300)]).docstatus == 1


def allocate(voucher, bill, amount: float, unadjusted: float, row: str | None = None) -> None:
	"""As ERPNext's Payment Reconciliation does."""
	entry = {"voucher_type": voucher.doctype, "voucher_no": voucher.name, "voucher_detail_no": row, "against_voucher_type": bill.doctype}
	entry |= {"against_voucher": bill.name, "account": bill.credit_to, "exchange_rate": 1, "party_type": "Supplier", "party": bill.supplier}
	entry |= {"is_advance": "Yes", "dr_or_cr": "debit_in_account_currency", "unreconciled_amount": unadjusted, "unadjusted_amount": unadjusted}
	entry |= {"allocated_amount": amount, "difference_amount": 0, "grand_total": bill.grand_total, "outstanding_amount": bill.outstanding_amount}
	entry |= {"account_currency": bill.currency, "cost_center": bill.cost_center}
	reconcile_against_document([frappe._dict(entry)])


@pytest.mark.clause("R18")
def test_an_old_advance_is_still_allocated_to_an_ordinary_bill(held):
	"""It was paid before; only what grows on account is refused, also by taking it off the bill again."""
	paid = payment(held, 500)
	posted = money.journal([creditor(held, 400, is_advance="Yes"), creditor(held, -100), other("Bank Account", -300)])
	bill, repairs = money.invoice(held.supplier, 600), held.book()
	allocate(paid, bill, 300, 500)
	assert frappe.db.get_value("Payment Entry", paid.name, "unallocated_amount") == 200
	allocate(posted, bill.reload(), 250, 400, posted.accounts[0].name)
	assert frappe.db.get_value("Purchase Invoice", bill.name, "outstanding_amount") == 50
	refused(lambda: allocate(paid, frappe.get_doc("Purchase Invoice", repairs), 200, 200), "no approved")
	for voucher in (paid, posted):
		undo = frappe.get_doc({"doctype": "Unreconcile Payment", "company": money.company(), "voucher_type": voucher.doctype, "voucher_no": voucher.name})
		undo.add_references()
		refused(lambda undo=undo: undo.insert().submit())
	refused(frappe.get_doc("Purchase Invoice", bill.name).cancel, "Let finance cancel the payment first")


@pytest.mark.clause("R18")
def test_what_our_documents_owe_him_is_paid(held):
	"""Interest of a release is a journal of ours; a journal is not made one by its own field."""
	held.book()
	owed = money.journal([other("Miscellaneous Expenses", 70), creditor(held, -70)], submit=False)
	owed.update({"fx_deposit_entry": "WDE-1"})
	owed.flags.ignore_links = True
	refused_by_link(owed)
	owed = money.journal([other("Miscellaneous Expenses", 70), creditor(held, -70)])
	owed.db_set("fx_deposit_entry", "WDE-1")
	pay = {"amount": 70, "references": [("Journal Entry", owed.name, 70)]}
	refused(lambda: payment(held, **pay))
	frappe.get_doc({"doctype": "Deposit Release", "name": "DR-1", "docstatus": 1, "interest_entry": owed.name}).db_insert()
	assert payment(held, **pay).docstatus == 1


def refused_by_link(journal) -> None:
	frappe.db.savepoint("refused")
	with pytest.raises(frappe.ValidationError, match="Warranty Deposit Entry"):
		journal.submit()
	frappe.db.rollback(save_point="refused")
	assert frappe.db.get_value("Journal Entry", journal.name, "docstatus") == 0


@pytest.mark.clause("R18")
def test_plain_roles_of_finance_are_refused_over_rest(estate, held):
	held.book()
	frappe.db.commit()  # the request has a connection of its own
	rows = [backwards(creditor(held, 100)), backwards(other("Bank Account", -100))]
	centre = frappe.get_cached_value("Company", money.company(), "cost_center")
	doc = {"company": money.company(), "posting_date": today(), "docstatus": 1, "accounts": [{**row, "cost_center": centre} for row in rows]}
	for role in (roles.FINANCE_CLERK, roles.FINANCE):
		code, body = Api(estate.users[role]).post("/api/resource/Journal Entry", **doc, voucher_type="Journal Entry")
		assert code == 417 and held.title in messages(body) and "R18" in messages(body), messages(body)


def approve(bill: str, amount: float) -> None:
	row = {"doctype": "Repair Payment Review", "name": "RPR-X", "docstatus": 1, "purchase_invoice": bill, "approved_total": amount}
	frappe.get_doc(row).db_insert()
	frappe.db.set_value("Purchase Invoice", bill, "on_hold", 0)


@pytest.mark.clause("R16", "R18")
@pytest.mark.parametrize("way", ["journal", "receipt"])
def test_what_is_put_upon_a_bill_is_not_approved(held, way):
	"""After the approval it was raised by 700, and 1500 were paid of it."""
	bill = held.book()
	approve(bill, 800)
	if way == "journal":
		money.journal([other("Miscellaneous Expenses", 700), creditor(held, -700, **named("Purchase Invoice", bill))])
	else:
		accounts = {"payment_type": "Receive", "paid_from": money.account("Creditors"), "paid_to": money.account("Temporary Opening")}
		payment(held, 700, [("Purchase Invoice", bill, 700)], **accounts)
	assert frappe.db.get_value("Purchase Invoice", bill, "outstanding_amount") == 1500
	refused(lambda: payment(held, 801, [("Purchase Invoice", bill, 801)]), "800")
	assert payment(held, 500, [("Purchase Invoice", bill, 500)]).docstatus == 1
	refused(lambda: money.journal([creditor(held, 301, **named("Purchase Invoice", bill)), other("Bank Account", -301)]), "800")


def test_an_approved_review_leaves_finance_to_itself(estate, held):
	bill = held.book()
	approve(bill, 800)
	assert payment(held, 100).docstatus == 1
	assert get_payment_entry("Purchase Invoice", bill).party == held.supplier


@pytest.mark.clause("R18")
@pytest.mark.parametrize("kind", ["Third Party", ""])
def test_with_a_reviewed_bill_goes_what_was_approved_and_no_more(held, kind):
	"""Whatever kind of supplier the bill is from: it is known by what it is about."""
	frappe.get_doc("Supplier", held.supplier).db_set("fx_contractor_kind", kind)
	bill = held.book()
	approve(bill, 800)
	whole, more = [("Purchase Invoice", bill, 800)], "what goes to bill"
	refused(lambda: payment(held, 800.01, whole), more)
	centre = frappe.get_cached_value("Company", money.company(), "cost_center")
	aside = {"account": money.account("Write Off"), "cost_center": centre, "amount": 200}
	refused(lambda: payment(held, 1000, whole, deductions=[aside]), more)
	hidden = [{**aside, "amount": 50}, {**aside, "account": money.account("Cash"), "amount": -50}]
	refused(lambda: payment(held, 800, whole, deductions=hidden), more)
	refused(lambda: money.journal([creditor(held, 800, **named("Purchase Invoice", bill)), creditor(held, 1), other("Bank Account", -801)]), more)
	ordinary = ("Purchase Invoice", money.invoice(held.supplier, 50).name, 50)
	for order in ([*whole, ordinary], [ordinary, *whole]):
		refused(lambda order=order: payment(held, 900, order), more)
	assert payment(held, 850, [*whole, ordinary]).docstatus == 1


@pytest.mark.clause("R18")
def test_a_payment_stays_on_the_reviewed_bill_it_was_made_for(held):
	bill = held.book()
	approve(bill, 800)
	paid = payment(held, 500, [("Purchase Invoice", bill, 500)])
	row = {"account": paid.paid_to, "party_type": "Supplier", "party": held.supplier, "reference_doctype": "Purchase Invoice", "reference_name": bill}
	values = {"company": money.company(), "voucher_type": "Payment Entry", "voucher_no": paid.name, "allocations": [{**row, "allocated_amount": 500}]}
	refused(lambda: frappe.get_doc({"doctype": "Unreconcile Payment", **values}).insert().submit(), "stays on bill")
