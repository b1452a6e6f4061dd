"""Money into the warranty deposits: held from invoices, received, brought forward; each one Journal Entry."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.ledger import reads_deposits
from fangxiu_app.ledger.refusing import DepositError
from fangxiu_app.overview import reads_approvals_waiting
from tests.site.helpers import factories as make
from tests.site.helpers import form, money, signing
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api, messages


@pytest.fixture
def agreement(estate):
	return money.agreement(estate)


def entries_of(invoice) -> list:
	return frappe.get_all(
		"Warranty Deposit Entry",
		{"purchase_invoice": invoice.name},
		["name", "amount", "journal_entry", "docstatus", "kind"],
	)


@pytest.mark.clause("R18")
def test_an_invoice_holds_the_agreed_rate(estate, agreement):
	before = money.gl(agreement.deposit_account)
	invoice = money.invoice(estate.general, 1_000_000, agreement.name)
	[held] = entries_of(invoice)
	assert (held.amount, held.docstatus, held.kind) == (30_000, 1, "Held")
	assert money.gl(agreement.deposit_account) - before == 30_000
	assert money.balance(agreement) == 30_000
	assert frappe.db.get_value("Purchase Invoice", invoice.name, "outstanding_amount") == 970_000
	journal = frappe.get_doc("Journal Entry", held.journal_entry)
	assert journal.fx_deposit_entry == held.name
	assert getdate(journal.due_date) == getdate(agreement.liability_end)
	ledger = frappe.get_all(
		"GL Entry", {"voucher_no": journal.name}, ["warranty_agreement", "account", "project"]
	)
	assert {row.warranty_agreement for row in ledger if row.account == agreement.deposit_account} == {
		agreement.name
	}
	assert {row.project for row in ledger} == {estate.a}


def test_the_agreed_total_is_not_exceeded(estate):
	agreement = money.agreement(estate, deposit_amount=40_000, settled_price=2_000_000)
	first, second, third = (money.invoice(estate.general, 1_000_000, agreement.name) for _n in range(3))
	assert [entries_of(one)[0].amount for one in (first, second)] == [30_000, 10_000]
	assert entries_of(third) == []
	with pytest.raises(DepositError, match="agreed deposit"):
		money.entry(agreement, "Cash In", 1)


def test_another_suppliers_invoice_and_a_debit_note_hold_nothing(estate, agreement):
	other = money.invoice(estate.waterproofer, 1000, agreement.name)
	note = money.invoice(
		estate.general,
		1000,
		agreement.name,
		is_return=1,
		items=[
			{
				"item_name": "x",
				"description": "x",
				"uom": "Nos",
				"conversion_factor": 1,
				"qty": -1,
				"rate": 1000,
				"expense_account": money.account("Miscellaneous Expenses"),
			}
		],
	)
	assert entries_of(other) == entries_of(note) == []


def test_a_guarantee_holds_nothing_and_refuses_cash(estate):
	agreement = money.agreement(
		estate, security="Guarantee", guarantee_no="BH-1", guarantee_amount=30_000, settled_price=1_000_000
	)
	assert entries_of(money.invoice(estate.general, 1000, agreement.name)) == []
	agreement.db_set("deposit_account", money.deposit_account())
	with pytest.raises(DepositError, match="138号"):
		money.entry(agreement, "Cash In", 10)


def test_cash_and_opening_are_buckets_too(estate, agreement):
	money.entry(agreement, "Cash In", 8000)
	opening = money.entry(agreement, "Brought Forward", 12_000)
	assert money.balance(agreement) == 20_000
	assert frappe.db.get_value("Journal Entry", opening.journal_entry, "is_opening") == "Yes"
	found = reads_deposits.agreement_buckets(agreement.name)
	assert sorted(float(bucket.remaining) for bucket in found) == [8000, 12_000]


def test_an_opening_moves_the_deposit_from_the_account_it_stood_on(estate, agreement):
	old = money.account("Creditors")
	before = money.gl(old, party=estate.general)
	money.entry(agreement, "Brought Forward", 500, other_account=old)
	assert money.gl(old, party=estate.general) - before == -500
	assert money.balance(agreement) == 500


def test_cancelled_entries_leave_nothing(estate, agreement):
	invoice = money.invoice(estate.general, 100_000, agreement.name)
	[held] = entries_of(invoice)
	frappe.get_doc("Warranty Deposit Entry", held.name).cancel()
	assert money.balance(agreement) == 0
	assert frappe.db.get_value("Journal Entry", held.journal_entry, "docstatus") == 2
	assert frappe.db.get_value("Purchase Invoice", invoice.name, "outstanding_amount") == 100_000
	invoice.reload().cancel()
	amended = frappe.copy_doc(invoice)
	amended.amended_from = invoice.name
	amended.docstatus = 0
	amended.insert().submit()
	assert entries_of(amended)[0].amount == 3000


def test_taken_back_leaves_the_invoice_payable_again(estate, agreement):
	invoice = money.invoice(estate.general, 100_000, agreement.name)
	[held] = entries_of(invoice)
	before = money.gl(money.account("Creditors"), party=estate.general)
	back = money.entry(agreement, "Taken Back", 1000, bucket=held.journal_entry)
	assert money.balance(agreement) == 2000
	assert money.gl(money.account("Creditors"), party=estate.general) - before == 1000
	with pytest.raises(DepositError, match=back.journal_entry):
		frappe.get_doc("Warranty Deposit Entry", held.name).cancel()


def test_a_hand_made_hold_takes_no_more_than_is_unpaid(estate, agreement):
	invoice = money.invoice(estate.general, 1000)
	with pytest.raises(DepositError, match="only 1,000"):
		money.entry(agreement, "Held", 1000.01, purchase_invoice=invoice.name)
	held = money.entry(agreement, "Held", purchase_invoice=invoice.name)
	assert held.amount == 30
	foreign = money.invoice(estate.waterproofer, 1000)
	with pytest.raises(DepositError, match="not a submitted invoice"):
		money.entry(agreement, "Held", 10, purchase_invoice=foreign.name)


@pytest.mark.clause("R28")
@pytest.mark.parametrize(
	"values",
	[
		{"deposit_rate": 5},
		{"deposit_amount": 50_000, "settled_price": 1_000_000},
		{"security": "Guarantee", "guarantee_amount": 50_000, "settled_price": 1_000_000},
	],
)
def test_above_three_percent_is_refused_with_the_law(estate, values):
	with pytest.raises(DepositError, match="Art"):
		money.agreement(estate, **values)


@pytest.mark.clause("R28")
def test_the_liability_period_follows_its_start_rule(estate):
	plain = money.agreement(estate, accepted_on="2026-01-31", liability_months="6")
	late = money.agreement(
		estate, liability_rule="After Completion Report", completion_reported_on="2026-01-01"
	)
	assert (str(plain.liability_start), str(plain.liability_end)) == ("2026-01-31", "2026-07-31")
	assert (str(late.liability_start), str(late.liability_end)) == ("2026-04-01", "2028-04-01")


def test_contractor_and_account_stay_while_money_stands_in_the_deposit(estate, agreement):
	money.entry(agreement, "Cash In", 10)
	agreement.reload()
	agreement.contractor = estate.waterproofer
	with pytest.raises(frappe.ValidationError, match="contractor of a signed agreement cannot be changed"):
		agreement.save()
	talks = money.agreement(estate, status="In Talks")
	money.entry(talks, "Cash In", 10)
	talks.reload().contractor = estate.waterproofer
	with pytest.raises(frappe.ValidationError, match="money stands in this deposit"):
		talks.save()


@pytest.mark.clause("R27", "R30", "R31")
def test_what_is_missing_before_delivery_stands_on_the_form(estate, agreement):
	agreement.delivery_day = add_days(nowdate(), 10)
	agreement.save()
	doc = frappe.get_doc("Warranty Agreement", agreement.name)
	doc.run_method("onload")
	rows = {row["text"]: row for row in doc.get_onload("missing")}
	assert any("R27" in text and row["overdue"] for text, row in rows.items())
	assert any("R30" in text and row["overdue"] for text, row in rows.items())
	assert any("R31" in text for text in rows)
	doc.append("talks", {"talk_date": nowdate(), "attendees": "x", "points": "y"})
	for day in (nowdate(), nowdate(), add_days(nowdate(), 2)):
		doc.append("trainings", {"training_date": day, "topic": "防水"})
	doc.append(
		"contacts", {"contact_name": "王工", "phone": "13800000000", "service_address": "x", "fax": "010-88886666"}
	)
	doc.append("workers", {"worker_name": "李"})
	doc.authorised_on = nowdate()
	doc.save()
	doc.run_method("onload")
	left = [row["text"] for row in doc.get_onload("missing")]
	assert not any("R27" in text for text in left)
	# a training that is still to come, or a second one on the same day, is none yet
	assert [text for text in left if "R30" in text] == ["2 trainings of the contractor's staff are needed, 1 are recorded (R30)."]
	assert [text for text in left if "R31" in text] == ["The signed power of attorney is not attached (R31).", "The contacts lack: E-mail (R31)."]
	assert doc.phone == "13800000000"


def test_money_of_another_currency_needs_a_rate(estate):
	"""Cash of a deposit in dollars comes at the day's rate; one to one is never taken for granted."""
	account = frappe.copy_doc(frappe.get_doc("Account", money.deposit_account())).as_dict()
	account = form.account(**{**account, "account_name": "其他应付款-质保金 USD", "account_currency": "USD"})
	agreement = money.agreement(estate, make._supplier("Dollar Builder"), deposit_account=account.name)
	rate = {
		"doctype": "Currency Exchange",
		"from_currency": "USD",
		"to_currency": "CNY",
		"exchange_rate": 7.1,
	}
	known = frappe.get_doc({**rate, "date": nowdate(), "for_buying": 1, "for_selling": 1}).insert()
	done = money.entry(agreement, "Cash In", 100)
	assert (done.rate, money.gl(account.name, warranty_agreement=agreement.name)) == (7.1, 710)
	known.delete()
	frappe.db.set_single_value("Currency Exchange Settings", "disabled", 1)
	with pytest.raises(DepositError, match="exchange rate from USD to CNY"):
		money.entry(agreement, "Cash In", 100)


@pytest.mark.clause("R18")
def test_money_is_taken_back_by_two_people_with_a_reason(estate, agreement):
	"""One asks with the reason, a head signs, a change after that is signed anew; only then it is posted."""
	invoice = money.invoice(estate.general, 100_000, agreement.name)
	[held] = entries_of(invoice)
	finance = estate.users[roles.FINANCE]
	values = {"agreement": agreement.name, "kind": "Taken Back", "bucket": held.journal_entry, "amount": 1000}
	with acting(finance):
		draft = frappe.get_doc({"doctype": "Warranty Deposit Entry", "posting_date": nowdate(), **values})
		with pytest.raises(DepositError, match="Give the reason"):
			draft.insert()
		draft.update({"freed_reason": "扣留比例录错", "freed_signed_by": estate.users[roles.CS_HEAD]})
		with pytest.raises(LockedFieldError):
			draft.insert()
		draft.update({"freed_signed_by": None}).insert()
		with pytest.raises(DepositError, match="second signature"):
			draft.submit()
		draft.reload()
		with pytest.raises(DepositError, match="neither wrote"):
			draft.sign_freeing()
	head = estate.users[roles.GENERAL_MANAGER]
	with acting(head):
		assert draft.name in [row.document for row in reads_approvals_waiting.rows()]
		frappe.get_doc(draft.doctype, draft.name).sign_freeing()
		assert draft.name not in [row.document for row in reads_approvals_waiting.rows()]
	with acting(finance):
		draft.reload().update({"amount": 1500}).save()
		assert not draft.freed_signed_by, "another amount is signed anew"
		with pytest.raises(DepositError, match="second signature"):
			draft.submit()
	other = money.entry(agreement, "Taken Back", 900, submit=False, bucket=held.journal_entry, freed_reason="录错")
	with acting(finance):  # drafted by somebody else, changed by who would sign it
		frappe.get_doc(draft.doctype, other.name).update({"amount": 1000}).save()
		with pytest.raises(DepositError, match="neither wrote"):
			frappe.get_doc(draft.doctype, other.name).sign_freeing()
	other.reload().delete()
	money.sign_freeing(draft.reload())
	with acting(finance):
		draft.submit()
	assert money.balance(agreement) == 1500


@pytest.mark.clause("R18")
def test_an_entry_of_an_earlier_day_is_cancelled_by_two_people(estate, agreement):
	invoice = money.invoice(estate.general, 100_000, agreement.name)
	[held] = entries_of(invoice)
	entry = frappe.get_doc("Warranty Deposit Entry", held.name)
	entry.db_set("creation", make.ago(days=1), update_modified=False)
	frappe.db.commit()
	finance, head = (Api(estate.users[role]) for role in (roles.FINANCE, roles.CS_HEAD))
	path = "/api/method/fangxiu_app.money.deposits.api_deposit_entries."
	code, body = finance.post("/api/method/frappe.client.cancel", doctype=entry.doctype, name=entry.name)
	assert code == 417 and "申请作废" in messages(body)
	old = {"entry": entry.name, "seen": signing.shown(entry.doctype, entry.name)}
	assert head.post(f"{path}sign_freeing", **old)[0] == 417
	assert head.post(f"{path}ask_freeing", entry=entry.name, reason="x")[0] == 403
	assert finance.post(f"{path}ask_freeing", entry=entry.name, reason="票据作废")[0] == 200
	frappe.db.rollback()
	now = {**old, "seen": signing.shown(entry.doctype, entry.name)}
	assert finance.post(f"{path}sign_freeing", **now)[0] == 403
	code, body = head.post(f"{path}sign_freeing", **old)
	assert code == 417, "the reason was not shown"
	code, body = head.post(f"{path}sign_freeing", **now)
	assert code == 200, messages(body)
	assert money.balance(agreement) == 3000, "a signature alone moves nothing"
	code, body = finance.post("/api/method/frappe.client.cancel", doctype=entry.doctype, name=entry.name)
	assert code == 200, messages(body)
	frappe.db.rollback()
	assert money.balance(agreement) == 0
	frappe.db.commit()
