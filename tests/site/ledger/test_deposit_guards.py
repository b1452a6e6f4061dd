"""Hand-made vouchers on the deposit account: what ERPNext alone would accept is refused, with a way out."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.ledger.refusing import DepositError
from tests.site.helpers import money

UNLINK = "unlink_payment_on_cancellation_of_invoice"


@pytest.fixture
def deposit(estate):
	"""An agreement of the general builder with 3,000 held from an invoice, as (agreement, invoice, bucket)."""
	agreement = money.agreement(estate)
	invoice = money.invoice(estate.general, 100_000, agreement.name)
	bucket = frappe.db.get_value(
		"Warranty Deposit Entry", {"purchase_invoice": invoice.name}, "journal_entry"
	)
	return agreement, invoice, bucket


def credit_row(agreement, amount: float, **values) -> dict:
	return {
		"account": agreement.deposit_account,
		"party_type": "Supplier",
		"party": agreement.contractor,
		"warranty_agreement": agreement.name,
		"credit_in_account_currency": amount,
		**values,
	}


def refused(rows: list[dict], says: str) -> None:
	doc = money.journal(rows, submit=False)
	with pytest.raises(DepositError, match=says):
		doc.submit()


def test_more_than_is_left_is_refused(deposit):
	agreement, _invoice, bucket = deposit
	refused(money.deduction_rows(agreement, bucket, 9999), "only 3,000")
	rows = money.deduction_rows(agreement, bucket, 2000)
	refused([*rows, *money.deduction_rows(agreement, bucket, 2000)], "4,000.00 is taken")


def test_another_contractor_or_agreement_is_refused(deposit, estate):
	agreement, _invoice, bucket = deposit
	refused(money.deduction_rows(agreement, bucket, 10, party=estate.waterproofer), "is with contractor")
	second = money.agreement(estate)
	refused(money.deduction_rows(second, bucket, 10), "belongs to the deposit of agreement")


def test_a_debit_names_its_bucket(deposit):
	agreement, _invoice, bucket = deposit
	rows = money.deduction_rows(agreement, bucket, 10, reference_type=None, reference_name=None)
	refused(rows, "must name the Journal Entry")
	back = money.entry(agreement, "Taken Back", 10, bucket=bucket)
	with pytest.raises(frappe.ValidationError, match="already matched"):
		money.journal(money.deduction_rows(agreement, back.journal_entry, 10))


def test_no_row_without_an_agreement(deposit):
	agreement, _invoice, bucket = deposit
	refused(
		money.deduction_rows(agreement, bucket, 10, warranty_agreement=None), "Enter the warranty agreement"
	)


def test_one_voucher_is_one_deposit(deposit, estate):
	agreement, _invoice, _bucket = deposit
	second = money.agreement(estate)
	bank = {"account": money.account("Bank Account"), "debit_in_account_currency": 20}
	refused([credit_row(agreement, 10), credit_row(second, 10), bank], "several deposits")
	refused([credit_row(agreement, 10), credit_row(agreement, 10), bank], "only one amount")


def test_a_voucher_that_breaks_nothing_else_still_needs_its_document(deposit):
	agreement, _invoice, bucket = deposit
	refused(money.deduction_rows(agreement, bucket, 10), "Make one of these")
	bank = {"account": money.account("Bank Account"), "debit_in_account_currency": 10}
	refused([credit_row(agreement, 10), bank], "moved by their documents")


def test_data_import_passes_no_guard(deposit):
	agreement, _invoice, bucket = deposit
	frappe.flags.in_import = True
	try:
		refused(money.deduction_rows(agreement, bucket, 9999), "only 3,000")
	finally:
		frappe.flags.in_import = False


def test_payments_are_wholly_allocated_and_never_received(deposit):
	agreement, _invoice, bucket = deposit
	loose = money.payment(agreement, [(bucket, 1000)], submit=False, paid_amount=1500, received_amount=1500)
	with pytest.raises(DepositError, match=r"500.* is not allocated"):
		loose.submit()
	empty = money.payment(agreement, [], submit=False, paid_amount=500, received_amount=500)
	with pytest.raises(DepositError, match="is not allocated"):
		empty.submit()
	received = money.payment(
		agreement,
		[],
		submit=False,
		payment_type="Receive",
		paid_from=agreement.deposit_account,
		paid_to=money.account("Bank Account"),
		paid_amount=500,
		received_amount=500,
	)
	with pytest.raises(DepositError, match="cannot be received"):
		received.submit()


def test_no_invoice_is_booked_on_the_deposit_account(deposit, estate):
	invoice = money.invoice(estate.general, 10, submit=False, credit_to=money.deposit_account())
	with pytest.raises(DepositError, match="holds warranty deposits only"):
		invoice.submit()


@pytest.mark.parametrize("unlink", [0, 1])
def test_a_used_bucket_and_its_invoice_are_not_cancelled(deposit, unlink):
	"""Whatever ERPNext's setting says: with 1 core would erase the references, with 0 it refuses some of it itself."""
	agreement, invoice, bucket = deposit
	frappe.db.set_single_value("Accounts Settings", UNLINK, unlink)
	back = money.entry(agreement, "Taken Back", 10, bucket=bucket)
	with pytest.raises(DepositError, match=back.journal_entry):
		frappe.get_doc("Journal Entry", bucket).cancel()
	with pytest.raises(DepositError, match="while a deposit is held"):
		frappe.get_doc("Purchase Invoice", invoice.name).cancel()
	assert money.balance(agreement) == 2990


def test_a_voucher_is_cancelled_by_its_document(deposit):
	_agreement, _invoice, bucket = deposit
	frappe.local.dynamic_link_map = None
	with pytest.raises(DepositError, match="is the voucher of Warranty Deposit Entry"):
		frappe.get_doc("Journal Entry", bucket).cancel()


def test_references_are_not_unreconciled(deposit):
	_agreement, invoice, bucket = deposit
	doc = frappe.get_doc(
		{
			"doctype": "Unreconcile Payment",
			"company": money.company(),
			"voucher_type": "Journal Entry",
			"voucher_no": bucket,
		}
	)
	doc.add_references()
	assert [row.reference_name for row in doc.allocations] == [invoice.name]
	with pytest.raises(DepositError, match="must keep its references"):
		doc.insert().submit()


def test_a_submitted_voucher_keeps_its_agreement(deposit, estate):
	_agreement, _invoice, bucket = deposit
	second = money.agreement(estate)
	doc = frappe.get_doc("Journal Entry", bucket)
	row = next(row for row in doc.accounts if row.warranty_agreement)
	row.warranty_agreement = second.name
	with pytest.raises((DepositError, frappe.UpdateAfterSubmitError)):
		doc.save()


def test_a_deposit_account_keeps_its_mark_and_gets_none_with_a_past(deposit):
	agreement, _invoice, _bucket = deposit
	marked = frappe.get_doc("Account", agreement.deposit_account)
	marked.fx_warranty_deposit = 0
	with pytest.raises(DepositError, match="stays marked"):
		marked.save()
	creditors = frappe.get_doc("Account", money.account("Creditors"))
	creditors.fx_warranty_deposit = 1
	with pytest.raises(DepositError, match="entries from before"):
		creditors.save()
	bank = frappe.get_doc("Account", money.account("Bank Account"))
	bank.fx_warranty_deposit = 1
	with pytest.raises(DepositError, match="type Payable"):
		bank.save()


def test_the_dimension_is_mandatory_on_the_deposit_account_only(deposit):
	[row] = frappe.get_all(
		"Applicable On Account",
		{"parenttype": "Accounting Dimension Filter", "applicable_on_account": money.deposit_account()},
		["is_mandatory", "parent"],
	)
	assert row.is_mandatory
	assert frappe.db.count("Applicable On Account", {"parent": row.parent}) == 1
