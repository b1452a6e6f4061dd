"""Several at once on one deposit, each on its own connection: exactly what fits is granted, and nobody sees a deadlock."""

from __future__ import annotations

import threading

import frappe
import pytest

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.ledger import locks, reads_deposits
from fangxiu_app.ledger.refusing import DepositError
from tests.site.helpers import deposit_books, money, sums
from tests.site.helpers.deposit_books import books, cents

CLAIM, RELEASE, PAYMENT = "Contractor Deduction", "Deposit Release", "Payment Entry"


@pytest.fixture
def agreement(estate):
	"""A committed deposit of 5,000 in five buckets, its liability period over; the throw-away site keeps it."""
	terms = [{"clause_no": "1", "breach": "Other"}]
	doc = money.agreement(estate, accepted_on="2023-01-01", deduction_terms=terms)
	for _number in range(5):
		money.entry(doc, "Cash In", 1000)
	money.finance(estate)
	frappe.db.commit()
	return doc


def at_once(jobs: list) -> list[str]:
	"""Run the jobs together; each answers ``done``, ``refused`` or its error."""
	site, sites_path = frappe.local.site, frappe.local.sites_path
	barrier, answers = threading.Barrier(len(jobs)), []

	def run(job):
		frappe.init(site=site, sites_path=sites_path)
		frappe.connect()
		frappe.local.lang = "en"
		try:
			frappe.db.get_value("User", "Administrator")  # the picture this transaction sees is taken now
			frappe.utils.set_request(method="POST", path="/api/method/frappe.desk.form.save.savedocs")
			barrier.wait()
			job()
			frappe.db.commit()
			answers.append("done")
		except DepositError:
			frappe.db.rollback()
			answers.append("refused")
		except Exception as error:
			frappe.db.rollback()
			answers.append(repr(error)[:300])
		finally:
			frappe.destroy()

	threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	frappe.db.rollback()
	frappe.local.dynamic_link_map = None
	return sorted(answers)


def before_the_last_signature(doc, user: str):
	"""A draft whose approval lacks only the signature of finance; the round is shortened to that one step."""
	steps = (roles.FINANCE,)
	doc.update(
		{"approval_state": "In Approval", "approval_role": roles.FINANCE, "requested_by": "Administrator"}
	)
	doc.write_by_action()
	service_approvals._log(doc, "Requested", "", digest=doc.approval_digest(steps), steps="\n".join(steps))
	return sign(doc.doctype, doc.name, user)


def sign(doctype: str, name: str, user: str):
	def job():
		frappe.set_user(user)
		service_approvals.approve(frappe.get_doc(doctype, name))

	return job


def deductions(estate, agreement, count: int, amount: float) -> list:
	"""Last signatures under so many deductions."""
	rows = [{"line_kind": "Penalty", "description": "x", "claimed": amount}]
	jobs = []
	for _number in range(count):
		doc = money.deduction(agreement, source="Contract Clause", clause="1", items=rows)
		jobs.append(before_the_last_signature(money.told(doc), money.finance(estate)))
	frappe.db.commit()
	return jobs


def releases(estate, agreement, count: int, amount: float) -> list:
	"""Last signatures under so many releases."""
	jobs = []
	for _number in range(count):
		doc = money.release(agreement, amount)
		jobs.append(before_the_last_signature(doc, money.finance(estate)))
	frappe.db.commit()
	return jobs


def entering(agreement, job):
	"""The job as a request does it: the deposit is locked at its entry (ledger.deposit_requests)."""

	def run():
		locks.enter([agreement.name])
		job()

	return run


def payments(agreement) -> list:
	"""Submissions of the drafted payments."""
	names = frappe.get_all(PAYMENT, {"warranty_agreement": agreement.name, "docstatus": 0}, pluck="name")
	return [entering(agreement, lambda name=name: frappe.get_doc(PAYMENT, name).submit()) for name in names]


def sound(agreement, left: float) -> None:
	found = books(agreement)
	assert found == dict.fromkeys(found, cents(left))
	assert all(bucket.remaining >= 0 for bucket in reads_deposits.agreement_buckets(agreement.name))
	assert deposit_books.orphans(agreement.name) == []


@pytest.mark.clause("R18")
@pytest.mark.parametrize(("count", "amount", "fit"), [(2, 3000, 1), (20, 400, 12)])
def test_releases_at_once(estate, agreement, count, amount, fit):
	"""Exactly as many are approved as the deposit can pay, and all of those are paid, at once again."""
	answers = at_once(releases(estate, agreement, count, amount))
	assert answers == ["done"] * fit + ["refused"] * (count - fit)
	assert at_once(payments(agreement)) == ["done"] * fit
	sound(agreement, 5000 - fit * amount)


@pytest.mark.clause("R111")
@pytest.mark.parametrize(("count", "amount"), [(2, 3000), (20, 400)])
def test_deductions_at_once(estate, agreement, count, amount):
	"""All are posted: what the deposit has is taken once, the rest is claimed by debit notes."""
	assert at_once(deductions(estate, agreement, count, amount)) == ["done"] * count
	posted = {"agreement": agreement.name}
	assert sums.total(CLAIM, posted, "from_deposit") == 5000
	assert sums.total(CLAIM, posted, "excess") == count * amount - 5000
	sound(agreement, 0)


def test_all_kinds_at_once(estate, agreement):
	"""Money comes in and is taken back, deductions and releases are signed, payments made: all at the same moment."""
	at_once(releases(estate, agreement, 4, 500))
	bucket = reads_deposits.agreement_buckets(agreement.name)[0].name
	jobs = [
		*payments(agreement),
		*deductions(estate, agreement, 6, 700),
		*releases(estate, agreement, 4, 400),
	]
	by_hand = [lambda: money.entry(agreement, "Cash In", 100) for _number in range(3)]
	by_hand += [lambda: money.entry(agreement, "Taken Back", 400, bucket=bucket) for _number in range(2)]
	by_hand += [lambda: money.invoice(estate.general, 10_000, agreement.name)]
	jobs += [entering(agreement, job) for job in by_hand]
	answers = at_once(jobs)
	assert len(answers) == 20 and set(answers) == {"done", "refused"}, answers
	at_once(payments(agreement))
	sound(agreement, money.balance(agreement))
	assert sums.total(CLAIM, {"agreement": agreement.name, "docstatus": 1}, "total") == 6 * 700


def test_takings_at_once_get_exactly_what_fits(estate, agreement):
	"""Twenty takings of 400 from five buckets of 1,000: two of each bucket fit."""

	def take():
		locks.enter([agreement.name])
		found = sorted(reads_deposits.agreement_buckets(agreement.name), key=lambda one: one.name)
		bucket = next((one for one in found if one.remaining >= 400), found[-1])
		money.entry(agreement, "Taken Back", 400, bucket=bucket.name)

	answers = at_once([take] * 20)
	assert answers == ["done"] * 10 + ["refused"] * 10
	sound(agreement, 1000)


def test_neighbouring_deposits_do_not_block_one_another(estate):
	agreements = [money.agreement(estate) for _number in range(6)]
	entries = [money.entry(one, "Cash In", 1000) for one in agreements]
	frappe.db.commit()
	jobs = [
		entering(one, lambda one=one, entry=entry: money.entry(one, "Taken Back", 600, bucket=entry.journal_entry))
		for one, entry in zip(agreements, entries, strict=True)
		for _twice in range(2)
	]
	answers = at_once(jobs)
	assert (answers.count("done"), answers.count("refused")) == (6, 6), answers
	assert {money.balance(one) for one in agreements} == {400}
