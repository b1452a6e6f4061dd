"""Events of ERPNext's vouchers by which money could leave beside a bill; each calls one guard."""

from __future__ import annotations

from fangxiu_app.money.outgoing import (
	service_after_payment,
	service_bill_numbers,
	service_cost_accounts,
	service_cost_ledger,
	service_paid_rates,
	service_refunds,
	service_result_accounts,
)


def before_submit_invoice(doc, method: str | None = None) -> None:
	"""Purchase Invoice: its number is no second bill, and a debit note takes off nothing that is paid."""
	service_bill_numbers.check(doc)
	service_after_payment.check_return(doc)
	service_cost_accounts.check_bill(doc)
	service_result_accounts.check_bill(doc)
	service_refunds.check_opening(doc)


def before_update_invoice(doc, method: str | None = None) -> None:
	"""Purchase Invoice, its accounts changed after submission: the same as before it."""
	service_cost_accounts.check_accounts(doc)
	service_result_accounts.check_bill(doc)


def before_update_order(doc, method: str | None = None) -> None:
	"""Purchase Order, its rows changed after submission: what is paid in advance on it stays covered."""
	service_after_payment.check_order(doc)


def before_change_order(doc, method: str | None = None) -> None:
	"""Purchase Order, before ERPNext writes its status: the same where it is closed."""
	service_after_payment.check_closed(doc)


def check_payment(doc, method: str | None = None) -> None:
	"""Payment Entry, on submission and when ERPNext's reconciliation allocates it later."""
	service_refunds.check_payment(doc)
	service_cost_accounts.check_payment(doc)
	service_paid_rates.check_payment(doc)


def before_submit_sales_invoice(doc, method: str | None = None) -> None:
	"""Sales Invoice: what it pays out at the till is a refund too, and it charges no account of costs."""
	service_refunds.check_invoice(doc)
	service_cost_accounts.check_sale(doc)
	service_result_accounts.check_sale(doc)


def before_update_sales_invoice(doc, method: str | None = None) -> None:
	"""Sales Invoice, its accounts changed after submission: the same."""
	service_refunds.check_accounts(doc)
	service_cost_accounts.check_sale(doc)
	service_result_accounts.check_sale(doc)


def before_cancel(doc, method: str | None = None) -> None:
	"""Payment Entry or Journal Entry: what a customer was given back rests on what they paid."""
	service_refunds.check_cancel(doc)


def check_journal(doc, method: str | None = None) -> None:
	"""Journal Entry, the same."""
	service_refunds.check_journal(doc)
	service_cost_accounts.check_journal(doc)
	service_result_accounts.check_journal(doc)
	service_paid_rates.check_journal(doc)


def before_insert_ledger(doc, method: str | None = None) -> None:
	"""GL Entry: accounts of costs are charged by vouchers that are looked at."""
	service_cost_ledger.check(doc)
