"""Releases: deadlines, the safe amount with its parts, the second signature, the payment drafted for finance."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, nowdate

from fangxiu_app.access import roles
from fangxiu_app.finance import releases
from fangxiu_app.finance.texts import DepositError
from fangxiu_app.repair import approvals
from tests.site import money
from tests.site.counting import count_queries
from tests.site.orders import acting

#: What a contractor's repairs cost on average is read from all of his orders.
OWN_ESTATE = True


@pytest.fixture
def agreement(estate):
	"""10,000 and 5,000 in a deposit whose liability period is over."""
	doc = money.agreement(estate, accepted_on=add_months(nowdate(), -30))
	money.entry(doc, "Cash In", 10_000)
	money.entry(doc, "Brought Forward", 5_000)
	return doc


def payment_of(release):
	return frappe.get_doc("Payment Entry", {"fx_deposit_release": release.name, "docstatus": 0})


@pytest.mark.clause("R18")
def test_an_approved_release_drafts_the_payment_that_finance_makes(estate, agreement):
	done = money.approve(estate, money.release(agreement, 12_000))
	assert (done.state, done.docstatus) == ("Approved", 1)
	payment = payment_of(done)
	assert (payment.docstatus, payment.paid_to) == (0, agreement.deposit_account)
	assert [row.allocated_amount for row in payment.references] == [10_000, 2000]
	with acting(money.finance(estate)):
		payment.submit()
	done.reload()
	assert (done.state, done.paid, money.balance(agreement)) == ("Paid", 12_000, 3000)
	with acting(money.finance(estate)):
		payment.reload().cancel()
	done.reload()
	assert (done.state, done.paid, money.balance(agreement)) == ("Approved", 0, 15_000)


def test_drafts_name_buckets_apart_and_find_others_when_theirs_were_emptied(estate, agreement):
	"""Two drafts do not name the same money; after a deduction in between they pay from what is left, or say what is."""
	first, second = (money.approve(estate, money.release(agreement, amount)) for amount in (6000, 5000))
	named = [
		[(row.reference_name, row.allocated_amount) for row in payment_of(one).references]
		for one in (first, second)
	]
	old, new = named[0][0][0], named[1][1][0]
	assert named == [[(old, 6000)], [(old, 4000), (new, 1000)]]
	money.charge(estate, agreement, 3000)
	paid = payment_of(first)
	paid.submit()
	assert [(row.reference_name, row.allocated_amount) for row in paid.references] == [(old, 6000)]
	late = payment_of(second)
	late.submit()
	assert [(row.reference_name, row.allocated_amount) for row in late.references] == [
		(old, 400),
		(new, 4600),
	]
	assert money.balance(agreement) == 400


def test_a_payment_the_deposit_has_no_longer_says_what_is_left(estate, agreement):
	done = money.approve(estate, money.release(agreement, 15_000))
	money.charge(estate, agreement, 1000)
	frappe.db.savepoint("refused")
	with pytest.raises(DepositError, match=r"only 13,800.00 of it stands"):
		payment_of(done).submit()
	frappe.db.rollback(save_point="refused")
	frappe.delete_doc("Payment Entry", payment_of(done).name)
	frappe.get_doc("Deposit Release", done.name).draft_payment()
	payment_of(done).submit()
	assert (money.balance(agreement), done.reload().state) == (0, "Approved")


def test_a_draft_from_a_cancelled_deposit_voucher_is_made_anew(estate):
	agreement = money.agreement(estate, accepted_on=add_months(nowdate(), -30))
	wrong, right = (money.entry(agreement, "Cash In", 1000) for _number in range(2))
	done = money.approve(estate, money.release(agreement, 800))
	assert payment_of(done).references[0].reference_name == wrong.journal_entry
	wrong.cancel()
	payment = payment_of(done)
	assert [row.reference_name for row in payment.references] == [right.journal_entry]
	payment.submit()
	assert money.balance(agreement) == 200


def test_no_payment_beyond_the_release_or_without_one(estate, agreement):
	done = money.approve(estate, money.release(agreement, 6000))
	first = payment_of(done)
	bucket = first.references[0].reference_name
	second = money.payment(agreement, [(bucket, 10)], submit=False, fx_deposit_release=done.name)
	first.submit()
	with pytest.raises(DepositError, match="are approved"):
		second.submit()
	stray = money.payment(agreement, [(bucket, 10)], submit=False)
	with pytest.raises(DepositError, match="Make one of these"):
		stray.submit()


def test_a_release_with_a_payment_stays_and_its_drafts_go_with_it(estate, agreement):
	done = money.approve(estate, money.release(agreement, 6000))
	user = money.finance(estate)
	payment = payment_of(done)
	payment.submit()
	with acting(user), pytest.raises(DepositError, match=payment.name):
		approvals.cancel(done, "x")
	payment.cancel()
	other = money.approve(estate, money.release(agreement, 100))
	draft = payment_of(other).name
	with acting(user):
		approvals.cancel(other, "x")
	assert not frappe.db.exists("Payment Entry", draft)


def test_safe_is_balance_less_everything_that_may_still_come(estate, agreement):
	order, _ticket = money.order(estate, agreement, 2000)
	money.deduction(agreement, third_party_order=order)
	doc = money.release(agreement, 10_000, above_reason="x")
	assert (doc.balance, doc.undecided, doc.open_defects, doc.average_cost) == (15_000, 2400, 1, 2000)
	assert (doc.expected, doc.safe_amount) == (0, 10_600)


def test_the_pace_so_far_is_expected_until_the_period_ends(estate):
	agreement = money.agreement(estate, accepted_on=add_days(nowdate(), -365), liability_months="24")
	money.entry(agreement, "Cash In", 30_000)
	done = money.charge(estate, agreement, 1000)
	doc = money.release(agreement, 1)
	left = (getdate(agreement.liability_end) - getdate(nowdate())).days
	assert doc.expected == pytest.approx(done.from_deposit * left / 365, abs=0.01)


@pytest.mark.clause("R18")
@pytest.mark.parametrize("head", [roles.GENERAL_MANAGER, roles.CS_HEAD])
def test_above_the_safe_amount_needs_reason_and_second_signature(estate, agreement, head):
	money.order(estate, agreement, 2000)
	doc = money.release(agreement, 15_000)
	with pytest.raises(DepositError, match="Give the reason"):
		approvals.request(doc)
	doc.above_reason = "施工单位提供担保"
	doc.save()
	approvals.request(doc)
	manager, cost, finance = money.signers(estate)
	for user in (manager, cost):
		with acting(user):
			approvals.approve(doc)
	frappe.db.savepoint("refused")
	with acting(finance), pytest.raises(DepositError, match="second signature"):
		approvals.approve(doc)
	frappe.db.rollback(save_point="refused")  # as the request would
	with acting(cost), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Deposit Release", doc.name).sign_above()
	with acting(estate.users[head]):
		frappe.get_doc("Deposit Release", doc.name).sign_above()
	with acting(finance):
		approvals.approve(doc)
	assert frappe.db.get_value("Deposit Release", doc.name, "state") == "Approved"


def test_more_than_stands_free_is_refused(estate, agreement):
	money.approve(estate, money.release(agreement, 12_000))
	with pytest.raises(DepositError, match="stand free"):
		money.release(agreement, 3000.01)


def test_nothing_is_approved_unchecked_unless_silence_counts_as_consent(estate, agreement):
	doc = money.release(agreement, 10, checked_on=None, applied_on=add_days(nowdate(), -40))
	with pytest.raises(DepositError, match="joint check"):
		approvals.request(doc)
	doc.reminded_on = add_days(nowdate(), -14)
	doc.save()
	assert getdate(doc.consent_on) == getdate(nowdate())
	assert approvals.request(doc).approval_state == "In Approval"


def test_deadlines_are_warned_of_once_and_in_one_query(estate, agreement):
	near = money.release(agreement, 10, checked_on=None, applied_on=add_days(nowdate(), -12))
	money.release(agreement, 10, checked_on=None, applied_on=nowdate())
	releases.warn()
	releases.warn()
	found = frappe.get_all(
		"Outbox Message", {"reference_name": near.name}, ["recipient", "subject"], order_by="recipient"
	)
	assert sorted({row.recipient for row in found}) == sorted(
		[roles.FINANCE, roles.COST_DEPARTMENT, roles.MANAGER]
	)
	assert len(found) == len({(row.recipient, row.subject) for row in found})
	single = count_queries(releases.warn)
	for _number in range(5):
		money.release(agreement, 10, checked_on=None, applied_on=add_days(nowdate(), -13))
	assert count_queries(releases.warn) <= single


def test_the_state_is_not_set_by_hand(estate, agreement):
	doc = money.release(agreement, 10)
	doc.state = "Paid"
	doc.safe_amount = 10**9
	doc.save()
	assert (doc.state, doc.safe_amount) == ("Checked", 15_000)
	doc.paid = 5
	with pytest.raises(frappe.ValidationError, match="cannot be changed directly"):
		doc.save()


def test_interest_is_for_information(estate):
	agreement = money.agreement(estate, interest_percent=1, accepted_on=add_days(nowdate(), -370))
	money.entry(agreement, "Cash In", 1000)
	assert money.release(agreement, 1000).interest == 10


def test_a_later_deduction_becomes_a_receivable(estate, agreement):
	done = money.approve(estate, money.release(agreement, 15_000))
	payment_of(done).submit()
	later = money.charge(estate, agreement, 700)
	assert (later.from_deposit, later.excess) == (0, 840)
	assert frappe.db.get_value("Purchase Invoice", later.debit_note, "outstanding_amount") == -840
