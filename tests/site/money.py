"""Vouchers of the money tests: invoices, agreements with a deposit, hand-made Journal and Payment Entries."""

from __future__ import annotations

import frappe
from frappe.utils import add_years, nowdate

from fangxiu_app.queries import deposits


def company() -> str:
	return frappe.db.get_single_value("Fangxiu Settings", "company")


def account(name: str) -> str:
	return frappe.db.get_value("Account", {"company": company(), "account_name": name})


def deposit_account() -> str:
	return frappe.db.get_single_value("Fangxiu Settings", "deposit_account")


def agreement(estate, contractor: str | None = None, **values):
	"""A signed agreement of project A: 3 % held of each invoice, 24 months, 20 % surcharge."""
	doc = frappe.get_doc(
		{
			"doctype": "Warranty Agreement",
			"project": estate.a,
			"contractor": contractor or estate.general,
			"status": "Signed",
			"signed_on": add_years(nowdate(), -1),
			"scope": [{"trade": "防水"}],
			"deposit_rate": 3,
			"accepted_on": add_years(nowdate(), -1),
			"surcharge_percent": 20,
			**values,
		}
	)
	return doc.insert()


def invoice(
	supplier: str, amount: float, warranty_agreement: str | None = None, submit: bool = True, **values
):
	"""A Purchase Invoice over one service line."""
	doc = frappe.get_doc(
		{
			"doctype": "Purchase Invoice",
			"company": company(),
			"supplier": supplier,
			"posting_date": nowdate(),
			"set_posting_time": 1,
			"bill_no": frappe.generate_hash(length=8),
			"warranty_agreement": warranty_agreement,
			"items": [
				{
					"item_name": "工程款",
					"description": "工程款",
					"uom": "Nos",
					"conversion_factor": 1,
					"qty": 1,
					"rate": amount,
					"expense_account": account("保修维修费"),
				}
			],
			**values,
		}
	)
	doc.insert()
	return doc.submit() if submit else doc


def entry(agreement, kind: str, amount: float = 0, submit: bool = True, **values):
	"""A Warranty Deposit Entry."""
	extra = {
		"Cash In": {
			"other_account": account("Bank Account"),
			"reference_no": "T1",
			"reference_date": nowdate(),
		}
	}.get(kind, {})
	doc = frappe.get_doc(
		{
			"doctype": "Warranty Deposit Entry",
			"agreement": agreement.name,
			"kind": kind,
			"amount": amount,
			"posting_date": nowdate(),
			**extra,
			**values,
		}
	)
	doc.insert()
	return doc.submit() if submit else doc


def journal(rows: list[dict], submit: bool = True, **values):
	"""A Journal Entry made by hand, as finance would."""
	cost_center = frappe.get_cached_value("Company", company(), "cost_center")
	doc = frappe.get_doc(
		{
			"doctype": "Journal Entry",
			"company": company(),
			"posting_date": nowdate(),
			"voucher_type": "Journal Entry",
			"accounts": [{"cost_center": cost_center, **row} for row in rows],
			**values,
		}
	)
	doc.insert()
	return doc.submit() if submit else doc


def deduction_rows(agreement, bucket: str, amount: float, **values) -> list[dict]:
	"""Rows of a hand-made deduction: deposit against recovered cost."""
	return [
		{
			"account": agreement.deposit_account,
			"party_type": "Supplier",
			"party": agreement.contractor,
			"warranty_agreement": agreement.name,
			"debit_in_account_currency": amount,
			"reference_type": "Journal Entry",
			"reference_name": bucket,
			**values,
		},
		{"account": account("保修维修费追偿"), "credit_in_account_currency": amount},
	]


def payment(agreement, references: list[tuple[str, float]], submit: bool = True, **values):
	"""A Payment Entry out of the deposit, made by hand."""
	total = sum(amount for _name, amount in references)
	doc = frappe.get_doc(
		{
			"doctype": "Payment Entry",
			"company": company(),
			"posting_date": nowdate(),
			"payment_type": "Pay",
			"party_type": "Supplier",
			"party": agreement.contractor,
			"paid_from": account("Bank Account"),
			"paid_to": agreement.deposit_account,
			"paid_amount": total,
			"received_amount": total,
			"source_exchange_rate": 1,
			"target_exchange_rate": 1,
			"reference_no": "T1",
			"reference_date": nowdate(),
			"warranty_agreement": agreement.name,
			"references": [
				{"reference_doctype": "Journal Entry", "reference_name": name, "allocated_amount": amount}
				for name, amount in references
			],
			**values,
		}
	)
	doc.insert()
	return doc.submit() if submit else doc


def gl(account: str, **filters) -> float:
	"""Credit less debit of an account, cancelled rows left out."""
	rows = frappe.get_all(
		"GL Entry", {"account": account, "is_cancelled": 0, **filters}, ["sum(credit) - sum(debit) as total"]
	)
	return round(rows[0].total or 0, 2)


def balance(agreement) -> float:
	return round(deposits.balance(agreement.name), 2)


def samples(estate, secret: str) -> dict[str, str]:
	"""Documents of project B for the isolation tests: its agreement gets all its rows, its deposit money."""
	doc = frappe.get_doc("Warranty Agreement", estate.agreement_b)
	doc.append("talks", {"talk_date": nowdate(), "attendees": secret, "points": secret})
	doc.append("contacts", {"contact_name": secret})
	doc.append("workers", {"worker_name": secret})
	doc.append("trainings", {"training_date": nowdate(), "topic": secret})
	doc.append("response_terms", {"urgency": "Normal", "work_class": "Routine"})
	doc.append("deduction_terms", {"clause_no": "1", "breach": "Other", "per": "Case"})
	doc.save()
	return {"Warranty Deposit Entry": entry(doc, "Cash In", 100, remark=secret).name}
