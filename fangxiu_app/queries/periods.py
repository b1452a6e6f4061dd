"""Whether the books are still open on a day, as ERPNext's own checks see it (erpnext.md 1.2.13)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import getdate


def is_closed(company: str, day: date, voucher_type: str = "Journal Entry") -> bool:
	"""True when a voucher of that day can neither be made nor cancelled: period closed, books closed, or frozen."""
	day = getdate(day)
	last = frappe.db.get_value(
		"Period Closing Voucher", {"docstatus": 1, "company": company}, "max(period_end_date)"
	)
	frozen = frappe.db.get_single_value("Accounts Settings", "acc_frozen_upto")
	if (last and day <= getdate(last)) or (frozen and day <= getdate(frozen)):
		return True
	period, closed = frappe.qb.DocType("Accounting Period"), frappe.qb.DocType("Closed Document")
	return bool(
		frappe.qb.from_(period)
		.join(closed)
		.on(closed.parent == period.name)
		.select(period.name)
		.where((period.company == company) & (closed.closed == 1) & (closed.document_type == voucher_type))
		.where((period.start_date <= day) & (period.end_date >= day))
		.limit(1)
		.run()
	)
