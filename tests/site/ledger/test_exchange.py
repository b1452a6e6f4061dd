"""Bills in yuan deducted from a deposit in dollars: the rate of the bill's day, notified amounts stay, exchange differences are shown."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, flt, getdate, nowdate
from frappe.www.printview import get_html_and_style

from fangxiu_app.approvals import service_approvals
from fangxiu_app.fangxiu_app.report.deduction_recovery.deduction_recovery import execute as recovery
from fangxiu_app.fangxiu_app.report.deposit_register.deposit_register import execute as register
from fangxiu_app.ledger import reads_periods
from fangxiu_app.ledger.refusing import DepositError
from fangxiu_app.ledger.rules_exchange import taken
from fangxiu_app.money.deductions.api_deductions import offers
from fangxiu_app.money.deposits import reads_contractor_account
from fangxiu_app.money.payments import reads_recourse, reads_repair_costs
from fangxiu_app.money.releases import reads_releases
from tests.site.helpers import factories as make
from tests.site.helpers import money
from tests.site.helpers.deposit_books import books, cents
from tests.site.helpers.dollar import dollars, record
from tests.site.helpers.orders import acting


@pytest.fixture
def agreement(estate):
	"""Two buckets in dollars, of 1,000 at 7.2 and of 5,000 at 6.9; today's rate is 7.1."""
	record(7.1)
	doc, _payable = dollars(estate, agency_fee=100)
	money.entry(doc, "Brought Forward", 1000, rate=7.2, posting_date=add_days(nowdate(), -1))
	money.entry(doc, "Brought Forward", 5000, rate=6.9)
	return doc


def lines(doc) -> list[tuple]:
	return [(row.line_kind, row.claimed, row.exchange_rate, row.base_claimed) for row in doc.items]


def ledger(voucher: str) -> dict[str, float]:
	"""Credit less debit of each account, in company currency."""
	rows = frappe.get_all(
		"GL Entry", {"voucher_no": voucher, "is_cancelled": 0}, ["account", "credit", "debit"]
	)
	found: dict[str, float] = {}
	for row in rows:
		name = frappe.get_cached_value("Account", row.account, "account_name")
		found[name] = round(found.get(name, 0) + row.credit - row.debit, 2)
	return found


@pytest.mark.clause("R111")
def test_a_bill_in_yuan_is_converted_at_the_rate_of_its_day(estate, agreement):
	"""8,000 yuan at 7.1: dollars are rounded down, surcharge and fee are dollars of the agreement."""
	money.order(estate, agreement)
	[offer] = offers(agreement.name, "Third Party Order")
	assert (offer["base_amount"], offer["amount"]) == (8000, flt(1126.76 + 225.35 + 100, 2))
	doc = money.deduction(agreement, items=offer["lines"])
	assert lines(doc) == [
		("Repair Cost", 1126.76, 7.1, 8000),
		("Surcharge", 225.35, 7.1, 1599.99),
		("Surcharge", 100, 7.1, 710),
	]
	assert (doc.total, doc.base_total, doc.items[0].rate_date) == (1452.11, 10309.99, getdate(nowdate()))
	assert doc.approval_amount() == 10309.99
	done = money.approve(estate, money.told(doc))
	booked = ledger(done.journal_entry)
	out = flt(1000 * 7.2 + 452.11 * 6.9, 2)
	assert booked == {
		"其他应付款-质保金 USD": -out,
		"保修维修费追偿": 8000,
		"施工单位扣款加收收入": 2309.99,
		"Exchange Gain/Loss": flt(out - 10309.99, 2),
	}
	assert set(books(agreement).values()) == {cents(6000 - 1452.11)}
	with acting(money.finance(estate)):
		service_approvals.cancel(done, "录入错误")
	assert set(books(agreement).values()) == {cents(6000)}
	again = service_approvals.amend(frappe.get_doc("Contractor Deduction", done.name))
	assert [line[1:] for line in lines(again)] == [line[1:] for line in lines(done)]


def test_what_was_told_stays_whatever_the_rate_does(estate, agreement):
	order, _ticket = money.order(estate, agreement)
	doc = money.deduction(agreement, third_party_order=order)
	frappe.db.set_value(
		"Currency Exchange", {"from_currency": "USD", "to_currency": "CNY"}, "exchange_rate", 7.4
	)
	doc.remove(doc.items[2])
	doc.remove(doc.items[1])
	doc.save()
	assert lines(doc) == [("Repair Cost", 1081.08, 7.4, 8000)]
	doc = money.told(doc)
	frappe.db.set_value(
		"Currency Exchange", {"from_currency": "USD", "to_currency": "CNY"}, "exchange_rate", 6
	)
	doc.save()
	assert lines(doc) == [("Repair Cost", 1081.08, 7.4, 8000)]
	for field, value in (
		("exchange_rate", 6),
		("base_claimed", 7999),
		("rate_date", add_days(nowdate(), -9)),
	):
		doc = frappe.get_doc(doc.doctype, doc.name)
		doc.items[0].set(field, value)
		with pytest.raises(frappe.ValidationError, match="has been told"):
			doc.save()
	doc = frappe.get_doc(doc.doctype, doc.name)
	doc.object_to(str(make.ago(days=3)), "面积多算")
	doc.reload().answer_objection("Upheld in Part", "按实测", {doc.items[0].name: [810.81, "按实测"]})
	doc.reload()
	assert (doc.items[0].base_claimed, doc.items[0].base_amount, doc.base_total) == (8000, 6000, 6000)
	done = money.approve(estate, doc)
	assert ledger(done.journal_entry)["保修维修费追偿"] == 6000


def test_never_more_than_the_bill(estate, agreement):
	order, _ticket = money.order(estate, agreement, 100)
	cost = {"line_kind": "Repair Cost", "description": "x"}
	for rows in (
		[{"claimed": 14.09}],
		[{"claimed": 7.04}, {"claimed": 7.05}],
		[{"claimed": 14.08, "base_claimed": 100.01, "exchange_rate": 7.1}],
	):
		with pytest.raises(DepositError, match=r"at most what it cost"):
			money.deduction(agreement, third_party_order=order, items=[{**cost, **row} for row in rows])
	part = money.deduction(agreement, third_party_order=order, items=[{**cost, "base_claimed": 50}])
	assert lines(part) == [("Repair Cost", 7.04, 7.1, 50)]
	with pytest.raises(DepositError, match="rests on the agreement alone"):
		part.append("items", {"line_kind": "Surcharge", "description": "x", "claimed": 101.42})
		part.save()


def test_without_a_rate_it_says_which_and_where(estate):
	agreement, _payable = dollars(estate)
	order, _ticket = money.order(estate, agreement)
	frappe.db.delete("Currency Exchange", {"from_currency": "USD"})
	record(7.1, add_days(nowdate(), 1))
	[offer] = offers(agreement.name, "Third Party Order")
	assert (offer["lines"], offer["amount"]) == ([], 0)
	assert offer["blocked"].startswith(f"No rate from USD to CNY is recorded for {nowdate()}")
	missing = (
		f"billed in CNY, the deposit is kept in USD, and no rate from USD to CNY is recorded for {nowdate()}"
	)
	with pytest.raises(DepositError, match=missing):
		money.deduction(agreement, third_party_order=order)
	record(7.0, add_days(nowdate(), -40))
	assert offers(agreement.name, "Third Party Order")[0]["lines"][0]["exchange_rate"] == 7.0
	frappe.db.set_single_value("Accounts Settings", {"allow_stale": 0, "stale_days": 30})
	frappe.clear_document_cache("Accounts Settings", "Accounts Settings")
	assert offers(agreement.name, "Third Party Order")[0]["blocked"]


@pytest.mark.clause("R18", "R111")
def test_mixed_with_a_penalty_beyond_the_deposit_and_reversed(estate, agreement):
	"""Cost, surcharge and a penalty of the agreement, over two buckets; the rest is claimed; all is taken back in closed books."""
	order, _ticket = money.order(estate, agreement, 30_000)
	doc = money.deduction(agreement, third_party_order=order)
	doc.append("items", {"line_kind": "Penalty", "description": "逾期", "claimed": 1500})
	doc.bill_file = money.proof()
	doc.save()
	done = money.approve(estate, money.told(doc))
	cost, surcharge = 4225.35, flt(845.07 + 100, 2)
	assert (done.total, done.from_deposit) == (flt(cost + surcharge + 1500, 2), 6000)
	paid_penalty = flt(6000 - cost - surcharge, 2)
	note = frappe.get_doc("Purchase Invoice", done.debit_note)
	assert (note.currency, note.outstanding_amount) == ("USD", -done.excess)
	out = flt(1000 * 7.2 + 5000 * 6.9, 2)
	bills = flt(30_000 + 6000 + 710, 2)
	booked = ledger(done.journal_entry)
	charged = flt(booked["保修维修费追偿"] + booked["施工单位扣款加收收入"], 2)
	assert charged == done.base_total == pytest.approx(bills, abs=0.02)
	assert booked["施工单位违约金收入"] == pytest.approx(out * paid_penalty / 6000, abs=0.01)
	assert flt(sum(booked.values()), 2) == 0 and booked["其他应付款-质保金 USD"] == -out
	assert booked["Exchange Gain/Loss"] == flt(
		out - charged - booked["施工单位违约金收入"], 2
	)
	assert set(books(agreement).values()) == {0}
	frappe.db.set_value("Contractor Deduction", done.name, "posting_date", add_days(nowdate(), -1))
	frappe.db.set_single_value(*reads_periods.FROZEN_UPTO, add_days(nowdate(), -1))
	with acting(money.finance(estate)):
		frappe.get_doc("Contractor Deduction", done.name).reverse("判决退还")
	done.reload()
	entry = frappe.db.get_value("Warranty Deposit Entry", done.reversal, "journal_entry")
	assert ledger(entry) == {name: -amount for name, amount in booked.items()}
	back = frappe.get_doc("Purchase Invoice", {"fx_deduction": done.name, "is_return": 0, "docstatus": 1})
	assert ledger(back.name) == {name: -amount for name, amount in ledger(note.name).items()}
	assert set(books(agreement).values()) == {cents(6000)}


def test_a_bill_partly_beyond_the_deposit_is_recovered_to_the_cent(estate):
	"""What the deposit gave and what the debit note claims are together the bill, in yuan."""
	record(7.1)
	agreement, _payable = dollars(estate, surcharge_percent=0)
	money.entry(agreement, "Brought Forward", 333.33, rate=7.2)
	done = money.charge(estate, agreement, 8000)
	assert (done.from_deposit, done.excess) == (333.33, flt(1126.76 - 333.33, 2))
	note = ledger(done.debit_note)
	assert flt(ledger(done.journal_entry)["保修维修费追偿"] + note["保修维修费追偿"], 2) == 8000
	assert "Exchange Gain/Loss" not in note
	assert frappe.db.get_value("Purchase Invoice", done.debit_note, "outstanding_amount") == -done.excess


@pytest.mark.clause("R18", "R111")
def test_dollars_are_never_added_to_yuan(estate, agreement, monkeypatch):
	"""One contractor with a deposit in each currency: page, register, forecasts, costs by ticket, printed forms."""
	monkeypatch.setattr("fangxiu_app.money.deposits.service_agreement_terms.get_party_gle_currency", lambda *_party: None)  # another company's books
	yuan = money.agreement(estate, agreement.contractor)
	yuan_in_another_company(yuan)
	orders = [money.order(estate, agreement, cost) for cost in (8000, 1000)]
	source = {"source_type": "Third Party Order"}
	doc = money.deduction(agreement, items=[{**source, "source_name": order} for order, _ticket in orders])
	claim = money.told(doc)
	done = money.approve(estate, claim)
	left = flt(6000 - done.total, 2)
	data = data_of(agreement)
	balances = {one["currency"]: one["totals"]["balance"] for one in data["figures"]}
	assert balances == {"USD": left, "CNY": 700}
	assert {row.currency: row.balance for row in data["vouchers"]} == balances
	sums = {
		row.currency: row.balance for row in register({"contractor": agreement.contractor})[1] if row.bold
	}
	assert sums == balances
	order, _ticket = money.order(estate, agreement, 555)
	assert [(row.name, row.cost) for row in data_of(agreement)["waiting"]] == [(order, 555)]
	rows = recovery({"contractor": agreement.contractor})[1]
	assert [(row.currency, row.recovered, row.rate) for row in rows if row.bold] == [("USD", done.total, 100)]
	booked = ledger(done.journal_entry)["保修维修费追偿"]
	costs = {
		row.value: row
		for row in reads_repair_costs.breakdown({"contractor": agreement.contractor}, "Repair Ticket")
	}
	for (_order, ticket), cost in zip(orders, (8000, 1000), strict=True):
		assert flt(costs[ticket].recovered_from_contractors, 2) == -cost
	assert booked == 9000
	pair = (agreement.project, agreement.contractor)
	assert reads_recourse._deposits({})[pair][0] == flt(money.deposited_base(agreement.contractor) + 700, 2)
	usual = frappe.get_cached_doc("Fangxiu Settings").defect_cost
	frappe.db.delete("Third Party Order", {"contractor": agreement.contractor})
	assert float(reads_releases.safe(agreement).average_cost) == float(taken(cents(usual), cents(7.1)))


def test_notice_and_statement_show_what_was_billed(estate, agreement):
	frappe.local.lang = "zh"
	done = money.charge(estate, agreement)
	notice = printed("Contractor Deduction", done.name, "Deduction Notice Form")
	assert "CNY 8,000.00 ÷ 7.1" in notice and "以 CNY 计价的账单" in notice
	statement = printed("Warranty Agreement", agreement.name, "Contractor Statement")
	assert f"整单折合 CNY {done.base_total:,.2f}" in statement


def data_of(agreement) -> dict:
	return reads_contractor_account.account(agreement.contractor)


def printed(doctype: str, name: str, form: str) -> str:
	"""As the printed page shows it; Frappe's own ``get_print`` would commit."""
	return get_html_and_style(doctype, name, form, no_letterhead=True)["html"]


def yuan_in_another_company(agreement) -> None:
	"""700 yuan in a second deposit of the contractor, as another company's ledger has it: in one, ERPNext allows one currency."""
	row = frappe.get_last_doc(
		"Payment Ledger Entry", {"warranty_agreement": ("!=", agreement.name)}
	).as_dict()
	row |= {"name": "fx-yuan", "warranty_agreement": agreement.name, "account": agreement.deposit_account}
	row |= {
		"account_currency": "CNY",
		"amount": 700,
		"amount_in_account_currency": 700,
		"voucher_no": "fx-yuan",
	}
	frappe.get_doc(row).db_insert()


def test_signatures_are_chosen_by_yuan(estate, agreement):
	terms = {"source": "Contract Clause", "clause": "1"}
	rows = [{"line_kind": "Penalty", "description": "x", "claimed": 1000}]
	assert money.deduction(agreement, items=rows, **terms).approval_amount() == 7100
	assert money.release(agreement, 1000).approval_amount() == 7100
	frappe.db.delete("Currency Exchange", {"from_currency": "USD"})
	assert frappe.get_last_doc("Deposit Release").approval_amount() == 7200
