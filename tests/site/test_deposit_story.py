"""The whole story of a deposit on real vouchers; after every step all books agree to the cent, and docs/finance.md says so."""

from __future__ import annotations

from pathlib import Path

import frappe
import pytest
from erpnext.accounts.report.accounts_payable.accounts_payable import execute as accounts_payable
from frappe.utils import add_days, add_months, nowdate

from fangxiu_app.queries import deposit_register, deposits
from fangxiu_app.repair import approvals
from tests.site import factories as make
from tests.site import money
from tests.site.orders import acting

PAGE = Path(__file__).resolve().parents[2] / "docs" / "finance.md"


def books_agree(agreement, expected: float) -> None:
	"""General ledger, payment ledger, ERPNext's Accounts Payable and our register say the same."""
	sums = {
		"currency": ["sum(credit_in_account_currency) - sum(debit_in_account_currency) as total"],
	}
	filters = {"account": agreement.deposit_account, "warranty_agreement": agreement.name, "is_cancelled": 0}
	booked = frappe.get_all("GL Entry", filters, sums["currency"])[0].total or 0
	report = accounts_payable(
		frappe._dict(
			company=money.company(),
			report_date=add_days(nowdate(), 1),
			ageing_based_on="Posting Date",
			range="30, 60, 90, 120",
			party_type="Supplier",
			party=[agreement.contractor],
			party_account=agreement.deposit_account,
			in_party_currency=1,
			warranty_agreement=[agreement.name],
		)
	)
	payable = sum(row.get("outstanding") or 0 for row in report[1] if row.get("voucher_no"))
	[line] = deposit_register.rows({"name": agreement.name})
	left = float(sum(bucket.remaining for bucket in deposits.agreement_buckets(agreement.name)))
	found = [
		round(value, 2) for value in (booked, deposits.balance(agreement.name), payable, line.balance, left)
	]
	assert found == [expected] * 5
	assert round(line.held - line.deducted - line.released, 2) == expected


def postings(voucher: str) -> set[tuple[str, float, float]]:
	"""(account, debit, credit) of a voucher."""
	rows = frappe.get_all(
		"GL Entry",
		{"voucher_no": voucher, "is_cancelled": 0},
		["account", "sum(debit) as debit", "sum(credit) as credit"],
		group_by="account",
	)
	return {(row.account.rsplit(" - ", 1)[0], row.debit, row.credit) for row in rows}


def page_lines() -> dict[str, set[tuple[str, float, float]]]:
	"""The table of docs/finance.md: event → its postings."""
	found: dict[str, set] = {}
	for line in PAGE.read_text(encoding="utf-8").splitlines():
		cells = [cell.strip() for cell in line.strip("|").split("|")]
		if len(cells) == 5 and cells[3].replace(",", "").replace(".", "").isdigit():
			event, _voucher, account, debit, credit = cells
			row = (account, float(debit.replace(",", "")), float(credit.replace(",", "")))
			found.setdefault(event, set()).add(row)
	return found


@pytest.mark.parametrize("immutable", [0, 1])
@pytest.mark.clause("R18", "R111", "R16")
def test_from_invoice_to_release(estate, immutable):
	frappe.db.set_single_value("Accounts Settings", "enable_immutable_ledger", immutable)
	agreement = money.agreement(estate, accepted_on=add_months(nowdate(), -30))
	seen = {}
	invoice = money.invoice(estate.general, 1_000_000, agreement.name)
	hold = frappe.db.get_value("Warranty Deposit Entry", {"purchase_invoice": invoice.name}, "journal_entry")
	seen["Hold 3 % of an invoice"] = postings(hold)
	books_agree(agreement, 30_000)

	order, _ticket = money.order(estate, agreement, 8000)
	first = money.told(money.deduction(agreement, third_party_order=order))
	first.object_to(str(make.ago(days=3)), "面积多算")
	first.reload().answer_objection("Upheld in Part", "核减", {first.items[0].name: [6000, "按实测"]})
	first = money.approve(estate, first.reload())
	seen["Deduct cost and surcharge"] = postings(first.journal_entry)
	books_agree(agreement, 22_400)

	second = money.charge(estate, agreement, 30_000)
	seen["Deduct beyond the balance"] = postings(second.journal_entry)
	seen["Claim the rest"] = postings(second.debit_note)
	books_agree(agreement, 0)

	frappe.db.set_value("Repair Ticket", {"agreement": agreement.name}, "status", "Closed")
	cash = money.entry(agreement, "Cash In", 5000)
	seen["Receive a deposit in cash"] = postings(cash.journal_entry)
	release = money.approve(estate, money.release(agreement, 5000))
	payment = frappe.get_doc("Payment Entry", {"fx_deposit_release": release.name})
	payment.submit()
	seen["Release"] = postings(payment.name)
	books_agree(agreement, 0)
	if not immutable:
		assert {event: page_lines().get(event) for event in seen} == seen
	undo(estate, agreement, payment, second, first, hold)


def undo(estate, agreement, payment, second, first, hold) -> None:
	"""Everything is taken back in the opposite order, and the books agree after each step."""
	frappe.local.dynamic_link_map = None
	payment.reload().cancel()
	books_agree(agreement, 5000)
	with acting(money.finance(estate)):
		approvals.cancel(second, "撤销")
	books_agree(agreement, 27_400)
	with acting(money.finance(estate)):
		approvals.cancel(first, "撤销")
	books_agree(agreement, 35_000)
	frappe.local.dynamic_link_map = None
	frappe.get_doc("Warranty Deposit Entry", {"journal_entry": hold}).cancel()
	books_agree(agreement, 5000)


def test_a_supplier_in_dollars(estate):
	"""Deposits in the currency of the contractor's ledger; deductions and releases at the rate they were held with."""
	agreement, supplier, payable = dollars(estate)
	values = {"currency": "USD", "conversion_rate": 7.2, "credit_to": payable}
	money.invoice(supplier, 10_000, agreement.name, **values)
	books_agree(agreement, 300)
	rows = [{"line_kind": "Penalty", "description": "x", "claimed": 100}]
	doc = money.told(money.deduction(agreement, source="Contract Clause", clause="1", items=rows))
	done = money.approve(estate, doc)
	assert (done.from_deposit, done.currency) == (100, "USD")
	books_agree(agreement, 200)
	release = money.approve(estate, money.release(agreement, 200))
	frappe.get_doc("Payment Entry", {"fx_deposit_release": release.name}).submit()
	books_agree(agreement, 0)
	assert money.gl(agreement.deposit_account, warranty_agreement=agreement.name) == 0


def dollars(estate):
	"""A supplier with accounts in USD, and an agreement with it."""
	company = money.company()
	parent = frappe.db.get_value("Account", money.deposit_account(), "parent_account")
	accounts = []
	for name, deposit in (("其他应付款-质保金 USD", 1), ("Creditors USD", 0)):
		doc = {"doctype": "Account", "account_name": name, "company": company, "parent_account": parent}
		doc |= {"account_type": "Payable", "account_currency": "USD", "fx_warranty_deposit": deposit}
		accounts.append(frappe.get_doc(doc).insert().name)
	supplier = frappe.copy_doc(frappe.get_doc("Supplier", estate.general))
	supplier.supplier_name = f"Dollar Builder {make.RUN}"
	supplier.default_currency = "USD"
	supplier.append("accounts", {"company": company, "account": accounts[1]})
	supplier.insert()
	agreement = money.agreement(
		estate,
		supplier.name,
		deposit_account=accounts[0],
		accepted_on=add_months(nowdate(), -30),
		deduction_terms=[{"clause_no": "1", "breach": "Other", "penalty": 100}],
	)
	return agreement, supplier.name, accounts[1]
