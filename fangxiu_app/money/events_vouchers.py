"""Events of ERPNext's vouchers that touch warranty deposits; each calls one guard or service."""

from __future__ import annotations

from fangxiu_app.approvals import service_approvals
from fangxiu_app.ledger import guards, named_accounts, service_accounts
from fangxiu_app.money.deposits import service_deposit_entries
from fangxiu_app.money.payments import service_bills
from fangxiu_app.money.releases import service_release_payments


def lock_journal(doc, method=None) -> None:
	guards.lock_journal(doc)


def before_submit_journal(doc, method=None) -> None:
	guards.check_journal(doc)


def before_update_journal(doc, method=None) -> None:
	guards.check_fixed(doc, guards.journal_rows(doc), guards.journal_rows(doc.get_doc_before_save()))


def before_cancel_journal(doc, method=None) -> None:
	guards.lock_journal(doc)
	guards.check_cancel_journal(doc)


def lock_payment(doc, method=None) -> None:
	guards.lock_payment(doc)


def before_validate_payment(doc, method=None) -> None:
	guards.lock_payment(doc)
	if doc.get("fx_deposit_release") and doc.is_new():
		service_release_payments.check_draft(doc)
	if doc.get("fx_deposit_release") and doc.warranty_agreement and guards.touches(doc):
		service_release_payments.refit(doc)


def before_submit_payment(doc, method=None) -> None:
	guards.check_payment(doc)
	if guards.touches(doc):
		service_release_payments.check_payment(doc)
	if doc.get("fx_deposit_release"):
		service_approvals.check_intact("Deposit Release", doc.fx_deposit_release)


def before_update_payment(doc, method=None) -> None:
	before = doc.get_doc_before_save()
	if guards.touches(doc) or guards.touches(before):
		guards.check_fixed(doc, [doc, *doc.references], [before, *before.references])


def before_cancel_payment(doc, method=None) -> None:
	guards.lock_payment(doc)
	guards.check_cancel_payment(doc)


def move_payment(doc, method=None) -> None:
	"""On submission and on cancellation: the release shows what is paid."""
	service_release_payments.refresh(doc.get("fx_deposit_release"))


def lock_invoice(doc, method=None) -> None:
	service_bills.fill(doc)
	guards.lock_invoice(doc)


def before_submit_invoice(doc, method=None) -> None:
	guards.check_invoice(doc)


def submit_invoice(doc, method=None) -> None:
	service_deposit_entries.hold_on_invoice(doc)


def before_cancel_invoice(doc, method=None) -> None:
	guards.check_cancel_invoice(doc)


def before_submit_unreconcile(doc, method=None) -> None:
	guards.check_unreconcile(doc)


def validate_account(doc, method=None) -> None:
	guards.check_account(doc)
	named_accounts.check_change(doc)


def update_account(doc, method=None) -> None:
	service_accounts.require_agreement_on(doc)


def before_rename(doc, method=None, old=None, new=None, merge=False) -> None:
	"""Account and Supplier: a new name is followed everywhere, a merge mixes what must stay apart."""
	if merge:
		guards.check_merge(doc.doctype, old, new)
	if merge and doc.doctype == "Account":
		named_accounts.check_merge(old, new)


def validate_closing(doc, method=None) -> None:
	"""Refuses a wrong closing entry here, because ERPNext only writes its refusal into a log."""
	guards.check_closing(doc)


def before_insert_ledger(doc, method=None) -> None:
	guards.check_ledger(doc)


def before_insert_payment_ledger(doc, method=None) -> None:
	guards.check_payment_ledger(doc)


def delete_ledger(doc, method=None) -> None:
	guards.check_ledger_kept(doc)
