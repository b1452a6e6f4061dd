"""Deposits under trade payables move to 2241 其他应付款: drafted, looked at, posted at once; everything else stays (R18)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from fangxiu_app.core.access import roles
from fangxiu_app.ledger import reads_deposits, service_accounts
from fangxiu_app.ledger.refusing import DepositError
from fangxiu_app.money.deposits import (
	api_deposit_accounts,
	reads_account_moves,
	reads_contractor_account,
	reads_deposit_register,
)
from tests.site.helpers import form, money
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api, messages

PATH = "/api/method/fangxiu_app.money.deposits.api_deposit_accounts."


@pytest.fixture
def old(estate):
	"""The deposit account as earlier versions made it: among trade payables, with a past."""
	trade = frappe.db.get_value("Account", money.account("Creditors"), "parent_account")
	values = frappe.copy_doc(frappe.get_doc("Account", money.deposit_account())).as_dict()
	values |= {"account_name": f"质保金 {frappe.generate_hash(length=6)}", "account_number": "", "parent_account": trade}
	name = form.account(**values).name
	frappe.db.set_single_value("Fangxiu Settings", "deposit_account", name)
	_forget()
	yield name
	_forget()


def _forget() -> None:
	"""What was read of the settings: the test's own end takes them back in the database."""
	frappe.db.value_cache.clear()
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")


@pytest.fixture
def first(estate, old):
	"""Three buckets, one of them used in part."""
	agreement = money.agreement(estate, deposit_account=old)
	money.invoice(estate.general, 100_000, agreement.name, posting_date=add_days(nowdate(), -20))
	money.entry(agreement, "Cash In", 500)
	money.charge(estate, agreement, 1000)
	return agreement


def step():
	return frappe.new_doc("Warranty Deposit Entry")


def register(agreement) -> dict:
	[row] = reads_deposit_register.rows({"name": agreement.name})
	return row


@pytest.mark.clause("R18")
def test_balances_move_by_contractor_and_agreement_and_the_setting_follows(estate, old, first):
	second = money.agreement(estate, estate.waterproofer, deposit_account=old)
	money.entry(second, "Cash In", 700)
	before, lines = [register(one) for one in (first, second)], reads_contractor_account.vouchers([first.name])
	total = money.gl(old)
	there = money.gl(service_accounts.own_group(money.company(), old))
	assert reads_account_moves.stands_wrong(old)
	drafts = step().prepare_moves(old)
	assert step().prepare_moves(old) == drafts and len(drafts) == 3, "prepared twice is prepared once"
	assert money.gl(old) == total and money.deposit_account() == old, "a draft moves nothing"
	assert step().post_moves(old) == 3
	new = money.deposit_account()
	group = frappe.db.get_value("Account", new, "parent_account")
	assert frappe.db.get_value("Account", group, "account_name") == "其他应付款"
	assert (money.gl(old), money.gl(new) - there) == (0, total)
	for agreement, row in zip((first, second), before, strict=True):
		assert register(agreement) == row, "held, deducted, released and balance are what they were"
		assert money.gl(new, party=agreement.contractor, warranty_agreement=agreement.name) == row.balance
		assert frappe.db.get_value("Warranty Agreement", agreement.name, "deposit_account") == new
	assert reads_contractor_account.vouchers([first.name]) == lines, "the contractor's statement knows nothing of it"
	kept = [one for one in reads_deposits.agreement_buckets(first.name) if one.remaining]
	assert min(one.posted_on for one in kept) == getdate(add_days(nowdate(), -20)), "interest counts from the day it was held"
	assert not reads_account_moves.stands_wrong(old) and not reads_account_moves.stands_wrong(new)
	with pytest.raises(DepositError, match="need not move"):
		step().prepare_moves(old)


def test_after_the_move_everything_goes_on(estate, old, first):
	"""Taken back to the invoice, charged, reversed in closed books, released: on the new account, from the moved buckets."""
	step().prepare_moves(old)
	step().post_moves(old)
	new = money.deposit_account()
	first.reload()
	creditors = money.gl(money.account("Creditors"), party=estate.general)
	moved = reads_deposits.agreement_buckets(first.name)
	bucket = next(one for one in moved if one.account == new and one.posted_on < getdate(nowdate()))
	money.entry(first, "Taken Back", 100, bucket=bucket.name)
	assert money.gl(money.account("Creditors"), party=estate.general) - creditors == 100
	posted = frappe.get_doc("Contractor Deduction", frappe.db.get_value("Contractor Deduction", {"agreement": first.name}))
	balance = money.balance(first)
	posted.reverse("有误")
	assert money.balance(first) == balance + posted.from_deposit
	done = money.charge(estate, first, 200)
	assert done.state == "Posted"
	money.approve(estate, money.release(first, 300))
	[payment] = frappe.get_all("Payment Entry", {"warranty_agreement": first.name, "docstatus": 0}, ["paid_to"])
	assert payment.paid_to == new and money.gl(old) == 0
	held = money.invoice(estate.general, 10_000, first.name)
	assert frappe.db.get_value("Warranty Deposit Entry", {"purchase_invoice": held.name}, "deposit_account") == new
	entry = frappe.get_all("Warranty Deposit Entry", {"kind": "Moved", "agreement": first.name}, pluck="name")[0]
	with pytest.raises(DepositError, match="is not taken back"):
		frappe.get_doc("Warranty Deposit Entry", entry).cancel()


def test_drafts_in_between_are_finished_first(estate, old, first):
	loose = money.entry(first, "Cash In", 5, submit=False)
	with pytest.raises(DepositError, match=loose.name):
		step().prepare_moves(old)
	loose.delete()
	drafts = step().prepare_moves(old)
	money.approve(estate, money.release(first, 300))
	payment = frappe.db.get_value("Payment Entry", {"warranty_agreement": first.name, "docstatus": 0})
	with pytest.raises(DepositError, match=payment):
		step().post_moves(old)
	frappe.get_doc("Payment Entry", payment).submit()
	with pytest.raises(DepositError, match="changed since"):
		step().post_moves(old)
	again = step().prepare_moves(old)
	assert len(again) == len(drafts) and set(again) != set(drafts)
	assert step().post_moves(old) == len(again) and money.gl(old) == 0


def test_only_finance_and_only_as_a_whole(estate, old, first):
	name = step().prepare_moves(old)[0]
	with pytest.raises(DepositError, match="all at once"):
		frappe.get_doc("Warranty Deposit Entry", name).submit()
	with pytest.raises(DepositError, match="all at once"):
		money.entry(first, "Moved", 10, bucket=reads_deposits.agreement_buckets(first.name)[0].name, other_account=old)
	with acting(estate.users[roles.COST_DEPARTMENT]), pytest.raises(frappe.PermissionError):
		api_deposit_accounts.post(old)
	frappe.db.rollback()


def test_who_works_in_one_of_its_projects_does_not_move_an_account(estate, old, first):
	scope = {"project": estate.b, "contractor": estate.waterproofer, "scope": [{"lot": "1标段", "trade": "防水"}]}
	other = money.agreement(estate, deposit_account=old, **scope)
	money.entry(other, "Cash In", 700)
	finance = estate.users[roles.FINANCE]
	with acting(finance):
		assert old not in [row["account"] for row in api_deposit_accounts.misplaced()]
		for action in (api_deposit_accounts.prepare, api_deposit_accounts.post):
			with pytest.raises(frappe.PermissionError):
				action(old)
	other.reload().db_set("deposit_account", None)
	with acting(finance):
		assert old in [row["account"] for row in api_deposit_accounts.misplaced()]


def test_the_step_over_http(estate):
	"""Seen and reached by finance alone."""
	frappe.db.commit()
	code, body = Api(estate.users[roles.FINANCE]).get(f"{PATH}misplaced")
	assert code == 200 and isinstance(body["message"], list), messages(body)
	for role in (roles.COST_DEPARTMENT, roles.MANAGER):
		assert Api(estate.users[role]).get(f"{PATH}misplaced")[1]["message"] == []
		assert Api(estate.users[role]).post(f"{PATH}prepare", account="x")[0] == 403
		assert Api(estate.users[role]).post(f"{PATH}post", account="x")[0] == 403
