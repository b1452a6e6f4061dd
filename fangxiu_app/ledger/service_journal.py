"""Journal Entries of the deposits: built, submitted and cancelled here, posted by ERPNext."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import frappe

from fangxiu_app.ledger import reads_site_rules
from fangxiu_app.ledger.rules_deposit import Bucket


@dataclass(frozen=True, slots=True)
class Posting:
	"""A planned row: amounts in the account's currency, ``rate`` to the company's."""

	account: str
	debit: Decimal = Decimal(0)
	credit: Decimal = Decimal(0)
	party: str = ""
	agreement: str = ""
	reference: tuple[str, str] | None = None
	rate: Decimal = Decimal(1)
	remark: str = ""


@dataclass(slots=True)
class Journal:
	"""A Journal Entry to be. ``links`` are our custom fields that lead back to the document that makes it.

	``buckets`` are those its rows name, by name, if they were just read under the lock: the guards need not read them again.
	``charged`` are the compensations a deduction claims back, where it posts its own: nobody has to look for them again.
	"""

	company: str
	posting_date: str
	rows: list[Posting]
	remark: str
	project: str = ""
	voucher_type: str = "Journal Entry"
	links: dict = field(default_factory=dict)
	values: dict = field(default_factory=dict)
	buckets: dict[str, Bucket] | None = None
	charged: tuple[str, ...] | None = None
	#: The account a whole deposit is moved to by this voucher.
	moving_to: str = ""


def submit(journal: Journal):
	"""Insert it as submitted, past the user's rights: the business document it belongs to was checked.

	At once: saved as a draft first, ERPNext would check and write everything twice (a third of the statements).
	"""
	doc = frappe.get_doc(
		{
			"doctype": "Journal Entry",
			"company": journal.company,
			"posting_date": journal.posting_date,
			"voucher_type": journal.voucher_type,
			"user_remark": journal.remark,
			"multi_currency": int(any(_foreign(row, journal.company) for row in journal.rows)),
			"accounts": [_row(row, journal) for row in journal.rows],
			**journal.links,
			**journal.values,
		}
	)
	doc.flags.ignore_permissions = True
	doc.flags.fx_document = True
	doc.flags.fx_buckets = journal.buckets
	doc.flags.fx_charged = journal.charged
	doc.flags.fx_moving_to = journal.moving_to
	reads_site_rules.fill(doc)
	doc.submit()
	return doc


def cancel(name: str) -> None:
	"""Cancel it past the user's rights: the business document that is cancelled was checked."""
	doc = frappe.get_doc("Journal Entry", name)
	if doc.docstatus == 1:
		doc.flags.ignore_permissions = True
		doc.flags.fx_document = True
		frappe.local.dynamic_link_map = None  # Frappe's map of this process may be older than the voucher
		doc.cancel()


def _foreign(row: Posting, company: str) -> bool:
	return frappe.get_cached_value("Account", row.account, "account_currency") != frappe.get_cached_value(
		"Company", company, "default_currency"
	)


def _row(row: Posting, journal: Journal) -> dict:
	kind, name = row.reference or ("", "")
	return {
		"account": row.account,
		"debit_in_account_currency": float(row.debit),
		"credit_in_account_currency": float(row.credit),
		"exchange_rate": float(row.rate),
		"party_type": "Supplier" if row.party else "",
		"party": row.party,
		"warranty_agreement": row.agreement,
		"user_remark": row.remark,
		"reference_type": kind,
		"reference_name": name,
		"project": journal.project,
		"cost_center": frappe.get_cached_value("Company", journal.company, "cost_center"),
	}
