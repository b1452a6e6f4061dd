"""A reviewed bill in another currency, or one paid from an account in one, is paid at a recorded rate (R16, R18)."""

from __future__ import annotations

from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import add_days, today

from fangxiu_app.money.releases import service_releases
from tests.site.helpers import dollar, form, money
from tests.site.helpers import factories as make
from tests.site.money.test_on_account import creditor, named, other, payment, refused

OWN_ESTATE = True
SAID = "is on record for the day"


@pytest.fixture
def scene(estate):
	"""A reviewed bill of 100 dollars at 7, a reviewed one of 1,000 yuan, and a bank account in dollars."""
	agreement, payable = dollar.dollars(estate)
	dollar.record(7)
	foreign, home = agreement.contractor, frappe.copy_doc(frappe.get_doc("Supplier", estate.waterproofer))
	frappe.db.set_value("Supplier", foreign, "fx_contractor_kind", "Third Party")
	home.update({"supplier_name": f"防水 {frappe.generate_hash(length=6)}", "fx_contractor_kind": "Third Party"}).insert()
	parent = frappe.db.get_value("Account", money.account("Bank Account"), "parent_account")
	bank = form.account(account_name="美元户", account_type="Bank", account_currency="USD", company=money.company(), parent_account=parent).name
	ticket = make.make_ticket(estate.unit_a).name
	about = {"project": estate.a, "items": money.rows(100, fx_repair_ticket=ticket)}
	bill = money.invoice(foreign, 100, currency="USD", conversion_rate=7, credit_to=payable, **about)
	plain = money.invoice(home.name, 1000, **{**about, "items": money.rows(1000, fx_repair_ticket=ticket)})
	for one, amount in ((bill, 100), (plain, 1000)):
		review = frappe.get_doc({"doctype": "Repair Payment Review", "purchase_invoice": one.name, "project": estate.a}).insert()
		review.update({"docstatus": 1, "approval_state": "Approved", "approved_total": amount}).db_update()
	found = SimpleNamespace(bill=bill.name, plain=plain.name, payable=payable, bank=bank)
	found.foreign, found.home = SimpleNamespace(supplier=foreign), SimpleNamespace(supplier=home.name)
	return found


@pytest.mark.clause("R18")
def test_what_is_owed_in_dollars_is_not_bought_at_a_typed_rate(scene):
	"""5,000 yuan for 100 dollars; the bank's own rate of the day may differ a little."""
	pay = {"references": [("Purchase Invoice", scene.bill, 100)], "paid_to": scene.payable, "received_amount": 100}
	refused(lambda: payment(scene.foreign, 5000, target_exchange_rate=50, **pay), SAID)
	assert payment(scene.foreign, 710, target_exchange_rate=7.1, **pay).docstatus == 1


@pytest.mark.clause("R18")
def test_dollars_are_not_given_for_yuan(scene):
	"""1,000 dollars, valued at one yuan each, for a bill of 1,000 yuan."""
	pay = {"references": [("Purchase Invoice", scene.plain, 1000)], "paid_from": scene.bank, "received_amount": 1000}
	refused(lambda: payment(scene.home, 1000, source_exchange_rate=1, **pay), SAID)
	rows = [creditor(scene.home, 1000, **named("Purchase Invoice", scene.plain)), {"account": scene.bank, "credit_in_account_currency": 500, "exchange_rate": 2}]
	refused(lambda: money.journal(rows, multi_currency=1), SAID)
	frappe.db.delete("Currency Exchange", {"from_currency": "USD"})
	refused(lambda: payment(scene.home, 250, source_exchange_rate=4, **pay), "no rate of it")


@pytest.mark.clause("R110")
def test_nor_is_an_owner_paid_by_what_is_deducted_from_a_shareholder(owner):
	"""Called like the payee of a compensation: its documents are paid, and beside them nothing."""
	holder = frappe.get_doc({"doctype": "Shareholder", "title": owner.name, "company": money.company()}).insert().name
	party = {"party_type": "Shareholder", "party": holder}
	owed = money.journal([other("Miscellaneous Expenses", 1), {**other("Creditors", -1), **party}])
	cost = frappe.get_cached_value("Company", money.company(), "cost_center")
	aside = {"account": money.account("Miscellaneous Expenses"), "cost_center": cost, "amount": 600}
	pay = {**party, "references": [("Journal Entry", owed.name, 1)], "paid_from": money.account("Bank Account")}
	them = SimpleNamespace(supplier=holder)
	refused(lambda: payment(them, 601, received_amount=1, deductions=[aside], **pay), "for no document")
	assert payment(them, 1, **pay).docstatus == 1


def by(user: str, **which) -> None:
	frappe.db.set_value("Currency Exchange", {"from_currency": "USD", **which}, "modified_by", user, update_modified=False)


@pytest.mark.clause("R18")
def test_who_pays_does_not_set_the_rate(scene):
	"""A rate that was recorded by who pays, on whichever day, is compared with what others have recorded."""
	dollar.record(7, add_days(today(), -1))
	by("Guest", date=add_days(today(), -1))
	frappe.get_last_doc("Currency Exchange", {"from_currency": "USD", "date": today()}).update({"exchange_rate": 14}).save()
	pay = {"references": [("Purchase Invoice", scene.bill, 100)], "paid_to": scene.payable, "received_amount": 100}
	refused(lambda: payment(scene.foreign, 1400, target_exchange_rate=14, **pay), "7 is what others have recorded")
	by("Guest", exchange_rate=14)
	assert payment(scene.foreign, 1400, target_exchange_rate=14, **pay).docstatus == 1, "a colleague's"


@pytest.mark.clause("R18")
def test_a_rate_that_only_who_pays_has_recorded_counts_for_nothing(scene):
	"""Neither the first one of a currency, nor one of yesterday: dollars would go for yuan. What the bill was booked at is no word of the payer's."""
	frappe.db.delete("Currency Exchange", {"from_currency": "USD"})
	for day in (add_days(today(), -1), today()):
		dollar.record(1, day)
	pay = {"references": [("Purchase Invoice", scene.plain, 10)], "paid_from": scene.bank, "received_amount": 10}
	refused(lambda: payment(scene.home, 10, source_exchange_rate=1, **pay), "nobody but who pays has recorded")
	rows = [creditor(scene.home, 10, **named("Purchase Invoice", scene.plain)), {"account": scene.bank, "credit_in_account_currency": 10, "exchange_rate": 1}]
	refused(lambda: money.journal(rows, multi_currency=1), "nobody but who pays has recorded")
	booked = {"references": [("Purchase Invoice", scene.bill, 50)], "paid_to": scene.payable, "received_amount": 50}
	assert payment(scene.foreign, 350, target_exchange_rate=7, **booked).docstatus == 1
	by("Guest", date=add_days(today(), -1))
	assert payment(scene.home, 10, source_exchange_rate=1, **pay).docstatus == 1, "one that a colleague has recorded"


@pytest.mark.clause("R18")
def test_interest_is_owed_at_a_rate_that_somebody_else_recorded(estate, monkeypatch):
	"""Who signs last books it: by what others have recorded, else by the rate at which the deposit was held."""
	agreement, _payable = dollar.dollars(estate)
	dollar.record(7, add_days(today(), -9))
	by("Guest", date=add_days(today(), -9))
	dollar.record(14)
	booked = []
	monkeypatch.setattr(service_releases.service_journal, "submit", lambda journal: booked.append(journal.rows[0].debit) or SimpleNamespace(name="JV"))
	release = SimpleNamespace(name="DR", interest=10, agreement=agreement.name, company=money.company(), contractor=agreement.contractor)
	release.contractor_name, release.project = agreement.contractor_name, agreement.project
	service_releases.post_interest(release)
	by("Guest", exchange_rate=14)
	service_releases.post_interest(release)
	frappe.db.delete("Currency Exchange", {"from_currency": "USD"})
	dollar.record(14)
	service_releases.post_interest(release)
	assert booked == [70, 140, 10], "nothing is held yet: at one for one"
