"""Releases: deadlines, the safe amount with its parts, the second signature, the payment drafted for finance."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, nowdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.ledger.refusing import DepositError
from fangxiu_app.money.deductions import reads_charges, reads_waiting
from fangxiu_app.money.releases import service_releases
from fangxiu_app.overview.api_approval import panel
from tests.site.helpers import money
from tests.site.helpers.counting import count_queries
from tests.site.helpers.orders import acting, make_compensation

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
	assert "Finance submits the payment" in done.next_step()
	payment = payment_of(done)
	assert (payment.docstatus, payment.paid_to) == (0, agreement.deposit_account)
	assert [row.allocated_amount for row in payment.references] == [10_000, 2000]
	with acting(money.finance(estate)):
		payment.submit()
	assert done.name in payment.remarks and "Journal Entry" not in payment.remarks
	done.reload()
	assert (done.state, done.paid, money.balance(agreement)) == ("Paid", 12_000, 3000)
	with acting(money.finance(estate)):
		payment.reload().cancel()
	done.reload()
	assert (done.state, done.paid, money.balance(agreement)) == ("Approved", 0, 15_000)


@pytest.mark.clause("R18")
def test_releases_that_are_signed_at_once_ask_for_no_more_than_is_left(estate, agreement):
	first, second = money.release(agreement, 9_000), money.release(agreement, 7_000)
	service_approvals.request(first)
	with pytest.raises(DepositError, match=rf"9,000.00 in approval already \({first.name}\)"):
		service_approvals.request(second)
	second.reload().amount = 6_000
	second.save()
	service_approvals.request(second)
	assert second.reload().approval_state == "In Approval"


def test_a_release_is_checked_once_its_sheet_is_there(estate, agreement):
	"""The day alone is no joint check."""
	doc = money.release(agreement, 9_000)
	assert doc.state == "Checked"
	signed = doc.contractor_signed_by
	doc.contractor_signed_by = None
	doc.save()
	assert (bool(signed), doc.state) == (True, "Applied")


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
	more = money.payment(agreement, [(bucket, 6001)], submit=False, fx_deposit_release=done.name)
	with pytest.raises(DepositError, match="are approved"):
		more.submit()
	first.reload().submit()
	assert not frappe.db.exists("Payment Entry", second.name), "nothing more is to be paid: no draft waits for it"
	said = frappe.get_all("Comment", {"reference_name": done.name, "comment_type": "Info"}, pluck="content")
	assert any(second.name in text for text in said)
	with pytest.raises(DepositError, match=f"paid in full already by {first.name}"):
		money.payment(agreement, [(bucket, 10)], submit=False, fx_deposit_release=done.name)
	with acting(money.finance(estate)), pytest.raises(DepositError, match="paid in full already"):
		frappe.get_doc("Deposit Release", done.name).draft_payment()
	stray = money.payment(agreement, [(bucket, 10)], submit=False)
	with pytest.raises(DepositError, match="Make one of these"):
		stray.submit()


def test_a_release_with_a_payment_stays_and_its_drafts_go_with_it(estate, agreement):
	done = money.approve(estate, money.release(agreement, 6000))
	user = money.finance(estate)
	payment = payment_of(done)
	payment.submit()
	with acting(user), pytest.raises(DepositError, match=payment.name):
		service_approvals.cancel(done, "x")
	payment.cancel()
	other = money.approve(estate, money.release(agreement, 100))
	draft = payment_of(other).name
	with acting(user):
		service_approvals.cancel(other, "x")
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
		service_approvals.request(doc)
	doc.above_reason = "施工单位提供担保"
	doc.save()
	service_approvals.request(doc)
	manager, cost, finance = money.signers(estate)
	for user in (manager, cost):
		with acting(user):
			service_approvals.approve(doc)
	frappe.db.savepoint("refused")
	with acting(finance), pytest.raises(DepositError, match="second signature"):
		service_approvals.approve(doc)
	frappe.db.rollback(save_point="refused")  # as the request would
	with acting(cost), pytest.raises(frappe.PermissionError):
		money.sign_above(doc.name)
	with acting(estate.users[head]):
		money.sign_above(doc.name)
	with acting(finance):
		service_approvals.approve(doc)
	assert frappe.db.get_value("Deposit Release", doc.name, "state") == "Approved"


def test_more_than_stands_free_is_refused(estate, agreement):
	money.approve(estate, money.release(agreement, 12_000))
	with pytest.raises(DepositError, match="stand free"):
		money.release(agreement, 3000.01)


def test_nothing_is_approved_unchecked_unless_silence_counts_as_consent(estate, agreement):
	doc = money.release(agreement, 10, checked_on=None, applied_on=add_days(nowdate(), -40))
	with pytest.raises(DepositError, match="joint check"):
		service_approvals.request(doc)
	doc.reminded_on = add_days(nowdate(), -14)
	doc.save()
	assert getdate(doc.consent_on) == getdate(nowdate())
	assert service_approvals.request(doc).approval_state == "In Approval"


def test_deadlines_are_warned_of_once_and_in_one_query(estate, agreement):
	near = money.release(agreement, 10, checked_on=None, applied_on=add_days(nowdate(), -12))
	money.release(agreement, 10, checked_on=None, applied_on=nowdate())
	service_releases.warn()
	service_releases.warn()
	found = frappe.get_all(
		"Outbox Message", {"reference_name": near.name}, ["recipient", "subject"], order_by="recipient"
	)
	assert sorted({row.recipient for row in found}) == sorted(
		[roles.FINANCE, roles.COST_DEPARTMENT, roles.MANAGER]
	)
	assert len(found) == len({(row.recipient, row.subject) for row in found})
	single = count_queries(service_releases.warn)
	for _number in range(5):
		money.release(agreement, 10, checked_on=None, applied_on=add_days(nowdate(), -13))
	assert count_queries(service_releases.warn) <= single


def test_the_state_is_not_set_by_hand(estate, agreement):
	doc = money.release(agreement, 10)
	doc.state = "Paid"
	doc.safe_amount = 10**9
	doc.save()
	assert (doc.state, doc.safe_amount) == ("Checked", 15_000)
	doc.paid = 5
	with pytest.raises(frappe.ValidationError, match="cannot be changed directly"):
		doc.save()


def test_a_later_deduction_becomes_a_receivable(estate, agreement):
	done = money.approve(estate, money.release(agreement, 15_000))
	payment_of(done).submit()
	later = money.charge(estate, agreement, 700)
	assert (later.from_deposit, later.excess) == (0, 840)
	assert frappe.db.get_value("Purchase Invoice", later.debit_note, "outstanding_amount") == -840


@pytest.mark.clause("R18")
def test_before_it_is_due_a_release_needs_its_reason_and_a_higher_signature(estate):
	"""A deposit due in 2028 was released in full in 2026 without a word."""
	young = money.agreement(estate, accepted_on=add_months(nowdate(), -3))
	money.entry(young, "Cash In", 10_000)
	doc = money.release(young, 100, above_reason=None)
	assert doc.due_on == young.liability_end
	with pytest.raises(DepositError, match="not due before"):
		service_approvals.request(doc)
	doc.update({"above_reason": "双方约定提前退还"}).save()
	service_approvals.request(doc)
	with acting(estate.users[roles.GENERAL_MANAGER]):  # whose signature is asked for may also decline it
		assert panel("Deposit Release", doc.name)["can_send_back"]
		assert service_approvals.send_back(doc, "检查表日期不清").approval_state == "Draft"
	service_approvals.request(doc.reload())
	manager, cost, finance = money.signers(estate)
	for user in (manager, cost):
		with acting(user):
			service_approvals.approve(doc)
	frappe.db.savepoint("refused")
	with acting(finance), pytest.raises(DepositError, match="not due before"):
		service_approvals.approve(doc)
	frappe.db.rollback(save_point="refused")
	with acting(estate.users[roles.GENERAL_MANAGER]):
		money.sign_above(doc.name)
	with acting(finance):
		service_approvals.approve(doc)
	assert frappe.db.get_value("Deposit Release", doc.name, "state") == "Approved"


@pytest.mark.clause("R18")
def test_what_waits_to_be_charged_and_compensations_under_way_are_not_safe(estate, agreement):
	_order, ticket = money.order(estate, agreement, 2000)
	values = {"contractor": agreement.contractor, "agreement": agreement.name, "recovery_amount": 1500}
	case = make_compensation(ticket, **values)
	doc = money.release(agreement, 1)
	assert (doc.waiting_charges, doc.compensations, doc.open_defects) == (2000, 1500, 1)
	assert doc.safe_amount == 15_000 - 2000 - 1500 - 2000
	frappe.db.set_value("Compensation", case.name, {"docstatus": 1, "status": "Signed"})
	assert reads_waiting.compensations_under_way(agreement.name) == 1500, "signed, and no bill yet"
	bill = money.bill(case.name, estate.general, 1200)
	frappe.db.set_value("Purchase Invoice", bill, {"fx_compensation": case.name, "fx_third_party_order": None})
	assert reads_waiting.compensations_under_way(agreement.name) == 0
	[row] = reads_charges.compensations([case.name])
	assert reads_waiting.of_agreement(agreement.name) == 2000 + reads_charges.compensation_cost(row) == 3200, "one sum for all who ask"


@pytest.mark.clause("R18")
def test_the_joint_check_comes_from_the_records_and_a_contradiction_is_explained(estate, agreement):
	money.order(estate, agreement, 2000)
	doc = money.release(agreement, 1, checks=[])
	said = {row.code: (row.result, bool(row.remark)) for row in doc.checks}
	assert said == {
		"Defects": ("Open", True),
		"Deductions": ("Open", True),
		"Objections": ("", False),
		"Compensations": ("", False),
		"Papers": ("", False),
	}
	proposed = {row.code: row.remark for row in doc.checks}
	for remark in ("", None):  # nor is what the records proposed an explanation of theirs
		for row in doc.checks:
			row.update({"result": "In Order", "remark": proposed[row.code] if remark is None else remark})
		doc.save()
		with pytest.raises(DepositError, match="by the records open: 1") as refused:
			service_approvals.request(doc)
		assert str(refused.value).count("by the records open") == 2
	doc.reload()
	for row in doc.checks:
		row.result = "Open" if row.code in ("Defects", "Deductions") else "In Order"
	doc.update({"check_file": None}).save()
	with pytest.raises(DepositError, match="signed sheet as a file"):
		service_approvals.request(doc)
	assert any("signed sheet as a file" in text for text in doc.lacks()), "the form says so before it asks for an opinion"
	doc.update({"check_file": money.proof(), "checked_on": add_days(doc.applied_on, -1)}).save()
	with pytest.raises(DepositError, match="lies before Application for the Release"):
		service_approvals.request(doc)
	doc.update({"checked_on": nowdate()}).save()
	service_approvals.request(doc)


@pytest.mark.clause("R18")
def test_lines_of_the_joint_check_are_neither_left_out_nor_rewritten(agreement):
	doc = money.release(agreement, 1, checks=[])
	lines = [row.as_dict() for row in doc.reload().checks]
	fresh = {"code": "", "aspect": "另加一项", "result": "In Order"}
	renamed = ({**lines[0], "aspect": "另一项"}, {**lines[0], "code": "Papers"})
	changes = [lines[2:], [], lines[::-1], [*lines, fresh], *([one, *lines[1:]] for one in renamed)]
	for rows in changes:
		doc.reload().set("checks", rows)
		with pytest.raises(LockedFieldError, match="answer each"):
			doc.save()
	doc.reload()
	with pytest.raises(DepositError, match="none of its lines"):
		money.release(agreement, 1, checks=[fresh])
	frappe.db.delete("Release Check", {"parent": doc.name, "code": "Objections"})
	assert [row.code for row in doc.reload().save().checks][-1] == "Objections", "an older draft is completed"


@pytest.mark.clause("R18")
def test_interest_runs_from_the_day_each_part_was_held_and_has_its_voucher(estate):
	doc = money.agreement(estate, accepted_on=add_months(nowdate(), -30), interest_percent=3.65)
	for amount, days in ((10_000, 100), (5000, 50)):
		money.entry(doc, "Brought Forward", amount, posting_date=add_days(nowdate(), -days))
	account = money.account("质保金利息支出")
	before = money.gl(account)
	release = money.release(doc, 12_000, applied_on=nowdate())
	assert release.interest == 110, "100 days of 10,000 and 50 days of 2,000 at a hundredth of a per cent a day"
	frappe.db.set_value("Warranty Agreement", doc.name, "interest_percent", 7.3)
	frappe.clear_cache()
	service_approvals.request(release)
	assert release.reload().interest == 220, "fixed by the request, as agreed on that day"
	with acting(money.signers(estate)[0]):
		service_approvals.send_back(release, "x")
	frappe.db.set_value("Warranty Agreement", doc.name, "interest_percent", 3.65)
	frappe.clear_cache()
	done = money.approve(estate, release.reload())
	assert before - money.gl(account) == 110
	owed = frappe.get_all("Payment Ledger Entry", {"voucher_no": done.interest_entry}, ["party", "amount"], limit=1)
	assert (owed[0].party, owed[0].amount) == (doc.contractor, 110)
	frappe.delete_doc("Payment Entry", payment_of(done).name)
	with acting(money.finance(estate)):
		service_approvals.cancel(done, "x")
	assert money.gl(account) == before


def test_the_second_signature_is_given_once_and_to_what_it_was_given(estate, agreement, as_user):
	"""Nobody signs over another's name; a release that is sent back and changed is signed anew."""
	doc = money.release(agreement, 600, above_reason="双方约定提前退还")
	for user, refused in ((estate.users[roles.CS_HEAD], False), (estate.users[roles.GENERAL_MANAGER], True)):
		as_user(user)
		try:
			money.sign_above(doc.name)
		except DepositError as said:
			assert refused and "already" in str(said)
		else:
			assert not refused
	as_user("Administrator")
	doc.reload().save()
	assert doc.above_signed_by == estate.users[roles.CS_HEAD], "nothing was changed"
	doc.amount = 700
	doc.save()
	assert not doc.reload().above_signed_by and not doc.above_signed_at
