"""Deposits that stand under trade payables move to an account of their own under 2241 其他应付款, one voucher each (docs/adr/0109).

Each bucket moves by a deposit entry of the kind Moved: its Journal Entry debits the old account against the bucket and credits
the new one, and keeps contractor, agreement, rate and the day the money was held. Entries are drafted and checked first, then
finance posts all of them at once, so that no deposit is split over two accounts.
"""

from __future__ import annotations

import frappe
from frappe.utils import today

from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import locks, service_accounts
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.ledger.rules_deposit import money
from fangxiu_app.money.deposits import reads_account_moves as reads

ENTRY = "Warranty Deposit Entry"


def prepare(old: str) -> list[str]:
	"""Draft an entry for each bucket on ``old`` that has something left; what is drafted already and still fits is kept.

	Raises DepositError while other drafts would take money from ``old``, or where it stands right already.
	"""
	_check(old)
	new = service_accounts.own_group(frappe.get_cached_value("Account", old, "company"), old)
	drafts = {row.bucket: row for row in reads.drafts(old)}
	names = []
	for bucket in reads.buckets(old):
		row = drafts.pop(bucket.name, None)
		if row and money(row.amount) == bucket.remaining and row.other_account == new:
			names.append(row.name)
			continue
		if row:
			frappe.delete_doc(ENTRY, row.name, ignore_permissions=True)
		names.append(_draft(bucket, new))
	for row in drafts.values():  # its bucket was used up since
		frappe.delete_doc(ENTRY, row.name, ignore_permissions=True)
	return names


def post(old: str) -> int:
	"""Submit the drafted moves of ``old`` at once; then agreements and settings name the new account. Returns how many.

	Raises DepositError where the drafts no longer match what is on ``old``: prepare again, check, and post.
	"""
	agreements = reads.agreements(old)
	locks.enter(agreements)
	_check(old)
	drafts = reads.drafts(old)
	found = {bucket.name: bucket.remaining for bucket in reads.buckets(old)}
	targets = {row.other_account for row in drafts}
	if {row.bucket: money(row.amount) for row in drafts} != found or len(targets) > 1:
		refuse([Violation("move_stale", (old,))])
	new = targets.pop() if targets else service_accounts.own_group(frappe.get_cached_value("Account", old, "company"), old)
	for row in drafts:
		doc = frappe.get_doc(ENTRY, row.name)
		doc.flags.fx_document = True
		doc.submit()
	_follow(old, new, agreements)
	return len(drafts)


def _draft(bucket, new: str) -> str:
	doc = frappe.get_doc(
		{
			"doctype": ENTRY,
			"agreement": bucket.agreement,
			"kind": "Moved",
			"posting_date": today(),
			"bucket": bucket.name,
			"other_account": new,
			"held_since": bucket.posted_on,
			"amount": float(bucket.remaining),
			"remark": _("From {0} to {1}").format(bucket.account, new),
		}
	)
	doc.flags.fx_document = True
	return doc.insert().name


def _check(old: str) -> None:
	found = []
	if not reads.stands_wrong(old):
		found.append(Violation("move_not_needed", (old,)))
	open_ = reads.in_the_way(old)
	if open_:
		found.append(Violation("move_open_drafts", (tuple(open_),)))
	refuse(found)


def _follow(old: str, new: str, agreements: list[str]) -> None:
	"""Agreements and settings name the new account from now on; the lock on the agreements is held."""
	for name in agreements:
		frappe.db.set_value("Warranty Agreement", name, "deposit_account", new)
		frappe.clear_document_cache("Warranty Agreement", name)
	locks.forget()
	settings = frappe.get_doc("Fangxiu Settings")
	naming = [one for one in (settings, *settings.company_accounts) if one.deposit_account == old]
	for one in naming:
		one.deposit_account = new
	if naming:
		# finance posts the move; the setting is part of it, whoever may write the others
		settings.save(ignore_permissions=True)
