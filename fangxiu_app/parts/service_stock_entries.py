"""Makes and cancels our Stock Entries: the only code that bypasses the user's rights on them.

The right was checked on our own document (handover, ticket part), which names what is moved and why.
"""

from __future__ import annotations

import frappe

from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import reads_company_accounts, reads_site_rules


def submit_entry(values: dict, lines: list[dict]):
	"""Insert and submit a Stock Entry; returns it. Raises ERPNext's own errors (negative stock, closed period)."""
	entry = frappe.get_doc({"doctype": "Stock Entry", **values, "items": lines})
	entry.stock_entry_type = entry.purpose
	entry.flags.fx_voucher = True
	reads_site_rules.fill(entry)
	reads_site_rules.check(entry.company, "Stock Entry")
	entry.insert(ignore_permissions=True)
	entry.flags.ignore_permissions = True
	entry.submit()
	return entry


def cancel_entries(names: list[str]) -> None:
	"""Cancel Stock Entries of ours, in the given order."""
	for name in names:
		entry = frappe.get_doc("Stock Entry", name)
		entry.flags.fx_voucher = True
		entry.flags.ignore_permissions = True
		entry.cancel()
		frappe.local.dynamic_link_map = None  # Frappe keeps it per process; now it is out of date


#: Where parts are booked: setting → name of the account in other companies.
WARRANTY = ("repair_expense_account", "保修维修费")
PAID = ("paid_repair_cost_account", "有偿维修成本")


def expense_account(company: str, paid: bool = False) -> str:
	"""Where parts are booked: the setting for warranty or paid repairs, else its namesake in ``company``."""
	field, title = PAID if paid else WARRANTY
	found = reads_company_accounts.chosen(field, company) or frappe.db.get_value(
		"Account", {"company": company, "account_name": title, "is_group": 0, "disabled": 0}
	)
	if not found:
		frappe.throw(
			_(
				"Company {0} has no account for the parts of repairs. Name one in Fangxiu Settings, {1}."
			).format(frappe.bold(company), _(frappe.get_meta("Fangxiu Settings").get_label(field))),
			RefusedError,
			title=_("Account Missing"),
		)
	return found
