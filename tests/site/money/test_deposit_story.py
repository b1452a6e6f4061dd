"""The whole story of a deposit on real vouchers, in its variants: after every step all books agree to the cent.

``docs/finance.md`` shows the vouchers; its table is compared with what the story posted.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import frappe
import pytest
from frappe.utils import nowdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.ledger import reads_periods
from fangxiu_app.ledger.refusing import DepositError
from tests.site.helpers import deposit_books, form, money, sums
from tests.site.helpers.deposit_books import amended, books, cents
from tests.site.helpers.deposit_story import Story
from tests.site.helpers.dollar import dollars, record
from tests.site.helpers.orders import acting

PAGE = Path(__file__).resolve().parents[3] / "docs" / "finance.md"
#: Steps of the story → which of its documents may be cancelled then; all others are in use and stay.
FREE = {
	"invoice and hold": ["Warranty Deposit Entry 1"],
	"deduction after an objection upheld in part": ["Contractor Deduction 1"],
	"deduction beyond the balance, and its debit note": ["Contractor Deduction 1", "Contractor Deduction 2"],
	"deposit in cash": ["Contractor Deduction 1", "Contractor Deduction 2", "Warranty Deposit Entry 2"],
	"release approved and drafted": [
		"Contractor Deduction 1",
		"Contractor Deduction 2",
		"Warranty Deposit Entry 2",
		"Deposit Release 1",
	],
	"release paid": ["Contractor Deduction 1", "Contractor Deduction 2", "Payment Entry 1"],
}


def agree(story, expected: float | None = None) -> None:
	"""Every book shows the deposit to the cent, and what is owed to the contractor beside it."""
	found = books(story.agreement)
	wanted = cents(story.balance if expected is None else expected)
	assert found == dict.fromkeys(found, wanted)
	owed = deposit_books.creditors(story.agreement.contractor, story.creditors)
	assert len(set(owed.values())) == 1, owed
	assert deposit_books.orphans(story.agreement.name) == []


def cancel(story, doctype: str, name: str) -> None:
	"""As the person who may does it: documents by their approval, vouchers by the form."""
	frappe.local.dynamic_link_map = None
	with acting(money.finance(story.estate)):
		doc = frappe.get_doc(doctype, name)
		if doctype in ("Contractor Deduction", "Deposit Release"):
			service_approvals.cancel(doc, "录入错误")
		else:
			doc.flags.ignore_permissions = (
				True  # which of ERPNext's roles finance holds is not the matter here
			)
			doc.cancel()


def again(story, doctype: str, name: str) -> None:
	"""Amended and brought into effect once more."""
	doc = frappe.get_doc(doctype, name)
	if doctype == "Contractor Deduction":
		money.approve(story.estate, money.told(service_approvals.amend(doc)))
	elif doctype == "Deposit Release":
		money.approve(story.estate, service_approvals.amend(doc))
	else:
		copy = amended(doc)
		copy.submit()


def labels(story) -> dict[str, tuple[str, str]]:
	"""Documents of the story as "DocType number"."""
	found: dict[str, tuple[str, str]] = {}
	for doctype, name in story.live:
		number = sum(1 for other, _name in found.values() if other == doctype) + 1
		found[f"{doctype} {number}"] = (doctype, name)
	return found


def take_each_back(story, step: str) -> None:
	"""Every document is cancelled, at this point of the story, and amended; or it is refused and nothing has changed."""
	for label, (doctype, name) in labels(story).items():
		frappe.db.savepoint("fx_point")
		try:
			cancel(story, doctype, name)
		except frappe.ValidationError as error:
			frappe.db.rollback(save_point="fx_point")
			assert label not in FREE[step], (label, str(error))
			agree(story)
			continue
		assert label in FREE[step], label
		agree(story, story.balance - story.moved[name])
		again(story, doctype, name)
		# a deduction made again finds more, or less, in the deposit than the first one did
		agree(story, money.balance(story.agreement))
		frappe.db.rollback(save_point="fx_point")


def settle(story, step: str) -> None:
	agree(story)
	take_each_back(story, step)


@pytest.mark.clause("R18", "R111", "R16")
def test_from_invoice_to_release_with_everything_taken_back_at_every_point(estate):
	story = Story(estate, whole=True)
	for step in story.play():
		settle(story, step)
	assert story.balance == 0
	assert page_table() == {event: deposit_books.postings(name) for event, name in story.events.items()}


def test_with_the_immutable_ledger(estate):
	frappe.db.set_single_value("Accounts Settings", "enable_immutable_ledger", 1)
	story = Story(estate)
	for _step in story.play():
		agree(story)
	for doctype, name in reversed(story.live):
		cancel(story, doctype, name)
		story.moved.pop(name)
		agree(story)


def page_table() -> dict[str, list[tuple[str, float, float]]]:
	"""The table of docs/finance.md: event → its postings."""
	found: dict[str, list] = {}
	for line in PAGE.read_text(encoding="utf-8").splitlines():
		cells = [cell.strip() for cell in line.strip("|").split("|")]
		if len(cells) == 5 and cells[3].replace(",", "").replace(".", "").isdigit():
			event, _voucher, account, debit, credit = cells
			row = (account, *(float(cell.replace(",", "")) for cell in (debit, credit)))
			found.setdefault(event, []).append(row)
	return found


def close_by_voucher(year: int) -> None:
	"""The year is closed, as ERPNext closes it."""
	doc = {
		"doctype": "Period Closing Voucher",
		"company": money.company(),
		"fiscal_year": fiscal_year(year),
		"period_start_date": f"{year}-01-01",
		"period_end_date": f"{year}-12-31",
		"transaction_date": nowdate(),
		"closing_account_head": retained_earnings(),
		"remarks": "年结",
	}
	frappe.get_doc(doc).insert().submit()


def close_by_freezing(year: int) -> None:
	frappe.db.set_single_value(*reads_periods.FROZEN_UPTO, f"{year}-12-31")


def close_by_period(year: int) -> None:
	types = ("Journal Entry", "Purchase Invoice", "Payment Entry")
	doc = {
		"doctype": "Accounting Period",
		"period_name": f"Closed {year}",
		"company": money.company(),
		"start_date": f"{year}-12-01",
		"end_date": f"{year}-12-31",
		"closed_documents": [{"document_type": doctype, "closed": 1} for doctype in types],
	}
	frappe.get_doc(doc).insert()


def close_by_disabling(year: int) -> None:
	frappe.get_doc("Fiscal Year", fiscal_year(year)).update({"disabled": 1}).save()


def fiscal_year(year: int) -> str:
	found = frappe.db.get_value("Fiscal Year", {"year_start_date": f"{year}-01-01"})
	if not found:
		dates = {"year_start_date": f"{year}-01-01", "year_end_date": f"{year}-12-31"}
		found = frappe.get_doc({"doctype": "Fiscal Year", "year": f"FY {year}", **dates}).insert().name
	return found


def retained_earnings() -> str:
	parent = {"company": money.company(), "root_type": "Equity", "is_group": 1}
	account = {
		"account_name": "未分配利润",
		"company": money.company(),
		"parent_account": frappe.db.get_value("Account", parent),
	}
	return form.account(**account).name


CLOSINGS = (close_by_voucher, close_by_freezing, close_by_period, close_by_disabling)


@pytest.mark.clause("R18", "R111")
def test_books_that_are_closed_stay_as_they_are(estate):
	"""Everything happened in a year that is closed then, in each of ERPNext's ways: what is undone, is undone today."""
	year = int(nowdate()[:4]) - 1
	fiscal_year(year)
	story = Story(estate, day=f"{year}-12-15")
	for _step in story.play():
		agree(story)
	for close in CLOSINGS:
		frappe.db.savepoint("fx_open")
		close(year)
		nothing_moves_in(story, year)
		undo_today(story, year)
		frappe.db.rollback(save_point="fx_open")


def nothing_moves_in(story, year: int) -> None:
	last = year_sum(story, year)
	for doctype, name in story.live:
		frappe.db.savepoint("fx_point")
		with pytest.raises(frappe.ValidationError):
			cancel(story, doctype, name)
		frappe.db.rollback(save_point="fx_point")
	agree(story)
	assert year_sum(story, year) == last


def undo_today(story, year: int) -> None:
	"""The second deduction is reversed and paid out again; the books of the closed year do not change by it."""
	last, done = year_sum(story, year), labels(story)["Contractor Deduction 2"][1]
	with acting(money.finance(story.estate)):
		frappe.get_doc("Contractor Deduction", done).reverse("判决退还")
	doc = frappe.get_doc("Contractor Deduction", done)
	agree(story, doc.from_deposit)
	invoice = frappe.get_doc("Purchase Invoice", {"fx_deduction": done, "is_return": 0, "docstatus": 1})
	with pytest.raises(DepositError, match="stays with it"):
		invoice.cancel()
	opening = money.entry(story.agreement, "Brought Forward", 100)
	agree(story, doc.from_deposit + 100)
	opening.cancel()
	release = money.release(story.agreement, doc.from_deposit, above_reason="判决退还")
	money.approve(story.estate, release, above=True)
	frappe.get_doc("Payment Entry", {"fx_deposit_release": release.name}).submit()
	agree(story, 0)
	assert year_sum(story, year) == last


def year_sum(story, year: int) -> dict[str, float]:
	"""What the ledger of that year says, account by account."""
	within = {
		"posting_date": ("between", [f"{year}-01-01", f"{year}-12-31"]),
		"voucher_type": ("!=", "Period Closing Voucher"),
	}
	return {account: round(debit - credit, 2) for account, (debit, credit) in sums.by_account(within).items()}


@pytest.mark.clause("R18", "R111")
def test_a_supplier_in_dollars(estate):
	"""Held at the invoice's rate; a third party's 8,000 yuan taken at its bill's rate; released as held; claimed at the day's.

	At every point everything is taken back and made again, as in yuan.
	"""
	record(7.1)
	agreement, payable = dollars(estate)
	values = {"currency": "USD", "conversion_rate": 7.2, "credit_to": payable}
	story = Story(estate, agreement=agreement, invoice_values=values, creditors=payable, whole=True)
	steps = iter(FREE)
	story.hold()
	settle(story, next(steps))
	before = money.gl(money.account("保修维修费追偿"))
	story.first_deduction()
	settle(story, next(steps))
	# three quarters of the bill; the surcharge of 225.35 dollars on all of it is income
	assert money.gl(money.account("保修维修费追偿")) - before == pytest.approx(6000, abs=0.001)
	rows = [{"line_kind": "Penalty", "description": "x", "claimed": 35_000}]
	doc = money.deduction(agreement, source="Contract Clause", clause="1", items=rows)
	story.post(money.told(doc), "deduct beyond the balance")
	settle(story, next(steps))
	assert story.balance == 0
	for act in (partial(story.receive, 5000), partial(story.release, 5000), story.pay):
		act()
		settle(story, next(steps))
	assert money.gl(agreement.deposit_account, warranty_agreement=agreement.name) == 0
	for doctype, name in reversed(story.live):
		cancel(story, doctype, name)
		story.moved.pop(name)
		agree(story)
