"""Several at once on one deposit, each on its own connection: exactly what fits is granted, and nobody sees a deadlock."""

from __future__ import annotations

import threading

import frappe
import pytest

from fangxiu_app.finance.texts import DepositError
from fangxiu_app.queries import deposits
from tests.site import money


@pytest.fixture
def agreement(estate):
	"""A committed deposit of 5,000 in five buckets; the throw-away site keeps it."""
	doc = money.agreement(estate)
	for _number in range(5):
		money.entry(doc, "Cash In", 1000)
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
	return sorted(answers)


def approved(agreement, amounts: list[float]) -> list:
	"""Drafted payments of releases that were approved one by one, as if nobody had looked at the others."""
	drafts = []
	for amount in amounts:
		doc = money.release(agreement, amount)
		frappe.db.set_value("Deposit Release", doc.name, {"docstatus": 1, "state": "Approved"})
		buckets = sorted(deposits.agreement_buckets(agreement.name), key=lambda found: found.name)
		left, references = amount, []
		for bucket in buckets:
			part = min(left, float(bucket.remaining))
			left -= part
			references += [(bucket.name, part)] if part else []
		drafts.append(money.payment(agreement, references, submit=False, fx_deposit_release=doc.name).name)
		frappe.db.set_value("Deposit Release", doc.name, "docstatus", 0)
	frappe.db.sql("update `tabDeposit Release` set docstatus = 1 where agreement = %s", agreement.name)
	frappe.db.commit()
	return drafts


def submit_payment(name: str):
	return lambda: frappe.get_doc("Payment Entry", name).submit()


def test_two_releases_of_the_same_money_pay_once(estate, agreement):
	drafts = approved(agreement, [3000, 3000])
	assert at_once([submit_payment(name) for name in drafts]) == ["done", "refused"]
	assert money.balance(agreement) == 2000


def test_twenty_at_once_take_exactly_what_fits(estate, agreement):
	"""Twenty takings of 400 from five buckets of 1,000: two of each bucket fit."""

	def take():
		fresh = deposits.lock_agreements([agreement.name])[1]
		found = sorted(deposits.agreement_buckets(agreement.name, fresh), key=lambda one: one.name)
		bucket = next((one for one in found if one.remaining >= 400), found[-1])
		money.entry(agreement, "Taken Back", 400, bucket=bucket.name)

	answers = at_once([take] * 20)
	assert set(answers) == {"done", "refused"}, answers
	assert answers.count("done") == 10
	assert money.balance(agreement) == 1000
	assert all(bucket.remaining >= 0 for bucket in deposits.agreement_buckets(agreement.name))


def test_neighbouring_deposits_do_not_block_one_another(estate):
	agreements = [money.agreement(estate) for _number in range(6)]
	entries = [money.entry(one, "Cash In", 1000) for one in agreements]
	frappe.db.commit()
	jobs = [
		lambda one=one, entry=entry: money.entry(one, "Taken Back", 600, bucket=entry.journal_entry)
		for one, entry in zip(agreements, entries, strict=True)
		for _twice in range(2)
	]
	answers = at_once(jobs)
	assert (answers.count("done"), answers.count("refused")) == (6, 6), answers
	assert {money.balance(one) for one in agreements} == {400}
